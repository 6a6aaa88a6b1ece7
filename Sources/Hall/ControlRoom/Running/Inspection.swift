import Journal
import MQTTLink
import Sequencer

/// How a control room is at a moment, for a simulated world that checks it.
package struct Inspection: Sendable {
  /// The show, and all that is remembered of it.
  package var sequencer: Sequencer
  /// How it gets on with its journal.
  package var handover: JournalHandover
  /// Whether it is connected to the broker.
  package var isLinked: Bool
  /// Whether all that was stepped is on disk.
  package var isAllCommitted: Bool
  /// The number that the next row has.
  package var nextSeq: Int64
  /// Messages that were received and not taken.
  package var waitingMessages: Int
  /// Commands that wait for a slow disk.
  package var heldCommands: Int
  /// Rows that are gathered for the next commit.
  package var gatheredRows: Int
  /// Messages that wait to be sent or confirmed.
  package var waitingPublications: Int
}

extension ControlRoom {
  /// How it is now; on its loop's thread only.
  package nonisolated func inspected() -> Inspection {
    assumeIsolated { room in
      Inspection(
        sequencer: room.sequencer, handover: room.handover, isLinked: room.link?.isConnected == true,
        isAllCommitted: room.handover.phase == .idle && !room.handover.isUnderWay && room.open.isEmpty
          && room.lastCommitted == room.nextSeq - 1,
        nextSeq: room.nextSeq, waitingMessages: room.inbox.count, heldCommands: room.heldCommands.count,
        gatheredRows: room.open.group.entries.count, waitingPublications: room.link?.waitingPublications ?? 0)
    }
  }
}
