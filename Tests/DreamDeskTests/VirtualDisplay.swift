import BrokerFixture
import Foundation
import Glibc
import Testing

/// An X server without a screen, by Xvfb, gone with its owner.
final class VirtualDisplay: Sendable {
  let number: Int
  private let server: ChildProcess

  /// Starts the server and waits until it takes clients.
  ///
  /// - Parameter number: its number; nil takes any that is free.
  init(number: Int? = nil, width: Int, height: Int) throws {
    let name = number.map { [":\($0)"] } ?? []
    // `-displayfd 1` tells the number as soon as clients are taken.
    server = try ChildProcess(
      ["Xvfb"] + name + ["-displayfd", "1", "-screen", "0", "\(width)x\(height)x24", "-nolisten", "tcp", "-noreset"])
    var text = ""
    var byte: UInt8 = 0
    while read(server.output, &byte, 1) == 1 {
      if byte != UInt8(ascii: "\n") {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else if let told = Int(text) {
        self.number = told
        return
      } else {
        text = ""
      }
    }
    throw StartFault(description: "Xvfb does not start: install the Debian package xvfb")
  }

  struct StartFault: Error, CustomStringConvertible {
    let description: String
  }

  /// Kills the server, as a crash would.
  func kill() { server.end() }

  /// What is on the screen: 0x00RRGGBB, row by row.
  func screenshot(width: Int, height: Int) throws -> [UInt32] {
    let file = FileManager.default.temporaryDirectory.appending(path: "shot-\(UInt64.random(in: 0...UInt64.max))")
    defer { try? FileManager.default.removeItem(at: file) }
    try ChildProcess.run([
      "ffmpeg", "-v", "error", "-f", "x11grab", "-draw_mouse", "0", "-video_size", "\(width)x\(height)", "-i",
      ":\(number)", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "bgr0", file.path(percentEncoded: false),
    ])
    let bytes = [UInt8](try Data(contentsOf: file))
    var words: [UInt32] = []
    for at in stride(from: 0, to: bytes.count - 3, by: 4) {
      let blue = UInt32(bytes[at]), green = UInt32(bytes[at + 1]), red = UInt32(bytes[at + 2])
      words.append(red << 16 | green << 8 | blue)
    }
    return words
  }
}
