import Foundation
import Show

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A configuration that cannot be used: every fault of its file.
public struct ConfigurationFaults: Error, Hashable, Sendable, CustomStringConvertible {
  /// All that is wrong, each with its place.
  public var faults: [Fault]

  /// The faults of a configuration.
  public init(faults: [Fault]) { self.faults = faults }

  /// One fault a line.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Reads the text of a configuration's file.
enum ConfigurationText {
  /// The text of a file; nothing if there is none.
  static func ofFile(_ path: String) throws(ConfigurationFaults) -> String? {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw faults(path, "this file cannot be opened", "allow the program's user to read it")
    }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw faults(path, "this is no regular file", "name a file of text")
    }
    guard let bytes = try? handle.read(upToCount: WrittenReader.mostBytes + 1) ?? Data() else {
      throw faults(path, "this file cannot be read", "check the disk, and that the program's user may read it")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw faults(path, "this is not UTF-8", "save the file as UTF-8")
    }
    return text
  }

  /// Reads a text's keys and gives them to a closure; an empty text has none.
  static func read<Result>(
    _ text: String, file: String, _ what: String, keys: [String], _ make: (Fields) -> Result
  ) throws(ConfigurationFaults) -> Result {
    let list = FaultList(file: file)
    var written = Written(content: .map([]), place: .start)
    if text.contains(where: { $0.isWhitespace == false }) {
      written = WrittenReader.read(text, list) ?? written
    }
    guard list.hasFaults == false, let fields = Fields(written, what, keys: keys, list) else {
      throw ConfigurationFaults(faults: list.inOrder)
    }
    let result = make(fields)
    guard list.hasFaults == false else { throw ConfigurationFaults(faults: list.inOrder) }
    return result
  }

  private static func faults(_ file: String, _ message: String, _ hint: String) -> ConfigurationFaults {
    ConfigurationFaults(faults: [Fault(file: file, line: 1, column: 1, message: message, hint: hint)])
  }
}

extension Fields {
  /// The path that a key gives.
  func path(_ key: String) -> String? {
    guard let written = self[key], let text = written.text(key, faults) else { return nil }
    if text.unicodeScalars.contains(where: { $0.value < 0x20 }) || text.isEmpty {
      faults.fault(written.place, "`\(key)` is no path", "write the path of a file")
      return nil
    }
    return text
  }

  /// The broker's address that a key gives.
  func brokerURL(_ key: String) -> String? {
    guard let written = self[key], let text = written.text(key, faults) else { return nil }
    let hint = "write it like mqtt://127.0.0.1:1883, or mqtts://broker:8883 with TLS"
    guard let url = URL(string: text), let scheme = url.scheme, let host = url.host(), host.isEmpty == false else {
      faults.fault(written.place, "`\(shortened(text))` is no address of a broker", hint)
      return nil
    }
    if ["mqtt", "mqtts"].contains(scheme) == false {
      faults.fault(written.place, "`\(scheme)` is no way to reach a broker", hint)
    } else if url.user() != nil || url.password() != nil {
      faults.fault(
        written.place, "a name or a password stands in the broker's address",
        "write `user`, and the password into a file that `password_file` names")
    } else if url.port.map({ (1...65535).contains($0) }) == false {
      faults.fault(written.place, "the broker's port is out of range", "ports go from 1 to 65535")
    } else if ["", "/"].contains(url.path()) == false {
      faults.fault(written.place, "a broker's address has no path", hint)
    } else {
      return text
    }
    return nil
  }
}
