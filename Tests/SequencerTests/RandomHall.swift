import Rehearsal
import Sequencer
import Show

/// SplitMix64 (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195): the same numbers for a seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Random shows and random days, from a seed.
struct RandomHall {
  var random: SeededGenerator
  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func span(_ seconds: ClosedRange<Int>) -> TimeSpan {
    .milliseconds(Int64(Int.random(in: seconds, using: &random)) * 500)
  }
  private mutating func flip() -> Bool { Bool.random(using: &random) }
  private let sceneNames: [SceneID] = ["calm", "a", "b", "c", "dark"]

  mutating func show() -> Show {
    let artworks: [ArtworkID] = ["work", "other"]
    var hall = TestShow.hall(artworks)
    hall.devices["lamp"]?.merge = flip() ? .htp : .ltp
    return Show(
      hall: hall,
      artworks: artworks.map { id in
        Artwork(
          id: id, start: "calm", closed: "dark", priority: flip() ? 50 : 60, inputs: ["someone": TestShow.presence],
          counters: [Counter(name: "claps", range: 0...6)],
          pools: ["stills": Pool(id: "stills", order: .noRepeat, items: ["one", "two", "three", "four"])],
          rotations: ["turns": Rotation(id: "turns", items: .scenes(["a", "b"]))],
          scenes: sceneNames.map { scene($0) })
      }, fingerprint: "random")
  }

  private mutating func scene(_ id: SceneID) -> Scene {
    Scene(
      id: id, cues: list((0..<Int.random(in: 0...4, using: &random)).map { _ in part(depth: 0) }),
      triggers: id == "dark"
        ? [] : (0..<Int.random(in: 1...4, using: &random)).map { trigger(TriggerID("\(id)/\($0)")) },
      release: span(0...4), keep: flip() ? ["lamp.color"] : [])
  }

