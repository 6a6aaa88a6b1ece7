import Journal
import Rehearsal
import Sequencer
import Show

extension Retelling {
  /// What was and what would have been, as scripts read it; lengths of time are seconds.
  var json: JSON {
    .object([
      "journal": .text(reader.path), "show": .text(other.show.fingerprint), "from": .instant(beginning),
      "to": .instant(wall(end)), "inputs": .optional(inputs), "passed_over": .list(passedOver.map(JSON.text)),
      "open_s": beside(before.timeOpen.json, after.timeOpen.json),
      "first_difference": comparison.difference.map { json($0) } ?? .null,
      "artworks": .list(artworks.map { json($0) }),
      "told": .object(changes(before.told, after.told, \.text)),
      "messages": .object(changes(before.messages, after.messages, \.self)),
      "left_out": .list(
        other.skipped.map { skip in
          .object(["reason": .text(skip.reason), "inputs": .optional(skip.count), "first_seq": .optional(skip.first)])
        }),
    ])
  }

  private func json(_ difference: DecisionComparison.Difference) -> JSON {
    func told(_ told: DecisionComparison.Told?) -> JSON {
      guard let told else { return .null }
      return .object([
        "at": .instant(wall(told.at)), "artwork": .optional(told.artwork?.text), "text": .text(told.sentence),
      ])
    }
    return .object([
      "seq": .optional(difference.seq), "input": .optional(difference.input.seq), "was": told(difference.was),
      "would_be": told(difference.wouldBe),
    ])
  }

  private func json(_ artwork: ArtworkID) -> JSON {
    let (was, would) = (before.scenes(of: artwork), after.scenes(of: artwork))
    let (fired, firing) = (before.triggers[artwork] ?? [:], after.triggers[artwork] ?? [:])
    let only = onlyTransitions(of: artwork)
    return .object([
      "artwork": .text(artwork.text),
      "scenes": .list(
        scenes(of: artwork).map { scene in
          .object([
            "scene": .text(scene.text), "was": was[scene]?.json ?? .null, "would_be": would[scene]?.json ?? .null,
          ])
        }),
      "triggers": .list(
        triggers(of: artwork).map { trigger in
          .object([
            "trigger": .text(trigger.text), "was": fired[trigger]?.json ?? .null,
            "would_be": firing[trigger]?.json ?? .null,
          ])
        }),
      "only_was": .list(only.was.map { before.json($0) }), "only_would_be": .list(only.wouldBe.map { after.json($0) }),
      "draws": .object(changes(before.draws[artwork] ?? [:], after.draws[artwork] ?? [:], \.text)),
      "airtime": .object(airtime(of: artwork)),
    ])
  }

  private func airtime(of artwork: ArtworkID) -> [JSON.Member] {
    let (was, would) = (before.airtime(of: artwork), after.airtime(of: artwork))
    return Set(was.keys).union(would.keys).sorted().map { source in
      let (left, right) = (was[source] ?? [:], would[source] ?? [:])
      let names = Set(left.keys).union(right.keys).sorted().map { name in
        JSON.Member(name: name, value: beside((left[name] ?? .zero).json, (right[name] ?? .zero).json))
      }
      return JSON.Member(name: source.text, value: .object(names))
    }
  }

  private func changes<Key: Hashable & Comparable>(
    _ was: [Key: Int], _ wouldBe: [Key: Int], _ name: (Key) -> String
  ) -> [JSON.Member] {
    Set(was.keys).union(wouldBe.keys).sorted().map { key in
      JSON.Member(
        name: name(key), value: beside(.number(Double(was[key] ?? 0)), .number(Double(wouldBe[key] ?? 0))))
    }
  }

  private func beside(_ was: JSON, _ wouldBe: JSON) -> JSON { .object(["was": was, "would_be": wouldBe]) }
}

extension TimeSpan {
  fileprivate var json: JSON { .number(inSeconds) }
}

extension HallTally.SceneCount {
  fileprivate var json: JSON {
    .object(["count": .optional(count), "time_s": .number(time.inSeconds), "open_s": .number(timeOpen.inSeconds)])
  }
}

extension HallTally.TriggerCount {
  fileprivate var json: JSON {
    .object(["fired": .optional(fired), "not_fired": .optional(notFired), "last_reason": .optional(lastReason)])
  }
}

extension HallTally {
  fileprivate func json(_ way: Transition) -> JSON {
    .object([
      "from": .optional(way.from?.text), "to": .text(way.to.text), "times": .optional(transitions[way]?.times),
      "text": .optional(transitions[way]?.sentence),
    ])
  }
}
