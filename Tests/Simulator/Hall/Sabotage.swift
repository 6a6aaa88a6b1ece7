/// A promise that is broken on purpose, so that the checks are seen to find it.
package enum Sabotage: String, CaseIterable, Sendable {
  /// The journal says that a group is on disk before it is: answers and effects come before their commit.
  case acknowledgesBeforeSync = "acknowledges-before-sync"
  /// A start forgets the answers that were given.
  case forgetsAnswers = "forgets-answers"
  /// A crash takes a group that was on disk.
  case losesCommittedRows = "loses-committed-rows"
  /// `expires` does not reach the daemon.
  case ignoresExpiry = "ignores-expiry"
  /// The mark of a retained command does not reach the daemon.
  case hidesRetained = "hides-retained"
  /// A start does not see what operators wanted of the blackout.
  case forgetsBlackout = "forgets-blackout"
  /// The broker drops what devices are to be.
  case dropsLevels = "drops-levels"
  /// A message of a cue is sent twice.
  case repeatsMoments = "repeats-moments"
}
