import Foundation
import Rehearsal
import Sequencer
import Show
import Testing

/// The seeds of a run: `REGIE_SEEDS=from..to` sets others.
private let seeds: [UInt64] = {
  let parts = (ProcessInfo.processInfo.environment["REGIE_SEEDS"] ?? "1..60").split(separator: ".").compactMap {
    UInt64($0)
  }
  return parts.count == 2 && parts[0] <= parts[1] ? Array(parts[0]...parts[1]) : [1]
}()

@Suite struct `Whatever happens` {
  /// A random show and a random day in it.
  private func run(_ seed: UInt64, events: Int = 120) -> VirtualHall {
    var source = RandomHall(seed: seed)
    var hall = VirtualHall(show: source.show())
    for _ in 0..<events {
      let (wait, event) = source.event()
      hall.advance(by: wait)
      hall.feed(event)
    }
    return hall
  }

  @Test(arguments: seeds) func `the same inputs give the same trace and the same state`(seed: UInt64) throws {
    let (one, two) = (run(seed), run(seed))
    #expect(one.trace == two.trace)
    #expect(try one.sequencer.state.digest() == two.sequencer.state.digest())
  }

  @Test(arguments: seeds) func `any prefix replayed from its journal equals live, also over a snapshot`(seed: UInt64)
    throws
  {
    let live = run(seed)
    let cut = Int(seed * 37 % UInt64(live.moments.count))
    var replayed = Sequencer(show: live.sequencer.show)
    for (place, moment) in live.moments.enumerated() {
      if place == cut {
        let text = Data(try replayed.state.canonicalJSON())
        replayed = Sequencer(show: replayed.show, state: try JSONDecoder().decode(HallState.self, from: text))
      }
      let adopting: Show? = if case .show = moment.input.event { live.sequencer.show } else { nil }
      let input = try JSONDecoder().decode(Input.self, from: JSONEncoder().encode(moment.input))
      #expect(replayed.step(input, adopting: adopting) == moment.step, "seed \(seed), input \(place)")
    }
    #expect(try replayed.state.digest() == live.sequencer.state.digest(), "seed \(seed)")
  }

  @Test(arguments: seeds) func `each scene begins where the one before ended: one active scene an artwork`(seed: UInt64)
  {
    var running: [ArtworkID: SceneID] = [:]
    for decision in run(seed).moments.flatMap(\.step.decisions) {
      guard let artwork = decision.artwork else { continue }
      if decision.kind == .scene {
        #expect(decision.from == running[artwork], "seed \(seed): \(decision.sentence)")
        running[artwork] = decision.to
      } else if decision.kind == .mode
        && (decision.sentence.contains("is stopped") || decision.sentence.contains("→ out-of-order"))
      {
        running[artwork] = nil
      }
    }
  }

  @Test(arguments: seeds) func `levels are in range at every instant of every fade`(seed: UInt64) {
    let hall = run(seed)
    for moment in hall.moments {
      for case .desired(let device, let desired) in moment.step.effects {
        guard let types = hall.sequencer.show.hall.devices[device]?.kind.properties else { continue }
        for (name, fade) in desired.properties {
          for part in 0...4 {
            let value = fade.value(at: fade.at + .milliseconds(fade.over.milliseconds * Int64(part) / 4))
            guard case .plain(let plain) = value, let type = types[name] else { continue }
            #expect(type.admits(plain), "seed \(seed): \(device).\(name.rawValue) = \(plain)")
          }
        }
      }
    }
  }

  @Test(arguments: seeds) func `numbers grow without gaps, deadlines lie ahead, nothing happens to what is stopped`(
    seed: UInt64
  ) {
    var hall = run(seed)
    var next: Int64 = 1
    for moment in hall.moments {
      #expect(moment.input.seq == next)
      next += moment.step.entryCount
    }
    #expect(hall.sequencer.nextDeadline.map { $0 > hall.now } ?? true)
    hall.feed(.reading(sensor: TestShow.fire, value: .flag(false), arrival: .live))
    hall.command(.releaseAlarm)
    hall.command(.stop("work", .now))
    hall.command(.stop("other", .now))
    let stopped = hall.moments.count
    var source = RandomHall(seed: seed ^ 0xFF)
    for _ in 0..<50 {
      let (wait, event) = source.event()
      hall.advance(by: wait)
      if case .command = event { continue }
      if case .reading(TestShow.fire, _, _) = event { continue }
      hall.feed(event)
    }
    let after = hall.moments.dropFirst(stopped).flatMap(\.step.decisions)
    #expect(after.filter { $0.kind == .scene || $0.kind == .cue }.isEmpty, "seed \(seed)")
  }
}
