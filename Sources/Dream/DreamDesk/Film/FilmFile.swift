import Endings
import Glibc
import Screens
import SleepLab

/// A file, whatever it is called: its device and its number there.
struct FileIdentity: Hashable {
  private let device: UInt, number: UInt

  /// The file behind a name; nil where there is none.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (UInt(status.st_dev), UInt(status.st_ino))
  }
}

/// A YUV4MPEG2 film as it lies in a file, as this program writes them.
struct FilmFile {
  /// From 1, as it stands in messages.
  let number: Int
  /// Its first line, with the line's end.
  let head: [UInt8]
  let frameCount: Int
  /// What each of its frames begins with, with the line's end.
  let frameWord: [UInt8]
  /// Which file it is, whatever its names.
  let file: FileIdentity
  private let bytes: MappedBytes
  private static let headBytesAtMost = 256, stretchBytes = 1 << 22

  /// Opens a film and counts its frames.
  ///
  /// - Throws: a fault that says what is wrong with which of them.
  init(path: String, number: Int) throws(CommandFault) {
    self.number = number
    do throws(FileError) { bytes = try MappedBytes(path: path) } catch {
      throw CommandFault(.noSuchInput, "part \(number) is not there, or cannot be read")
    }
    guard let file = FileIdentity(of: path) else {
      throw CommandFault(.noSuchInput, "part \(number) is not there, or cannot be read")
    }
    self.file = file
    let start = bytes.bytes(in: 0..<min(bytes.count, FilmFile.headBytesAtMost))
    guard start.starts(with: Array("YUV4MPEG2 ".utf8)), let end = start.firstIndex(of: 10) else {
      throw CommandFault(.unusableInput, "part \(number) is no YUV4MPEG2 film")
    }
    head = Array(start[...end])
    let words = String(decoding: start[..<end], as: UTF8.self).split(separator: " ")
    let side = { (letter: Character) in words.dropFirst().first { $0.first == letter }.flatMap { Int($0.dropFirst()) } }
    guard let width = side("W"), let height = side("H"), (16...8192).contains(width), (16...8192).contains(height),
      words.contains("C420jpeg")
    else { throw CommandFault(.unusableInput, "part \(number) is no film of this program") }
    let planes = width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2)
    let all = bytes.count - head.count
    // A film of several nights names them in the head of every frame.
    guard let word = FilmFile.frameWord(at: head.count, in: bytes) else {
      throw CommandFault(.unusableInput, "part \(number) breaks off in frame 0: render it again")
    }
    frameWord = word
    let frame = word.count + planes
    guard all > 0, all % frame == 0 else {
      throw CommandFault(.unusableInput, "part \(number) breaks off in frame \(all / frame): render it again")
    }
    frameCount = all / frame
    for index in 0..<frameCount {
      let place = head.count + index * frame
      guard bytes.bytes(in: place..<(place + word.count)) == word else {
        throw CommandFault(.unusableInput, "part \(number) is damaged at frame \(index): render it again")
      }
    }
  }

  /// The head of a frame, its line's end included; nil where there is none.
  private static func frameWord(at place: Int, in bytes: MappedBytes) -> [UInt8]? {
    let line = bytes.bytes(in: place..<min(bytes.count, place + 80))
    guard line.starts(with: Array("FRAME".utf8)), let end = line.firstIndex(of: 10) else { return nil }
    return Array(line[...end])
  }

  /// Writes all frames, without the head.
  func write(to writer: StreamWriter) throws(ScreenError) {
    var place = head.count
    while place < bytes.count {
      let end = min(bytes.count, place + FilmFile.stretchBytes)
      try writer.write(bytes.bytes(in: place..<end))
      place = end
    }
  }
}
