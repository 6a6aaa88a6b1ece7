import Foundation
import Glibc

/// A program of the machine: another implementation of a protocol, to be asked what it makes of ours.
struct Program {
  /// Where a program stands; nothing if it is not there.
  static func path(_ name: String) -> String? {
    ["/usr/bin/", "/usr/sbin/", "/usr/local/bin/"].map { $0 + name }.first { access($0, X_OK) == 0 }
  }

  /// Runs a program to its end.
  ///
  /// - Returns: what it wrote to standard output.
  static func output(_ path: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A folder that is gone when its user is.
final class ScratchFolder {
  let url = FileManager.default.temporaryDirectory.appending(path: "lights-\(UUID().uuidString)")
  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }
  func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }
}

/// A capture file of datagrams, without a capture: raw IPv4 packets (LINKTYPE_RAW) as pcap has them.
struct CaptureFile {
  private(set) var octets: [UInt8] =
    [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 101, 0, 0, 0]

  /// Adds a datagram from port 5568 or 6454 to the same port of 127.0.0.1.
  mutating func add(_ payload: [UInt8], port: UInt16) {
    func big(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xff), UInt8(number & 0xff)] }
    func little(_ number: Int) -> [UInt8] { [0, 8, 16, 24].map { UInt8(number >> $0 & 0xff) } }
    let length = payload.count + 28
    octets += little(0) + little(0) + little(length) + little(length)
    octets += [0x45, 0] + big(length) + [0, 0, 0x40, 0, 64, 17, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1]
    octets += big(Int(port)) + big(Int(port)) + big(length - 20) + [0, 0] + payload
  }
}

/// Something of a foreign program that did not come in its time.
struct NotHeard: Error, CustomStringConvertible {
  let description: String
}
