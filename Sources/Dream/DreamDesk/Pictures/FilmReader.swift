import Foundation
import Onirica

/// Reads a YUV4MPEG2 film (4:2:0, eight bits, limited range), frame by frame.
final class FilmReader {
  /// Why a film cannot be read.
  enum Fault: Error, Hashable, CustomStringConvertible {
    case notFilm
    case unusable(String)
    case cutShort(frame: Int)

    var description: String {
      switch self {
      case .notFilm: "this is no YUV4MPEG2 film: make one by `ffmpeg -i FILM -pix_fmt yuv420p FILM.y4m`"
      case .unusable(let what): "the film cannot be used: \(what)"
      case .cutShort(let frame): "the film breaks off in frame \(frame): make it anew"
      }
    }
  }

  let width: Int, height: Int
  let framesPerSecond: Double
  private let file: FileHandle
  private var waiting = Data()
  private var frameNumber = 0

  init(_ file: FileHandle) throws(Fault) {
    self.file = file
    var waiting = Data()
    guard let header = FilmReader.line(file, &waiting, atMost: 512), header.hasPrefix("YUV4MPEG2 ") else {
      throw .notFilm
    }
    let words = header.split(separator: " ")
    let value = { (letter: Character) in words.dropFirst().first { $0.first == letter }?.dropFirst() }
    guard let width = value("W").flatMap({ Int($0) }), let height = value("H").flatMap({ Int($0) }) else {
      throw .unusable("its header names no size")
    }
    guard (16...8192).contains(width), (16...8192).contains(height) else {
      throw .unusable("it is \(width)×\(height): 16 to 8192 pixels a side are allowed")
    }
    if let form = value("C"), !form.hasPrefix("420") || form.hasPrefix("420p1") {
      throw .unusable("its colours are C\(form): make it 4:2:0 with eight bits")
    }
    let rate = (value("F") ?? "25:1").split(separator: ":").compactMap { Double($0) }
    guard rate.count == 2, rate[1] > 0, (1...240).contains(rate[0] / rate[1]) else {
      throw .unusable("its rate is not from 1 to 240 frames a second")
    }
    (self.width, self.height, framesPerSecond) = (width, height, rate[0] / rate[1])
    self.waiting = waiting
  }

  /// Reads the next frame.
  ///
  /// - Returns: false at the film's end.
  func read(into frame: Frame) throws(Fault) -> Bool {
    guard let line = FilmReader.line(file, &waiting, atMost: 256) else { return false }
    guard line.hasPrefix("FRAME") else { throw .cutShort(frame: frameNumber) }
    let chroma = ((width + 1) / 2) * ((height + 1) / 2)
    guard let planes = take(width * height + 2 * chroma) else { throw .cutShort(frame: frameNumber) }
    fill(frame, from: [UInt8](planes))
    frameNumber += 1
    return true
  }

  private func take(_ count: Int) -> Data? {
    while waiting.count < count {
      guard let more = try? file.read(upToCount: max(1 << 16, count - waiting.count)), !more.isEmpty else { return nil }
      waiting.append(more)
    }
    let taken = waiting.prefix(count)
    waiting = Data(waiting.dropFirst(count))
    return taken
  }

  private static func line(_ file: FileHandle, _ waiting: inout Data, atMost limit: Int) -> String? {
    while true {
      if let end = waiting.firstIndex(of: 10) {
        let line = waiting[waiting.startIndex..<end]
        waiting = Data(waiting[waiting.index(after: end)...])
        return String(decoding: line, as: UTF8.self)
      }
      guard waiting.count < limit, let more = try? file.read(upToCount: 1 << 16), !more.isEmpty else { return nil }
      waiting.append(more)
    }
  }

  /// ITU-R BT.601 in limited range, as the films of this program are.
  private func fill(_ frame: Frame, from planes: [UInt8]) {
    let chromaWidth = (width + 1) / 2
    let blueStart = width * height
    let redStart = blueStart + chromaWidth * ((height + 1) / 2)
    for y in 0..<height {
      for x in 0..<width {
        let luma = 298 * (Int(planes[y * width + x]) - 16)
        let at = (y / 2) * chromaWidth + x / 2
        let blue = Int(planes[blueStart + at]) - 128, red = Int(planes[redStart + at]) - 128
        let code = { (sum: Int) in UInt32(min(max((sum + 128) >> 8, 0), 255)) }
        frame.words[y * frame.pitch + x] =
          code(luma + 409 * red) << 16 | code(luma - 100 * blue - 208 * red) << 8 | code(luma + 516 * blue)
      }
    }
  }
}
