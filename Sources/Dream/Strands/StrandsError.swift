/// Why a file cannot become strands, or strands cannot become a file; says where and the way out.
public enum StrandsError: Error, Hashable, CustomStringConvertible {
  /// The file has more bytes than a code takes.
  case tooLong(byteCount: Int, atMost: Int)
  /// A line, from 1, holds a letter that is no base, at a column from 1.
  case noBase(line: Int, column: Int)
  /// There is no strand.
  case noStrands
  /// No strand has a length that the code writes; the first is on a line, so many bases long.
  case wrongLength(line: Int, baseCount: Int)
  /// Two lines tell of different files.
  case mixed(line: Int, otherLine: Int)
  /// No strand that can still be read says what the file is.
  case noLabel

  /// What went wrong, where, and the way out.
  public var description: String {
    switch self {
    case .tooLong(let count, let most): "the file has \(count) bytes, and at most \(most) are taken: split it"
    case .noBase(let line, let column): "line \(line), column \(column): no base: only A, C, G and T stand in a strand"
    case .noStrands: "there is no strand: give a file with one strand a line"
    case .wrongLength(let line, let count):
      "line \(line): \(count) bases: a strand has 117, or 148 to 272, four a byte: give a file of `dna encode`"
    case .mixed(let line, let other): "lines \(line) and \(other) tell of different files: give the strands of one"
    case .noLabel: "no strand that can be read says what the file is: give more strands of it"
    }
  }
}
