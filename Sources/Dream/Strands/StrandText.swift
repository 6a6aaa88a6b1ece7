/// Strands as text: one a line, A, C, G and T in either case; empty lines and lines that begin with `#`, `;` or `>` are
/// comments.
public enum StrandText {
  /// The text of strands.
  ///
  /// - Parameter strands: letters in ASCII.
  /// - Returns: one strand a line, each with its end.
  public static func text(of strands: [[UInt8]]) -> [UInt8] { strands.flatMap { $0 + [10] } }

  /// Reads strands.
  ///
  /// - Parameter text: bytes of a file; lines end with LF or CR LF.
  /// - Returns: strands in capitals, and the line of each, from 1.
  /// - Throws: `noBase` with the place, or `noStrands`.
  public static func strands(in text: [UInt8]) throws(StrandsError) -> (strands: [[UInt8]], lines: [Int]) {
    var strands: [[UInt8]] = []
    var lines: [Int] = []
    for (index, line) in text.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let letters = line.last == 13 ? line.dropLast() : line
      guard let first = letters.first, !Array("#;>".utf8).contains(first) else { continue }
      let capitals = letters.map { $0 >= 97 && $0 <= 122 ? $0 - 32 : $0 }
      if let column = capitals.firstIndex(where: { !Bases.letters.contains($0) }) {
        throw .noBase(line: index + 1, column: column + 1)
      }
      strands.append(capitals)
      lines.append(index + 1)
    }
    guard !strands.isEmpty else { throw .noStrands }
    return (strands, lines)
  }
}
