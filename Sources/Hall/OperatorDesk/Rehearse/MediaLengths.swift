import Foundation
import Show

/// Reads how long a show's media last from the media themselves: MP4 and QuickTime, and Ogg with Vorbis or Opus.
enum MediaLengths {
  /// The lengths of those media of a show that stand in its folder, by their names; others are left out.
  static func read(of show: Show, in folder: String) -> [String: TimeSpan] {
    var found: [String: TimeSpan] = [:]
    for name in names(in: show) where !name.split(separator: "/").contains("..") && !name.hasPrefix("/") {
      guard let file = FileHandle(forReadingAtPath: folder + "/" + name) else { continue }
      defer { try? file.close() }
      found[name] = length(of: file).flatMap { seconds in
        seconds > 0 && seconds < 86_400 ? .milliseconds(Int64(seconds * 1000)) : nil
      }
    }
    return found
  }

  private static func names(in show: Show) -> [String] {
    var names: Set<String> = []
    for artwork in show.artworks {
      for cue in artwork.scenes.flatMap(\.cues) {
        if case .play(let players) = cue.action { names.formUnion(players.values.compactMap(\.media.name)) }
      }
      names.formUnion(artwork.pools.values.flatMap(\.items))
      names.formUnion(artwork.rotations.values.flatMap(\.names))
    }
    return names.sorted()
  }

  private static func length(of file: FileHandle) -> Double? {
    let head = bytes(of: file, at: 0, count: 64)
    if head.count >= 12, ascii(head[4..<8]) == "ftyp" { return lengthOfMovie(file) }
    if head.count >= 4, ascii(head[0..<4]) == "OggS" { return lengthOfOgg(file) }
    return nil
  }

  /// ISO/IEC 14496-12: `moov` holds `mvhd` with a time scale and a duration.
  private static func lengthOfMovie(_ file: FileHandle) -> Double? {
    guard let moov = box("moov", of: file, from: 0, to: .max),
      let header = box("mvhd", of: file, from: moov.from, to: moov.to)
    else { return nil }
    let fields = bytes(of: file, at: header.from, count: 32)
    guard fields.count == 32 else { return nil }
    let isLong = fields[0] == 1
    let scale = number(fields[(isLong ? 20 : 12)..<(isLong ? 24 : 16)])
    let duration = number(isLong ? fields[24..<32] : fields[16..<20])
    return scale == 0 ? nil : Double(duration) / Double(scale)
  }

  /// The content of the first box of a kind in a part of a file.
  private static func box(
    _ kind: String, of file: FileHandle, from: UInt64, to: UInt64
  ) -> (from: UInt64, to: UInt64)? {
    var place = from
    for _ in 0..<1000 where place < to {
      let head = bytes(of: file, at: place, count: 16)
      guard head.count >= 8 else { return nil }
      var (size, start) = (number(head[0..<4]), UInt64(8))
      if size == 1, head.count == 16 { (size, start) = (number(head[8..<16]), 16) }
      if ascii(head[4..<8]) == kind { return (place + start, size == 0 ? to : place &+ size) }
      guard size >= start, place <= UInt64.max - size else { return nil }
      place += size
    }
    return nil
  }

  /// RFC 3533: the last page tells the position, in samples; RFC 7845: those of Opus are 48 000 a second.
  private static func lengthOfOgg(_ file: FileHandle) -> Double? {
    let head = bytes(of: file, at: 0, count: 128)
    guard let end = try? file.seekToEnd() else { return nil }
    let tail = bytes(of: file, at: end > 65_536 ? end - 65_536 : 0, count: 65_536)
    guard let page = lastPage(tail) else { return nil }
    let position = number(tail[(page + 6)..<(page + 14)].reversed())
    if let opus = place(of: "OpusHead", in: head), opus > 0 { return Double(position) / 48_000 }
    guard let vorbis = place(of: "\u{1}vorbis", in: head), vorbis + 16 <= head.count else { return nil }
    let rate = number(head[(vorbis + 12)..<(vorbis + 16)].reversed())
    return rate == 0 ? nil : Double(position) / Double(rate)
  }

  private static func lastPage(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 14 else { return nil }
    return (0...(bytes.count - 14)).last { ascii(bytes[$0..<($0 + 4)]) == "OggS" }
  }

  private static func place(of text: String, in bytes: [UInt8]) -> Int? {
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return nil }
    return (0...(bytes.count - wanted.count)).first { bytes[$0..<($0 + wanted.count)].elementsEqual(wanted) }
  }

  private static func bytes(of file: FileHandle, at place: UInt64, count: Int) -> [UInt8] {
    guard (try? file.seek(toOffset: place)) != nil, let read = try? file.read(upToCount: count) else { return [] }
    return Array(read)
  }

  private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
  private static func ascii(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
}
