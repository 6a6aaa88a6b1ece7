import Foundation
import Onirica
import Testing

@testable import DreamDesk

@Suite("Files of looks")
struct LookFileTests {
  private func faults(_ text: String) -> [String] {
    do throws(LookFaults) {
      _ = try LookFile(text, file: "a.yaml")
      return []
    } catch { return error.description.split(separator: "\n").map(String.init) }
  }

  @Test("what a file says is taken, and what it does not say stays as it was")
  func read() throws {
    let looks = try LookFile(
      """
      look: 1
      title: Tide
      stages:
        N2: { field: spirals, field-scale: 1.5, field-shown: [0.1, 0.9], trail-seconds: 2.5, tint: [0.1, 0.2, 0.3] }
      """, file: "tide.yaml")
    #expect(looks.title == "Tide")
    #expect(looks.looks.n2[.trailSeconds] == 2.5)
    #expect(looks.looks.n2[.tintBlue] == 0.3)
    #expect(looks.looks.n2.field == FieldPreset.spirals.with(scale: 1.5, low: 0.1, high: 0.9))
    #expect(looks.looks.n2[.luminance] == StageLooks.standard.n2[.luminance])
    #expect(looks.looks.rem == StageLooks.standard.rem)
  }

  @Test(
    "every fault is named with line and column, all at once",
    arguments: [
      ("", ["a.yaml:1:1: the file is empty"]), ("[1]", ["a.yaml:1:1: a file of looks is a mapping"]),
      ("title: x", ["a.yaml:1:1: the version is missing"]), ("look: 2", ["a.yaml:1:7: this version is unknown"]),
      ("look: 1\nstages:\n  N7: {}", ["a.yaml:3:3: `N7` is unknown here"]),
      ("look: 1\nstages:\n  W: { graim: 1 }", ["a.yaml:3:8: `graim` is unknown here: did you mean `grain`?"]),
      (
        "look: 1\nstages:\n  W: { grain: 7, tint: [1, 2], fovea: x }\nmore: 1",
        [
          "a.yaml:3:15: 7.0 is out of range: it goes from 0.0 to 0.1", "a.yaml:3:24: 3 numbers are expected here",
          "a.yaml:3:39: a number is expected here", "a.yaml:4:1: `more` is unknown here",
        ]
      ),
      (
        "look: 1\nstages:\n  W:\n    field: bubles",
        ["a.yaml:4:12: `bubles` is unknown here: did you mean `bubbles`?"]
      ),
      (
        "look: 1\nstages:\n  W:\n    field: spots\n    field-shown: [0.9, 0.1]",
        ["a.yaml:4:12: black and white of `field-shown` are the wrong way round"]
      ),
      ("look: 1\nstages:\n  W:\n    field-scale: 1.2", ["a.yaml:4:18: `field-scale` stands without `field`"]),
      ("look: 1\nlook: 1", ["a key stands twice"]), ("look: [1", ["this text cannot be read"]),
      ("look: 1\nstages:\n  W: { luminance: .nan }", ["a.yaml:3:19: a number is expected here"]),
    ])
  func told(text: String, expected: [String]) {
    let found = faults(text)
    #expect(found.count == expected.count, "\(found)")
    for (line, start) in zip(found, expected) { #expect(line.contains(start), "\(line)") }
  }

  @Test("bytes of any kind end in looks or faults, never in a crash")
  func anything() {
    var state: UInt64 = 20_251_126
    let pieces = [
      "look: 1\n", "stages:\n", "  W: ", "{ ", "}", "[", "]", "tint: ", "1e9, ", "\t", "&a ", "*a", "- ", "\u{0}", "é",
      "!!x ",
    ]
    for _ in 0..<400 {
      var text = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      _ = faults(text)
    }
    #expect(faults(String(repeating: "#", count: LookFile.mostBytes + 1)).count == 1)
  }

  @Test("every look that ships is sound and unlike the others, and `standard` is the one built in")
  func shipped() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "../../Scenes/looks")
    let looks = LookFolder(path: folder.path)
    #expect(looks.names.count >= 4)
    var all: [StageLooks] = []
    for name in looks.names {
      let read = try looks.looks(named: name)
      #expect(!all.contains(read), "\(name)")
      all.append(read)
      if name == LookFolder.standard { #expect(read == StageLooks.standard) }
    }
  }

  @Test("a folder's looks are found by name, and no name leads out of it")
  func folder() throws {
    let folder = try TestFolder()
    try Data("look: 1".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/plain.yaml"))
    let looks = LookFolder(path: folder.path)
    #expect(looks.names == ["plain", "standard"])
    #expect(try looks.looks(named: "plain") == .standard)
    for name in ["../plain", "", "a/b", ".plain", "none"] {
      #expect(throws: LookFolder.Fault.self) { try looks.looks(named: name) }
    }
    let before = looks.stamp(of: "plain")
    try Data("look: 1 # changed".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/plain.yaml"))
    #expect(looks.stamp(of: "plain") != before)
  }
}
