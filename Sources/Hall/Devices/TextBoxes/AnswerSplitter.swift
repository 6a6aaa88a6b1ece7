import Show

/// Cuts what a box says into answers, as its description tells.
struct AnswerSplitter: Hashable, Sendable {
  /// The most bytes of an answer.
  static let longestAnswer = 65_536

  private let cut: BoxCut?
  /// What has no end yet.
  private(set) var rest: [UInt8] = []
  /// Whether an answer was longer than is taken; nothing that comes after makes sense.
  private(set) var isOverlong = false

  /// A splitter that has seen nothing.
  ///
  /// - Parameter cut: where answers end; nothing where each read is one, as a datagram is.
  init(_ cut: BoxCut?) { self.cut = cut }

  /// Takes bytes; returns the answers that they end.
  mutating func take(_ bytes: [UInt8]) -> [[UInt8]] {
    guard let cut else { return [bytes] }
    var answers: [[UInt8]] = []
    for byte in bytes {
      rest.append(byte)
      switch cut {
      case .length(let length) where rest.count >= length: answers.append(rest)
      case .ends(let ends):
        guard let end = ends.first(where: { rest.count >= $0.count && rest.suffix($0.count).elementsEqual($0) }) else {
          guard rest.count > Self.longestAnswer else { continue }
          isOverlong = true
          return answers
        }
        if rest.count > end.count { answers.append(Array(rest.dropLast(end.count))) }
      default: continue
      }
      rest.removeAll(keepingCapacity: true)
    }
    return answers
  }

  /// Forgets what has no end yet.
  mutating func forget() { rest = [] }
}
