import Foundation

/// Puts a damaged journal aside, whole, and begins a new one in its place.
///
/// What is to be done is written down first, in a file beside the journal, so that whatever step a crash cuts off,
/// the next opening does the rest and the finding is not lost: first the files are moved, then the plan says so,
/// then the new journal is put into the place, then the plan is removed.
struct Quarantine {
  /// What is to be done.
  struct Plan: Codable {
    /// Number of the quarantine, from 1.
    var number: Int
    /// Why.
    var finding: JournalFinding
    /// Whether the files were moved.
    var moved: Bool
    /// The last number known of the damaged journal.
    var lastSeq: Int64
  }

  let paths: JournalPaths
  private(set) var plan: Plan
  /// What the damaged journal could still prove; read once it was moved.
  private(set) var salvage: Salvage?

  /// Where the damaged files go.
  var place: JournalPaths { paths.quarantine(plan.number) }

  /// Plans a quarantine, and writes the plan down.
  ///
  /// - Parameters:
  ///   - paths: the journal's files.
  ///   - finding: why.
  ///   - lastSeq: the last number known of it.
  /// - Throws: what failed; then nothing has happened.
  init(_ paths: JournalPaths, because finding: JournalFinding, lastSeq: Int64) throws(JournalFault) {
    self.paths = paths
    var number = 1
    while Self.isTaken(paths.quarantine(number)) { number += 1 }
    plan = Plan(number: number, finding: finding, moved: false, lastSeq: lastSeq)
    try write()
  }

  /// Takes up a quarantine that was cut off.
  ///
  /// - Parameter paths: the journal's files.
  /// - Returns: nil where there is none.
  init?(resuming paths: JournalPaths) {
    guard let content = try? Data(contentsOf: URL(fileURLWithPath: paths.intent)),
      let plan = try? JSONDecoder().decode(Plan.self, from: content)
    else { return nil }
    self.paths = paths
    self.plan = plan
  }

  private static func isTaken(_ place: JournalPaths) -> Bool {
    [place.database, place.log, place.sharedIndex, place.mark].contains(where: JournalPaths.exists)
  }

  /// Does what is planned, from where it was cut off.
  ///
  /// - Parameter moment: when the new journal is begun.
  /// - Returns: how the new journal came to be.
  /// - Throws: what failed; then it can be taken up again.
  mutating func perform(at moment: Journal.Moment) throws(JournalFault) -> JournalOpening.Start {
    if !plan.moved {
      try JournalPaths.move(paths.log, to: place.log)
      try JournalPaths.move(paths.sharedIndex, to: place.sharedIndex)
      try JournalPaths.move(paths.mark, to: place.mark)
      try JournalPaths.move(paths.database, to: place.database)
      try paths.synchronizeFolder()
      plan.moved = true
      try write()
    }
    let hasDatabase = JournalPaths.exists(place.database)
    let salvage = Salvage(place.database)
    self.salvage = salvage
    if !JournalPaths.exists(paths.database) {
      let name = (place.database as NSString).lastPathComponent
      let body = Founding.Body(
        found: .init(code: plan.finding.code, text: plan.finding.description),
        quarantine: hasDatabase ? name : nil, after: plan.lastSeq)
      try Founding(paths, seq: plan.lastSeq + 1, body: body, carrying: salvage, at: moment).perform()
    }
    try JournalPaths.remove(paths.intent)
    try paths.synchronizeFolder()
    return .begunAnew(finding: plan.finding, quarantine: hasDatabase ? place.database : nil)
  }

  private func write() throws(JournalFault) {
    guard let content = try? JSONEncoder().encode(plan) else {
      throw .unexpected(path: paths.intent, detail: "the plan of a quarantine cannot be written as JSON")
    }
    let draft = paths.intent + ".new"
    try JournalPaths.remove(draft)
    try Self.writeDraft(Array(content), to: draft)
    try JournalPaths.move(draft, to: paths.intent)
    try paths.synchronizeFolder()
  }

  private static func writeDraft(_ content: [UInt8], to path: String) throws(JournalFault) {
    let file = try OwnedFile(path, O_RDWR | O_CREAT)
    for code in [file.write(content, at: 0), file.synchronize()] where code != 0 {
      throw OwnedFile.fault(code, path: path)
    }
  }
}
