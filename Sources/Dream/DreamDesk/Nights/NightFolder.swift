import Glibc
import SleepLab

/// A folder of prepared nights, which messages name by id and never by path.
struct NightFolder: Sendable {
  /// Why a name gives no night.
  enum Fault: Error, Hashable, CustomStringConvertible {
    case badName
    case absent(String)
    case unusable(String, why: String)
    case refused(String, ConsentRefusal)

    var description: String {
      switch self {
      case .badName: "a night's name is 1 to 64 letters, digits, dots, dashes and underscores, not a path"
      case .absent(let name): "there is no night \"\(name)\" here: prepare it with `reverie prepare`"
      case .unusable(let name, let why): "the night \"\(name)\" cannot be used: \(why)"
      case .refused(let name, let refusal): "the night \"\(name)\" is not shown: \(refusal)"
      }
    }
  }

  /// Largest prepared night that is read, in bytes.
  static let bytesAtMost = 256 << 20

  let path: String

  /// Whether a name may be a night's.
  static func isName(_ name: String) -> Bool {
    guard (1...64).contains(name.utf8.count), !name.hasPrefix("."), !name.hasPrefix("-") else { return false }
    return name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 46 || byte == 45
        || byte == 95
    }
  }

  /// Where a night of a name lies, if there is one.
  func file(of name: String) -> String { "\(path)/\(name).night" }

  /// Opens a night by its name.
  ///
  /// - Parameters:
  ///   - name: `demo` is the file `demo.night` of the folder: a plain file, no link.
  ///   - use: what it is opened for, which its consent must permit.
  ///   - nowUnixSeconds: the instant that the consent is asked for.
  func night(
    named name: String, for use: PermittedUse, nowUnixSeconds: Double
  ) throws(Fault) -> OpenedNight {
    guard NightFolder.isName(name) else { throw .badName }
    let file = file(of: name)
    // O_NONBLOCK: opening a pipe must not wait for its writer; it is then refused for what it is.
    let descriptor = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .absent(name) : .unusable(name, why: "it is no plain file that can be read")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unusable(name, why: "it is no plain file")
    }
    guard status.st_size <= NightFolder.bytesAtMost else { throw .unusable(name, why: "it is too large") }
    let place = NightPlace(path: file)
    let night: Night
    // The descriptor's own name maps the very file that was looked at, whatever has the name by now.
    do throws(NightFileError) { night = try NightFile.read(path: "/proc/self/fd/\(descriptor)") } catch {
      throw .unusable(name, why: error.description)
    }
    if let refusal = night.consent.refusal(of: use, nowUnixSeconds: nowUnixSeconds) { throw .refused(name, refusal) }
    return OpenedNight(night: night, place: place)
  }
}
