import Testing

/// What each room may import of this package and of others; arrows go down only.
private let arrows: [String: Set<String>] = [
  // The hall's wing.
  "Show": [],
  "Sequencer": ["Show", "Crypto"],
  "ShowFiles": ["Show", "Crypto", "Yams"],
  "Rehearsal": ["Show", "Sequencer"],
  "Journal": ["GRDB", "GRDBSQLite", "Crypto"],
  "OSC": ["Show", "Sequencer", "OpenSoundControl", "CLinux"],
  "HTTP": ["Show", "Sequencer", "DeviceLines", "CCurl", "CLinux"],
  "Lighting": ["Show", "Sequencer", "CLinux"],
  "SACN": ["Show", "Lighting", "Crypto"],
  "ArtNet": ["Show", "Lighting", "CLinux"],
  "ControlRoom": [
    "Show", "Sequencer", "ShowFiles", "Rehearsal", "Journal", "MPV", "PJLink", "WakeOnLAN", "TextBoxes", "OSC", "HTTP",
    "Lighting", "SACN", "ArtNet", "OpenSoundControl", "MQTTLink", "Endings", "CLinux", "Logging", "Crypto",
  ],
  // Devices: one room a protocol; text and sockets stand on `DeviceLines`, universes on `Lighting`.
  "DeviceLines": ["Show", "Sequencer"],
  "MPV": ["Show", "Sequencer", "DeviceLines"],
  "PJLink": ["Show", "Sequencer", "DeviceLines", "Crypto"],
  "PJLinkSimulator": ["Show", "Crypto"],
  "WakeOnLAN": ["Show", "Sequencer", "DeviceLines"],
  "TextBoxes": ["Show", "Sequencer", "DeviceLines"],
  "TextBoxSimulator": ["Show"],
  "OperatorDesk": [
    "Show", "Sequencer", "ShowFiles", "Rehearsal", "Journal", "Lighting", "SACN", "ArtNet", "PJLink", "MQTTLink",
    "Endings", "CLinux", "ArgumentParser", "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "Logging",
  ],
  // The dream's wing: it knows nothing of the hall.
  "SleepLab": ["OpenSoundControl", "CKissFFT", "Crypto"],
  "Strands": ["Crypto"],
  "Onirica": ["SleepLab", "DreamKernels"],
  "Screens": [
    "SleepLab", "Onirica", "OpenSoundControl", "CALSA", "CPNG", "CSDL", "CSoundFile", "CTurboJPEG", "CWebP", "CLinux",
  ],
  "OniricaGPU": ["SleepLab", "Onirica", "DreamKernels", "CEGL"],
  "DreamDesk": [
    "SleepLab", "Strands", "Onirica", "OniricaGPU", "Screens", "MQTTLink", "OpenSoundControl", "Endings", "CLinux",
    "ArgumentParser", "Crypto", "Logging",
    "CCairo", "Yams",
  ],
  // Where the wings meet, and only there.
  "MQTTLink": ["CMosquitto", "CLinux"],
  "OpenSoundControl": [],
  "Endings": ["ArgumentParser"],
  // Programs compose.
  "regied": ["ControlRoom", "Endings", "ArgumentParser"],
  "regie": ["OperatorDesk", "ArgumentParser"],
  "reverie": ["DreamDesk", "Endings", "ArgumentParser"],
]

/// What comes with the toolchain.
private let system: Set<String> = [
  "Foundation", "FoundationEssentials", "FoundationXML", "Glibc", "Darwin", "Dispatch", "Synchronization",
  "RegexBuilder",
]

/// Rooms without clock, chance, file, socket or task: time and seed are arguments.
let pureRooms: Set<String> = [
  "Show", "Sequencer", "Rehearsal", "PJLinkSimulator", "TextBoxSimulator", "Onirica", "Strands",
]
/// The generator's threads and memory: beside its pure core, in a folder of their own.
private let machineOfOnirica = "Sources/Dream/Onirica/Machine/"
private let systemOfPureRooms: Set<String> = ["Foundation", "FoundationEssentials"]

@Suite("Arrows")
struct ArrowTests {
  @Test("rooms import what lies below them, and nothing else")
  func imports() {
    #expect(SourceTree.sources.flatMap(forbiddenImports) == [])
  }

  @Test("every room has its arrows, and every arrow its room")
  func rooms() {
    #expect(Set(SourceTree.sources.compactMap(\.room)) == Set(arrows.keys))
  }

  @Test("arrows make no circle")
  func circles() {
    #expect(arrows.keys.filter { reaches($0, from: $0, through: arrows) } == [])
    #expect(reaches("A", from: "A", through: ["A": ["B"], "B": ["A"]]))
  }

  @Test("the wings share the link and nothing else")
  func wings() {
    let hall: Set = [
      "Show", "Sequencer", "ShowFiles", "Rehearsal", "Journal", "DeviceLines", "MPV", "PJLink", "PJLinkSimulator",
      "WakeOnLAN", "TextBoxes", "TextBoxSimulator", "OSC", "HTTP", "Lighting", "SACN", "ArtNet", "ControlRoom",
      "OperatorDesk",
    ]
    let dream: Set = ["SleepLab", "Strands", "Onirica", "OniricaGPU", "Screens", "DreamDesk", "DreamKernels"]
    #expect(hall.filter { arrows[$0, default: []].isDisjoint(with: dream) == false } == [])
    #expect(dream.filter { arrows[$0, default: []].isDisjoint(with: hall) == false } == [])
  }

  @Test(
    "the rule finds an arrow that goes up, sideways or to an unknown library",
    arguments: [
      ("Sources/Hall/Show/A.swift", "import Sequencer"), ("Sources/Hall/Journal/A.swift", "import MQTTLink"),
      ("Sources/Dream/Onirica/A.swift", "public import Show"), ("Sources/Hall/Show/A.swift", "import Glibc"),
      ("Sources/Hall/ShowFiles/A.swift", "@preconcurrency import NIO"),
      ("Sources/Dream/SleepLab/A.swift", "import struct Show.Fade"),
    ])
  func control(path: String, line: String) {
    #expect(forbiddenImports(SourceText(path: path, text: "// import Yams\n\(line)\n")).map(\.line) == [2])
  }
}

private func forbiddenImports(_ source: SourceText) -> [Finding] {
  guard let room = source.room, let allowed = arrows[room] else { return [] }
  let isPure = pureRooms.contains(room) && !source.path.hasPrefix(machineOfOnirica)
  let toolchain = isPure ? systemOfPureRooms : system
  return source.codeLines.enumerated().compactMap { index, line in
    guard let module = importedModule(line), module != room else { return nil }
    guard allowed.contains(module) == false, toolchain.contains(module) == false else { return nil }
    return Finding(path: source.path, line: index + 1, what: "\(room) may not import \(module)")
  }
}

/// The module that a line imports, whatever stands before and after.
private func importedModule(_ line: Substring) -> String? {
  let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
  let levels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
  let words = line.split(separator: " ").drop { $0.hasPrefix("@") || levels.contains($0) }
  guard words.first == "import" else { return nil }
  return words.dropFirst().drop { kinds.contains($0) }.first?.split(separator: ".").first.map(String.init)
}

private func reaches(_ room: String, from start: String, through arrows: [String: Set<String>]) -> Bool {
  var waiting = Array(arrows[start, default: []])
  var seen: Set<String> = []
  while let next = waiting.popLast() {
    if next == room { return true }
    if seen.insert(next).inserted { waiting += arrows[next, default: []] }
  }
  return false
}
