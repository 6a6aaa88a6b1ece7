/// Why a prepared night cannot be used.
public enum NightFileError: Error, Hashable, CustomStringConvertible {
  /// The bytes cannot be had.
  case file(FileError)
  /// The file is no prepared night.
  case notANight
  /// The file was made by a version that is not known here.
  case version(UInt32)
  /// The file is cut short or was changed; the offset is that of the part whose digest is wrong.
  case damaged(atByte: Int)
  /// A value is not one that can be.
  case badValue(atByte: Int)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .notANight: "byte 0: this is no prepared night: make one with `reverie prepare RECORDING -o FILE.night`"
    case .version(let version):
      "byte 8: the night has version \(version), this program reads \(NightFile.version): prepare it again"
    case .damaged(let offset):
      "byte \(offset): the digest of what follows is wrong, the night is cut short or was changed: prepare it again"
    case .badValue(let offset): "byte \(offset): a value of the night is not one that can be: prepare it again"
    }
  }
}