  /// A cue, or a group of some that takes time in each round.
  private mutating func part(depth: Int) -> Part {
    guard depth < 2, Int.random(in: 0..<4, using: &random) == 0 else { return .cue(cue(inGroup: depth > 0)) }
    let orders: [GroupOrder] = [.together, .inOrder, .oneOf(.random), .oneOf(.noRepeat)]
    let loop: CueLoop? = flip() ? CueLoop(times: flip() ? Int.random(in: 1...5, using: &random) : nil) : nil
    let order = orders.randomElement(using: &random) ?? .together
    let rest = Part.cue(Cue(action: say("rest"), thenWait: span(1...6)))
    // Every member of a choice takes time, so that no round can be over at once.
    let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ in part(depth: depth + 1) }
    let members = parts.map {
      if case .cue(var cue) = $0 { cue.thenWait = span(1...3); return Part.cue(cue) } else { return $0 }
    }
    return group(
      order, name: depth == 0 ? "wave" : nil, loop: loop, wait: span(0...4),
      follow: flip() ? .continue : .end(within: span(2...30)), members + [rest])
  }

  private mutating func cue(inGroup: Bool) -> Cue {
    let start: CueStart = inGroup || flip() ? .wait(span(0...10)) : .at(span(0...20))
    let follow: Follow = flip() ? .continue : .end(within: span(1...20))
    return Cue(
      start: start, action: action(), over: flip() ? span(0...8) : .zero,
      curve: Curve.allCases.randomElement(using: &random) ?? .linear,
      follow: follow, every: !inGroup && Int.random(in: 0..<6, using: &random) == 0 ? span(2...10) : nil,
      onFailure: flip() ? .continue : .retry(count: 2, within: .seconds(4)))
  }

  private mutating func action() -> Action {
    switch Int.random(in: 0..<10, using: &random) {
    case 6: .still(["screen": "stills"])
    case 7: .play(["voice": Playback(media: .next("stills"))])
    case 8: .count(["work/claps": flip() ? .add(1) : .set(0)])
    case 9: .release("wave")
    case 0: level("lamp.level", Double.random(in: 0...1, using: &random))
    case 1: .set(["lamp.color": .plain(.text(flip() ? "#102030" : "#ffeedd")), "exit.level": .plain(.number(0.25))])
    case 2: .dream("screen", Dream(night: "demo", stage: Dream.stages.randomElement(using: &random), speed: 60))
    case 3: .play(["voice": Playback(media: "poem", gain: -6)])
    case 4: .note("a note")
    default: say("message")
    }
  }

  private mutating func trigger(_ id: TriggerID) -> Trigger {
    let destination = sceneNames.dropLast().randomElement(using: &random) ?? "calm"
    let event: TriggerEvent =
      switch Int.random(in: 0..<9, using: &random) {
      case 8: .level("work/claps", .above, .number(2), rearm: .below(1))
      case 0: .level(TestShow.presence, .equal, .flag(flip()), rearm: nil)
      case 1: .level(TestShow.count, .above, .number(8), rearm: .below(5))
      case 2: .becomes(TestShow.presence, .flag(flip()))
      case 3: .changes(TestShow.count)
      case 4: .rises(TestShow.count, above: 5, rearm: nil)
      case 5: .mediaEnds(nil)
      case 6: .timelineEnds
      default: .after(span(2...60))
      }
    return Trigger(
      id: id, event: event, holdsFor: flip() ? span(0...10) : .zero, unlessFor: flip() ? span(0...3) : .zero,
      debounce: flip() ? span(0...3) : .zero, atMostEvery: flip() ? span(0...20) : .zero,
      when: flip() ? .constant(true) : .compare(.sensor(TestShow.count), .below, .number(10)), whenText: "count < 10",
      actions: flip()
        ? (flip() ? go(destination) : [TimedAction(.goNext("turns"))]) : [TimedAction(action(), over: span(0...4))],
      mode: flip() ? .single : .restart)
  }

  /// What happens next, and after how long.
  mutating func event() -> (TimeSpan, InputEvent) {
    let wait = TimeSpan.milliseconds(Int64.random(in: 0...20_000, using: &random))
    let event: InputEvent =
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<7: .reading(sensor: TestShow.presence, value: .flag(flip()), arrival: flip() ? .live : .held)
      case 7..<12:
        .reading(sensor: TestShow.count, value: .number(Double(Int.random(in: 0...20, using: &random))), arrival: .live)
      case 12:
        .report(
          device: "voice",
          report: DeviceReport(rev: Int64.random(in: 0...500, using: &random), state: flip() ? "ended" : "playing"))
      case 13: .availability(device: "screen", online: flip())
      case 14: .reading(sensor: TestShow.fire, value: .flag(Int.random(in: 0..<4, using: &random) == 0), arrival: .live)
      case 15: .restarted(outage: flip() ? .seconds(5) : .hours(1))
      default:
        .command(Command(id: "\(random.next())", by: "desk", act: act(), end: flip() ? .after(span(2...60)) : nil))
      }
    return (wait, event)
  }

  private mutating func act() -> CommandAct {
    let id: ArtworkID = flip() ? "work" : "other"
    return switch Int.random(in: 0..<14, using: &random) {
    case 0: .go(id, sceneNames.randomElement(using: &random))
    case 1: .next(id)
    case 2: .hold(id)
    case 3: .resume(id)
    case 4: .stop(id, StopManner.allCases.randomElement(using: &random) ?? .now)
    case 5: .mode(id, ArtworkMode.allCases.randomElement(using: &random) ?? .auto)
    case 6: .blackout(on: flip())
    case 7: .hall(flip() ? .open : .close)
    case 8: .hall(flip() ? .mode("cleaning") : .auto)
    case 9: .releaseAlarm
    case 10: .override("lamp.level", .number(Double.random(in: 0...1, using: &random)))
    case 11: .release("lamp.level")
    case 12: .skip(id)
    default: .sense(TestShow.presence, .flag(flip()))
    }
  }
}
