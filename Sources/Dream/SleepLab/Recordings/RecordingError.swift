/// Why a recording is refused as a whole: its header cannot be read. It cites byte offsets, never names.
public enum RecordingError: Error, Hashable, CustomStringConvertible {
  /// The bytes cannot be had.
  case file(FileError)
  /// The file holds nothing.
  case empty
  /// The file does not begin like EDF or BDF.
  case notARecording
  /// The file ends inside its header.
  case headerCut(atByte: Int, needed: Int)
  /// A header field that everything depends on is not a number.
  case fieldUnreadable(String, atByte: Int)

  /// What is wrong, where, and the way out.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .empty: "byte 0: the file is empty: copy the recording again"
    case .notARecording:
      "byte 0: the file begins neither like EDF (\"0\") nor like BDF (0xFF \"BIOSEMI\"): "
        + "export the recording as EDF, EDF+ or BDF"
    case .headerCut(let offset, let needed):
      "byte \(offset): the file ends inside its header, which needs \(needed) bytes: copy the recording again"
    case .fieldUnreadable(let field, let offset):
      "byte \(offset): the header's \(field) is not a number that can be: export the recording again"
    }
  }
}
