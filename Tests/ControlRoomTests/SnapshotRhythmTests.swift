import Journal
import Show
import Testing

@testable import ControlRoom

@Suite("Snapshots are of what is on disk") struct SnapshotRhythmTests {
  private func at(_ seconds: Int64) -> ShowInstant { ShowInstant(milliseconds: seconds * 1000) }

  private func snapshot(_ seq: Int64) -> Journal.Snapshot {
    Journal.Snapshot(seq: seq, stateHash: "", state: "{}")
  }

  /// A rhythm in which one snapshot is being written.
  private func writing() -> SnapshotRhythm {
    var rhythm = SnapshotRhythm()
    rhythm.count()
    let began = [rhythm.begin(at: at(0)), rhythm.begin(at: at(300))]
    #expect(began == [false, true])
    return rhythm
  }

  @Test("one is handed out once its entry is on disk, and once") func ready() {
    var rhythm = writing()
    rhythm.written(snapshot(7))
    let taken = [6, 7, 8].map { rhythm.takeReady(upTo: $0)?.seq }
    #expect(taken == [nil, 7, nil])
  }

  @Test("one that waits when the journal fails is forgotten") func waiting() {
    var rhythm = writing()
    rhythm.written(snapshot(7))
    rhythm.forget()
    let taken = rhythm.takeReady(upTo: 100)
    #expect(taken == nil)
  }

  @Test("one that is being written when the journal fails is forgotten, and the next is not") func beingWritten() {
    var rhythm = writing()
    rhythm.forget()
    rhythm.written(snapshot(7))
    let lost = rhythm.takeReady(upTo: 100)
    rhythm.count()
    let begins = rhythm.begin(at: at(600))
    rhythm.written(snapshot(120))
    let kept = rhythm.takeReady(upTo: 120)?.seq
    #expect(lost == nil && begins && kept == 120)
  }
}
