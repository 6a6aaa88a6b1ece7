import ArgumentParser
import Endings
import Foundation
import Onirica
import Screens
import SleepLab
import Testing

@testable import DreamDesk

@Suite("Plots of a night")
struct PlotCommandTests {
  @Test("SVG and PNG are drawn whole, carry the mark, and have nothing of the file's name")
  func plots() throws {
    let folder = try TestFolder()
    try SynthesizeCommand.parse(["-o", folder.path, "--hours", "0.25", "--seed", "9"]).run()
    let recording = "\(folder.path)/Zephyrine.edf"
    try FileManager.default.moveItem(atPath: "\(folder.path)/night-PSG.edf", toPath: recording)
    for name in ["a.svg", "a.png"] {
      let path = "\(folder.path)/\(name)"
      try InspectCommand.parse([recording, "--plot", path]).run()
      #expect(NightMark.id(inFile: path) != nil)
      let bytes = try #require(FileManager.default.contents(atPath: path))
      #expect(bytes.count > 20_000 && bytes.range(of: Data("Zephyrine".utf8)) == nil)
      #expect(shellStatus { try InspectCommand.parse([recording, "--plot", path]).run() } == .outputExists)
      #expect(shellStatus { try InspectCommand.parse([recording, "--plot", path, "--force"]).run() } == .done)
    }
    #expect(try PNGFile.read("\(folder.path)/a.png").width == 1920)
    let parser = XMLDraft(path: "\(folder.path)/a.svg")
    #expect(parser.isWellFormed)
    #expect(throws: (any Error).self) { try InspectCommand.parse([recording, "--plot", "a.gif"]) }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!left.contains { $0.hasSuffix(".part") })
  }
}

/// Whether a file's elements close in the order in which they open.
private struct XMLDraft {
  let isWellFormed: Bool

  init(path: String) {
    let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    var open: [Substring] = []
    var isSound = true
    for piece in text.split(separator: "<").dropFirst() where !piece.hasPrefix("!") && !piece.hasPrefix("?") {
      let name = piece.drop { $0 == "/" }.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
      if piece.hasPrefix("/") {
        isSound = isSound && open.popLast() == name
      } else if piece.prefix(while: { $0 != ">" }).last != "/" {
        open.append(name)
      }
    }
    isWellFormed = isSound && open.isEmpty && text.contains("<svg")
  }
}
