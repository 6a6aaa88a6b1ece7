import Journal

/// The journal as the control room needs it: something that commits groups, and looks an old answer up.
protocol JournalPort: Sendable {
  /// Commits a group; the completion may be called on any thread, in the order of submission.
  func submit(_ group: Journal.Group, completion: @escaping @Sendable (Result<Void, JournalFault>) -> Void)
  /// Ends once all that waits is committed.
  func close(withinSeconds seconds: Double) -> Bool
}

extension JournalWriter: JournalPort {}
