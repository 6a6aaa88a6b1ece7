import SleepLab
import Testing

@testable import Onirica

@Suite("Many who dream together")
struct ChorusTests {
  private func dream(_ night: Night, threads: Int = 2, level: KernelLevel = .best) -> Dream {
    Dream(
      night: night, plan: Dream.Plan(width: 256, height: 144, framesPerSecond: 20, seed: 3),
      crew: Crew(threadCount: threads), level: level)
  }

  private func moment(_ position: Double, _ presences: [Double]) -> ChorusMoment {
    var moment = ChorusMoment.alone
    for (place, presence) in presences.enumerated() {
      (moment.positions[place], moment.presences[place]) = (position, presence)
    }
    return moment
  }

  /// The last frame of two seconds.
  private func frame(_ dream: Dream, presences: [Double] = [], from start: Double = 0) -> Frame {
    let frame = Frame(width: 256, height: 144)
    dream.begin(at: start, elapsed: 40, chorus: moment(start, presences))
    for index in 0..<40 {
      let now = Double(index) / 20
      dream.advance(to: start + now, elapsed: 40 + now, chorus: moment(start + now, presences))
    }
    dream.show(in: frame)
    return frame
  }

  private func event(_ kind: SleepEvent.Kind, at onset: Double, direction: Int8 = 0) -> SleepEvent {
    SleepEvent(
      kind: kind, onsetSeconds: onset, durationSeconds: 1, amplitudeMicrovolts: 120,
      frequencyHz: kind == .spindle ? 13 : nil, direction: direction)
  }

  @Test("with nobody there the frames are those of one who dreams alone, bit for bit")
  func alone() {
    let night = madeUpNight([.rem, .rem])
    let single = frame(dream(night)), joined = dream(night)
    joined.join([madeUpNight([.n2, .n2]), nil, madeUpNight([.n3, .n3])])
    #expect(frame(joined).difference(from: single) == 0)
  }

  @Test("who joins is seen, and the frames are the same at every level and with any number of threads")
  func seen() {
    let night = madeUpNight([.rem, .rem]), other = madeUpNight([.n2, .n2], events: [event(.spindle, at: 0.5)])
    let single = frame(dream(night))
    var frames: [Frame] = []
    for level in KernelLevel.allCases where level.isAvailable {
      for threads in [1, 3] {
        let chorus = dream(night, threads: threads, level: level)
        chorus.join([other, other])
        frames.append(frame(chorus, presences: [1, 0.5]))
      }
    }
    #expect(frames[0].difference(from: single) > 1)
    for frame in frames.dropFirst() { #expect(frame.difference(from: frames[0]) == 0) }
  }

  @Test("stages blend with one voice each, and always make one together")
  func stages() {
    var chorus = Chorus(), ripples = Ripples(), swell = Swell()
    let dreamers = [Dreamer(madeUpNight([.n3])), Dreamer(madeUpNight([.rem]))]
    chorus.advance(
      dreamers, to: moment(1, [1, 0.5]), seconds: 0.05, elapsed: 1, seed: 1, widthUnits: 3.5, ripples: &ripples,
      swell: &swell)
    let blended = chorus.blended(StageWeights(.wake))
    #expect(abs(StageWeights.stages.reduce(0) { $0 + blended[$1] } - 1) < 1e-9)
    #expect(blended[.wake] == blended[.n3] && blended[.n3] > blended[.rem] && blended[.rem] > 0)
    #expect(chorus.size == 1.5)
  }

  @Test("rhythms are the mean of all, and the stage stays the first one's")
  func rhythms() {
    var chorus = Chorus(), ripples = Ripples(), swell = Swell()
    let deep = feltNight(.n3) { feature, _ in feature == .delta ? 3 : 0 }
    chorus.advance(
      [Dreamer(deep), Dreamer(deep)], to: moment(5, [1, 1]), seconds: 0.05, elapsed: 1, seed: 1, widthUnits: 3.5,
      ripples: &ripples, swell: &swell)
    let own = Drivers(night: feltNight(.rem), at: 5), blended = chorus.blended(own)
    #expect(abs(blended.delta - 2) < 1e-9 && blended.stage == .rem)
    #expect(Chorus().blended(own) == own)
  }

  @Test("where a dreamer's eyes move the picture moves, and far from them it does not")
  func gaze() {
    let still = madeUpNight([.rem, .rem])
    let looking = madeUpNight([.rem, .rem], events: [event(.eyeMovement, at: 1.2, direction: 1)])
    var frames: [Frame] = []
    for night in [still, looking] {
      let chorus = dream(still)
      chorus.join([night])
      frames.append(frame(chorus, presences: [1]))
    }
    let place = Chorus.place(of: 0, widthUnits: 2 * 256 / 144.0)
    let x = Int(128 + place.x * 72), y = Int(72 + place.y * 72)
    var near = 0.0, far = 0.0
    for dy in -12...12 {
      for dx in -12...12 {
        near += Double(abs(frames[0].luma(x + dx, y + dy) - frames[1].luma(x + dx, y + dy)))
        far += Double(abs(frames[0].luma(240 + dx, 72 + dy) - frames[1].luma(240 + dx, 72 + dy)))
      }
    }
    #expect(near > 3 * far, "near \(near), far \(far)")
  }

  @Test("places lie in the picture, whatever its form, and none on another")
  func places() {
    for width in [1.0, 2, 3.56] {
      let places = (0..<ChorusMoment.most).map { Chorus.place(of: $0, widthUnits: width) }
      for (number, place) in places.enumerated() {
        #expect(abs(place.x) < width / 2 && abs(place.y) < 1)
        for other in places[..<number] {
          #expect((place.x - other.x) * (place.x - other.x) + (place.y - other.y) * (place.y - other.y) > 0.02)
        }
      }
    }
  }

  @Test("what is kept between two frames and put back goes on bit for bit")
  func kept() {
    let night = madeUpNight([.rem, .n2, .rem]),
      other = madeUpNight([.n2, .rem, .n3], events: [event(.spindle, at: 0.4)])
    let presences = [1, 0, 0.7]
    let first = dream(night)
    first.join([other, nil, other])
    _ = frame(first, presences: presences)
    var ledger = StateLedger()
    first.exchange(with: &ledger)
    let second = dream(night)
    second.join([other, nil, other])
    second.begin(at: 0, elapsed: 40)
    var back = StateLedger(puttingBack: ledger.bytes)
    second.exchange(with: &back)
    #expect(back.isSpent)
    let frames = [Frame(width: 256, height: 144), Frame(width: 256, height: 144)]
    for (index, dream) in [first, second].enumerated() {
      for step in 40..<50 {
        let now = Double(step) / 20
        dream.advance(to: now, elapsed: 40 + now, chorus: moment(now, presences))
      }
      dream.show(in: frames[index])
    }
    #expect(frames[0].difference(from: frames[1]) == 0)
  }

  @Test("the dreamers take turns with what pictures are about")
  func themes() {
    var chorus = Chorus(), ripples = Ripples(), swell = Swell()
    let report = DreamReport(awakeningSeconds: 60, recall: .full, text: "the sea, the ocean")
    let dreamers = [Dreamer(feltNight(.rem, reports: [report]))]
    let now = moment(5, [1])
    chorus.advance(
      dreamers, to: now, seconds: 0.05, elapsed: 1, seed: 1, widthUnits: 3.5, ripples: &ripples, swell: &swell)
    let themes = (4..<8).map { chorus.theme(ofPicture: $0, own: .fire, dreamers: dreamers, at: now) }
    #expect(themes == [.fire, .water, .fire, .water])
  }
}
