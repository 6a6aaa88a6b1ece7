import Onirica
import SleepLab

/// Makes a screen's frames: the picture that is wanted, faded in over the one before, dimmed, limited. It knows
/// instants, but no clock; the frame thread and the tests drive it.
final class FrameMaker {
  /// The last frame.
  private(set) var frame: Frame
  private let mixed: Frame, frozen: Frame, picture: Frame
  /// Whether frames were drawn that `picture` has not seen.
  private var isPictureBehind = false
  /// What acts paint into while there is no time for whole frames.
  private let reduced: [Frame]
  private var scaleIndex = 0
  /// What was painted last, in which size.
  private var painted: (act: any ScreenAct, scaleIndex: Int)?
  private let tools: FrameTools
  private let limiter: Limiter
  private let crew: Crew
  private var dream: Dream?
  /// What draws dreams in the processor's stead, until it is lost.
  private(set) var renderer: (any PixelRenderer)?
  /// Why it was lost.
  private(set) var rendererLoss: RendererLoss?
  private var showing = Showing(picture: .black)
  private var brightnessBefore = 1.0
  /// The pages of reports that were handed over last.
  private var pages: (ReportBoard.SetPage?, ReportBoard.SetPage?)
  private var isFading = false

  private let sound: (any SoundSource)?

  init(width: Int, height: Int, crew: Crew, level: KernelLevel, sound: (any SoundSource)? = nil) {
    self.sound = sound
    mixed = Frame(width: width, height: height)
    frame = mixed
    frozen = Frame(width: width, height: height)
    picture = Frame(width: width, height: height)
    reduced = Governor.scales.dropFirst().map { scale in
      Frame(width: max(16, Int(Double(width) * scale)), height: max(16, Int(Double(height) * scale)))
    }
    tools = FrameTools(crew: crew, level: level)
    limiter = Limiter(width: width, height: height, crew: crew, level: level)
    self.crew = crew
  }

  /// What the limiter did.
  var limiterAccount: Limiter.Account { limiter.account }
  /// Mean linear luminance of the last frame.
  var meanLuminance: Double { Double(limiter.meanLuminance) }
  /// The internal size, or that of the screen where there is no dream.
  var internalSize: (width: Int, height: Int) {
    if case .act = showing.picture {
      let frame = scaleIndex > 0 ? reduced[scaleIndex - 1] : frame
      return (frame.width, frame.height)
    }
    return dream?.internalSize ?? (frame.width, frame.height)
  }
  /// Where in the night the last frame was.
  private(set) var position = Double.nan

  /// Takes over a dream that has lived through its pre-roll elsewhere.
  func take(_ dream: Dream) {
    freeze()
    dream.crew = crew
    dream.renderer = renderer
    self.dream = dream
  }

  /// Lets dreams be drawn elsewhere from the next frame on; on the thread that makes the frames.
  func take(_ renderer: any PixelRenderer) {
    self.renderer = renderer
    dream?.renderer = renderer
  }

  /// Hands the last frame out.
  func copyFrame(into target: Frame) { tools.copy(frame, into: target) }

  /// Another picture, brightness or fade from now on.
  func take(_ next: Showing, at unixSeconds: Double) {
    brightnessBefore = brightness(at: unixSeconds)
    if !FrameMaker.flowsOn(from: showing.picture, to: next.picture) { freeze() }
    if case .dream(let course) = next.picture, let dream, dream.night.id != course.night.id || isOther(course, dream) {
      dream.follow(course.night)
    }
    if !FrameMaker.tellsOn(from: showing.picture, to: next.picture) { pages = (nil, nil) }
    if case .dream(let course) = next.picture { dream?.join(course.nightsBeside) }
    showing = next
  }

  private func isOther(_ course: Course, _ dream: Dream) -> Bool {
    guard case .dream(let before) = showing.picture else { return true }
    return before.anchorUnixSeconds != course.anchorUnixSeconds || before.speed != course.speed
  }

  /// Takes other looks over, within some seconds.
  func useLooks(_ looks: StageLooks) { dream?.wantedLooks = looks }

  /// Works less, or more again.
  func use(_ rung: Governor.Rung) {
    scaleIndex = rung.scaleIndex
    dream?.useScale(rung.scaleIndex)
    dream?.fieldShare = rung.fieldShare
  }

  /// Share of their steps that the field and what grows take.
  var fieldShare: Double { dream?.fieldShare ?? 1 }

