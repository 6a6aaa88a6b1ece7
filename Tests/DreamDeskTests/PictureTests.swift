import ArgumentParser
import Endings
import Foundation
import Onirica
import Screens
import Synchronization
import Testing

@testable import DreamDesk

@Suite("Pictures, sheets and films that are limited")
struct PictureTests {
  private func status(_ command: () throws -> Void) -> Endings.ExitStatus? {
    do {
      try command()
      return .done
    } catch let fault as any ExitStatusCarrying {
      return fault.exitStatus
    } catch { return nil }
  }

  @Test("every still comes once before one comes again, and the order is the seed's")
  func order() {
    for count in [1, 2, 7, 30] {
      for round in -2..<3 {
        let shown = (0..<count).map { StillOrder.index(of: round * count + $0, among: count, seed: 9) }
        #expect(Set(shown).count == count)
      }
    }
    let orders = (0..<4).map { seed in (0..<30).map { StillOrder.index(of: $0, among: 30, seed: UInt64(seed)) } }
    #expect(Set(orders).count > 2)
  }

  @Test("PNG, JPEG and WebP are read; what cannot be used is named once, by number and not by name")
  func folder() throws {
    let folder = try TestFolder()
    let frame = Frame(width: 64, height: 48)
    frame.fill(0x0020_a060)
    try PNGFile.write(frame, to: "\(folder.path)/a.png")
    try JPEGFile.write(frame, to: "\(folder.path)/b.jpg")
    // A WebP of 16 × 16 pixels, lossless, one colour.
    let webp: [UInt8] = [
      0x52, 0x49, 0x46, 0x46, 0x1e, 0, 0, 0, 0x57, 0x45, 0x42, 0x50, 0x56, 0x50, 0x38, 0x4c, 0x11, 0, 0, 0, 0x2f, 0x0f,
      0xc0, 0x03, 0x00, 0x07, 0x50, 0xd0, 0x82, 0x14, 0xac, 0xff, 0x81, 0x88, 0xe8, 0x7f, 0x00, 0x00,
    ]
    try Data(webp).write(to: URL(fileURLWithPath: "\(folder.path)/c.webp"))
    try Data("secret-name".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/d.png"))
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/notes.txt"))
    let told = Mutex<[PictureFolder.Fault]>([])
    let pictures = try #require(PictureFolder(path: folder.path) { fault in told.withLock { $0.append(fault) } })
    #expect(pictures.count == 4)
    let frames = (0..<8).map { pictures.still(number: $0, seed: 1, theme: nil) }
    #expect(frames.count { $0 == nil } == 2)
    #expect(told.withLock { $0.count } == 1)
    #expect(told.withLock { "\($0)" }.contains("secret") == false)
    #expect(told.withLock { $0.first?.number } == 4)
    #expect(PictureFolder(path: "/no/such/folder") { _ in } == nil)
  }

  @Test("a theme takes the stills whose names tell it, each once before any comes again; without such, all")
  func themes() throws {
    let folder = try TestFolder()
    let names = ["sea-1", "the ocean_2", "IMG_0001", "forêt", "portrait", "Snow", "lac", "star night"]
    for name in names { try Data().write(to: URL(fileURLWithPath: "\(folder.path)/\(name).png")) }
    let sorted = names.sorted()
    let pictures = try #require(PictureFolder(path: folder.path) { _ in })
    func shown(_ theme: DreamTheme?, from number: Int = 0, count: Int) -> [String] {
      (number..<(number + count)).map { sorted[pictures.place(of: $0, seed: 4, theme: theme)] }
    }
    #expect(Set(shown(.water, count: 2)) == ["sea-1", "the ocean_2"])
    #expect(shown(.water, from: 6, count: 40).allSatisfy { ["sea-1", "the ocean_2"].contains($0) })
    #expect(Set(shown(.forest, count: 3)) == ["forêt"] && Set(shown(.sky, count: 3)) == ["star night"])
    #expect(Set(shown(.fire, count: 8)) == Set(names) && shown(.fire, count: 8) == shown(nil, count: 8))
  }

  @Test("a contact sheet is drawn whole, and again only by force")
  func sheet() throws {
    let folder = try TestFolder()
    let output = "\(folder.path)/sheet.png"
    let arguments = ["--seeds", "2", "--size", "64x64", "--seconds", "0.2", "-o", output]
    #expect(status { try ContactSheetCommand.parse(arguments).run() } == .done)
    let sheet = try PNGFile.read(output)
    #expect(sheet.width == 5 * 68 - 4 && sheet.height == 2 * 68 - 4)
    #expect(sheet[10, 10] != sheet[78, 10])
    #expect(sheet[66, 30] == 0)
    #expect(status { try ContactSheetCommand.parse(arguments).run() } == .outputExists)
    #expect(throws: (any Error).self) { try ContactSheetCommand.parse(["-o", "a.y4m"]) }
  }

  @Test("a strobing film becomes safe, and its map shows where it was changed")
  func limited() throws {
    let folder = try TestFolder()
    let film = "\(folder.path)/strobe.y4m", safe = "\(folder.path)/safe.y4m", map = "\(folder.path)/map.png"
    var bytes = Data("YUV4MPEG2 W160 H96 F30:1 C420jpeg\n".utf8)
    for index in 0..<60 {
      bytes.append(Data("FRAME\n".utf8))
      for y in 0..<96 { for x in 0..<160 { bytes.append(x < 80 && y < 96 ? (index % 4 < 2 ? 235 : 16) : 90) } }
      bytes.append(Data(repeating: 128, count: 2 * 80 * 48))
    }
    try bytes.write(to: URL(fileURLWithPath: film))
    #expect(status { try LimitCommand.parse([film, "-o", safe, "--limiter-map", map]).run() } == .done)
    let reader = try FilmReader(try #require(FileHandle(forReadingAtPath: safe)))
    let frame = Frame(width: 160, height: 96)
    var swings = 0
    var before: UInt32?
    while try reader.read(into: frame) {
      let level = frame[20, 40] & 255
      if let last = before, abs(Int(level) - Int(last)) > 100 { swings += 1 }
      before = level
    }
    #expect(swings <= 9, "two pairs a second, two seconds")
    let picture = try PNGFile.read(map)
    #expect((picture[20, 40] >> 16 & 255) > 100)
    #expect((picture[150, 40] >> 16 & 255) < 60)
    #expect(status { try LimitCommand.parse([film, "-o", safe]).run() } == .outputExists)
    try Data(bytes.prefix(20_000)).write(to: URL(fileURLWithPath: "\(folder.path)/cut.y4m"))
    #expect(
      status { try LimitCommand.parse(["\(folder.path)/cut.y4m", "-o", "\(folder.path)/b.y4m"]).run() }
        == .unusableInput)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.allSatisfy { !$0.hasPrefix("b.y4m") }, "nothing is half done: \(left)")
    #expect(status { try LimitCommand.parse(["/no/such.y4m", "-o", "\(folder.path)/b.y4m"]).run() } == .noSuchInput)
  }
}
