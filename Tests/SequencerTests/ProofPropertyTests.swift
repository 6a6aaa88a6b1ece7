import Rehearsal
import Sequencer
import Show
import Testing

@Suite("The proof against random days")
struct ProofPropertyTests {
  @Test("a scene that a random day reaches is a scene that the proof reached", arguments: UInt64(0)..<24)
  func sound(seed: UInt64) {
    var random = RandomHall(seed: seed)
    let show = random.show()
    let proofs = Dictionary(
      uniqueKeysWithValues: show.artworks.map { ($0.id, ShowProof(of: show).artwork($0.id)) })
    for _ in 0..<2 {
      for reached in day(of: show, &random) {
        guard let proof = proofs[reached.artwork], proof.isComplete else { continue }
        // Where it goes round without time passing the search ends at once, as the show has to be mended first.
        if proof.findings.contains(where: { $0.kind == .circle }) { continue }
        #expect(
          proof.reached.contains(reached.place),
          "seed \(seed): \(reached.artwork) in \(reached.place) by \(reached.how)")
      }
    }
  }

  private struct Seen: Hashable {
    var artwork: ArtworkID
    var place: ArtworkProof.Reached
    var how: String
  }

  /// The scenes that a day without operators at the artworks comes through, and how each was entered first.
  private func day(of show: Show, _ random: inout RandomHall) -> [Seen] {
    var hall = VirtualHall(show: show, wall: WallInstant(milliseconds: 1_749_549_600_000), devicesAnswer: true)
    var seen: [ArtworkID: [ArtworkProof.Reached: String]] = [:]
    _ = hall.takeMoments()
    hall.feed(.command(Command(id: "open", by: "desk", act: .hall(.open))))
    func look() {
      for decision in hall.takeMoments().flatMap(\.step.decisions) where decision.kind == .scene {
        guard let id = decision.artwork, let to = decision.to else { continue }
        let reached = ArtworkProof.Reached(to, in: hall.sequencer.state.phase.phase)
        seen[id, default: [:]][reached] = decision.sentence
      }
    }
    for _ in 0..<120 {
      let (wait, event) = random.event()
      let limit = hall.now + wait
      while hall.advanceToDeadline(before: limit) { look() }
      if Self.isOfVisitors(event) { hall.feed(event) }
      look()
    }
    return seen.sorted { $0.key < $1.key }.flatMap { id, places in
      places.map { Seen(artwork: id, place: $0.key, how: $0.value) }
    }
  }

  private static func isOfVisitors(_ event: InputEvent) -> Bool {
    switch event {
    case .reading(TestShow.fire, _, _): false
    case .reading, .report, .availability: true
    case .command(let command): if case .hall = command.act { true } else { false }
    default: false
    }
  }
}