  /// Makes the frame of an instant.
  func advance(at unixSeconds: Double, limiterSeconds: Double) {
    let dream = dreaming(at: unixSeconds)
    let share = isFading ? showing.progress(at: unixSeconds) : 1
    if share >= 1 { isFading = false }
    let brightness = brightness(at: unixSeconds)
    let page = dream == nil ? nil : page(at: unixSeconds)
    if share >= 1, brightness >= 1, page == nil, let dream {
      limiter.limit(dream, at: limiterSeconds)
      frame = limiter.shown
      isPictureBehind = true
      return
    }
    compose(dream, at: unixSeconds)
    if let page { tools.lay(page.letters, share: page.share, over: picture) }
    // A fade starts from what was seen, which was dimmed already: only the new picture is dimmed.
    tools.mix(picture, picture, share: 1, brightness: brightness, into: mixed)
    if share < 1 { tools.mix(frozen, mixed, share: share, brightness: 1, into: mixed) }
    limiter.limit(mixed, at: limiterSeconds)
    frame = mixed
  }

  /// The dream, if one is wanted, at an instant.
  private func dreaming(at unixSeconds: Double) -> Dream? {
    position = .nan
    guard case .dream(let course) = showing.picture, let dream, dream.plan.seed == course.seed else { return nil }
    position = course.position(at: unixSeconds)
    // Pictures and drifts follow the clock that all screens share, not the course: they flow on when it changes.
    dream.advance(
      to: position, elapsed: unixSeconds, sound: sound?.sound(atSeconds: unixSeconds) ?? .silence,
      chorus: course.chorus(at: unixSeconds))
    if renderer != nil, let loss = dream.rendererLoss {
      renderer = nil
      rendererLoss = loss
    }
    return dream
  }

  /// The page of a report that stands now, once it is set.
  private func page(at unixSeconds: Double) -> (letters: ReportLetters, share: Double)? {
    guard case .dream(let course) = showing.picture, let board = course.reports else { return nil }
    if let set = board.ready.take() { pages = (pages.1, set) }
    guard let due = board.due(in: course, at: unixSeconds), due.share > 0 else { return nil }
    let set = pages.0?.place == due.place ? pages.0 : pages.1?.place == due.place ? pages.1 : nil
    return set.map { ($0.letters, due.share) }
  }

  /// The picture that is wanted, undimmed; the one before where a dream is not there yet.
  private func compose(_ dream: Dream?, at unixSeconds: Double) {
    defer { isPictureBehind = false }
    switch showing.picture {
    case .dream:
      if let dream {
        dream.show(in: picture)
      } else if isPictureBehind {
        picture.copy(from: frame)
      }
    case .still(let still, _): picture.copy(from: still)
    case .act(let act): return paint(act, at: unixSeconds)
    case .black: picture.fill(0)
    }
    painted = nil
  }

  private func paint(_ act: any ScreenAct, at unixSeconds: Double) {
    let isNew = painted.map { $0.act !== act || $0.scaleIndex != scaleIndex } ?? true
    if scaleIndex == 0 {
      act.paint(at: unixSeconds, into: picture, isNew: isNew, tools: tools)
    } else {
      let small = reduced[scaleIndex - 1]
      act.paint(at: unixSeconds, into: small, isNew: isNew, tools: tools)
      tools.resize(small, into: picture)
    }
    painted = (act, scaleIndex)
  }

  private func brightness(at unixSeconds: Double) -> Double {
    let share = showing.progress(at: unixSeconds)
    return brightnessBefore + (showing.brightness - brightnessBefore) * share
  }

  private func freeze() {
    frozen.copy(from: frame)
    isFading = true
  }

  /// Whether pages that are set stay of use.
  private static func tellsOn(from old: Showing.Picture, to new: Showing.Picture) -> Bool {
    guard case .dream(let a) = old, case .dream(let b) = new else { return false }
    return a.reports === b.reports
  }

  /// Dreams of one seed flow into each other by themselves; a still stays itself.
  private static func flowsOn(from old: Showing.Picture, to new: Showing.Picture) -> Bool {
    switch (old, new) {
    case (.dream(let a), .dream(let b)): a.seed == b.seed
    case (.still(_, let a), .still(_, let b)): a == b
    case (.act(let a), .act(let b)): a === b
    case (.black, .black): true
    default: false
    }
  }
}
