/// Why a stager's probabilities cannot be used.
public enum StageProbabilitiesError: Error, Hashable, CustomStringConvertible {
  /// The bytes cannot be had.
  case file(FileError)
  /// The file is too long, not UTF-8, or has no line.
  case notText
  /// The head does not name the columns.
  case columns
  /// A line has no five probabilities.
  case lineUnreadable(Int)
  /// The probabilities of a line do not sum to 1.
  case notOne(line: Int)

  /// What is wrong, where, and the way out.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .notText: "the probabilities are no UTF-8 text of at most 16 MiB: export them as CSV"
    case .columns: "line 1 of the probabilities does not name the columns W, N1, N2, N3 and R: write them as the head"
    case .lineUnreadable(let line):
      "line \(line) of the probabilities has no number from 0 to 1 in each of the columns W, N1, N2, N3, R"
    case .notOne(let line): "line \(line) of the probabilities: they do not sum to 1 (0.98 to 1.02 is let pass)"
    }
  }
}

/// What a stager outside of this library believes of each epoch: five probabilities, one line an epoch of 30 s.
///
/// The head names the columns `W`, `N1`, `N2`, `N3` and `R` (or `REM`) in any order; other columns are passed over.
public struct StageProbabilities: Sendable, Hashable {
  /// The stages that have a probability, in the order of `rows`.
  public static let stages: [Stage] = [.wake, .n1, .n2, .n3, .rem]
  /// For each epoch the probabilities, 0 to 1, in the order of `stages`.
  public let rows: [[Float]]

  private static let mostBytes = 16 << 20
  private static let sums: ClosedRange<Float> = 0.98...1.02

  /// Reads probabilities.
  ///
  /// - Parameter path: where they are.
  /// - Throws: `StageProbabilitiesError`.
  public init(path: String) throws(StageProbabilitiesError) {
    let bytes: MappedBytes
    do { bytes = try MappedBytes(path: path) } catch { throw .file(error) }
    guard bytes.count <= Self.mostBytes else { throw .notText }
    try self.init(bytes.bytes(in: 0..<bytes.count))
  }

  /// Reads probabilities that are in memory.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: `StageProbabilitiesError`.
  public init(_ bytes: [UInt8]) throws(StageProbabilitiesError) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
    let records = SeparatedValues.records(of: text)
    guard let head = records.first else { throw .notText }
    let names = head.map { Stage(wording: $0.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }) }
    let places = Self.stages.map { names.firstIndex(of: $0) }
    let columns = places.compactMap { $0 }
    guard columns.count == Self.stages.count else { throw .columns }
    var rows: [[Float]] = []
    for (index, record) in records.enumerated().dropFirst() {
      let values = columns.map { column in
        column < record.count ? Float(record[column].filter { !$0.isWhitespace }) : nil
      }
      let row = values.compactMap { $0 }
      guard row.count == Self.stages.count, row.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
        throw .lineUnreadable(index + 1)
      }
      guard Self.sums.contains(row.reduce(0, +)) else { throw .notOne(line: index + 1) }
      rows.append(row)
    }
    guard !rows.isEmpty else { throw .notText }
    self.rows = rows
  }

  /// The stages that are believed most, and how much.
  ///
  /// - Parameter count: how many epochs the night has.
  /// - Returns: an entry for each; `unknown` and 0 beyond the last line. Of equal probabilities the lighter sleep counts.
  public func stages(count: Int) -> [(stage: Stage, sure: Float)] {
    (0..<max(0, count)).map { index in
      guard index < rows.count, let most = rows[index].max(), let place = rows[index].firstIndex(of: most) else {
        return (.unknown, 0)
      }
      return (Self.stages[place], most)
    }
  }
}
