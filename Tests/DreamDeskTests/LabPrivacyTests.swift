import BrokerFixture
import Foundation
import SleepLab
import Testing

/// What the program shows and writes of a recording that has a name, a day and a place in every field.
@Suite("Privacy of the program")
struct LabPrivacyTests {
  private static let planted = ["Zephyrine", "02-FEB-1970", "471147114", "22.11.26", "23.14.15"]

  /// Writes the recording, its scoring and a broken one; the file names carry the name too.
  private func plant(in folder: String) throws {
    let values = (0..<12000).map { (index: Int) -> Float in
      let slow = index % 100 - 50
      let noise = (index * 7919) % 13
      return Float(slow + noise)
    }
    var bytes =
      RecordingWriter(
        signals: [
          .init(label: "EEG C4-M1", unit: "uV", prefilter: "Zephyrine", greatest: 400, rateHz: 100, values: values),
          .init(label: "EMG chin", unit: "uV", prefilter: "Zephyrine", greatest: 400, rateHz: 100, values: values),
        ],
        notes: [
          .init(onsetSeconds: 3, durationSeconds: nil, text: "Zephyrine turned over"),
          .init(onsetSeconds: 30, durationSeconds: 30, text: "Sleep stage N2"),
        ]
      ).bytes()
    let fields: [(Int, String)] = [
      (8, "471147114 F 02-FEB-1970 Zephyrine"), (88, "Startdate 22-NOV-2026 Zephyrine"), (168, "22.11.26"),
      (176, "23.14.15"), (200, "Zephyrine"), (256 + 16 * 3, "Zephyrine"), (256 + 16 * 3 + 80, "Zephyrine"),
      (256 + 224 * 3, "Zephyrine"),
    ]
    for (start, text) in fields { bytes.replaceSubrange(start..<(start + text.utf8.count), with: Array(text.utf8)) }
    try Data(bytes).write(to: URL(filePath: "\(folder)/Zephyrine.edf"))
    try Data(bytes.prefix(700)).write(to: URL(filePath: "\(folder)/Zephyrine-cut.edf"))
    try Data("W\nZephyrine\n".utf8).write(to: URL(filePath: "\(folder)/Zephyrine-bad.txt"))
    let scoring = "22/11/2026 23:14:15,x,Wach,30\n22/11/2026 23:14:45,x,Zephyrine,3\n22/11/2026 23:14:45,x,N2,30\n"
    try Data(scoring.utf8).write(to: URL(filePath: "\(folder)/Zephyrine-scoring.csv"))
  }

  /// Runs the program to its end and gives all that it said.
  private func run(_ arguments: [String]) throws -> String {
    let child = try ChildProcess([reverieProgram] + arguments)
    let said = FileHandle(fileDescriptor: child.output, closeOnDealloc: false).readDataToEndOfFile()
    return String(decoding: said, as: UTF8.self)
  }

  @Test("a planted name, day and number is in nothing that any command says or writes")
  func planted() throws {
    let folder = try TestFolder()
    try plant(in: folder.path)
    let place = { (name: String) -> String in "\(folder.path)/\(name)" }
    let recording = place("Zephyrine.edf")
    let runs: [[String]] = [
      ["inspect", recording], ["inspect", recording, "--json"], ["inspect", place("Zephyrine-cut.edf")],
      ["inspect", place("Zephyrine-absent.edf")], ["inspect", recording, "--eeg", "nothing"],
      ["prepare", recording, "-o", place("a.night")],
      ["prepare", recording, "--hypnogram", place("Zephyrine-scoring.csv"), "-o", place("b.night")],
      ["prepare", recording, "--hypnogram", place("Zephyrine-bad.txt"), "-o", place("c.night")],
      ["prepare", recording, "-o", place("a.night")], ["inspect", place("a.night")],
      ["inspect", place("a.night"), "--json"], ["epochs", place("a.night"), "--csv"],
      ["epochs", place("a.night"), "--json"],
      ["events", place("a.night"), "--csv"], ["events", place("a.night"), "--json"],
      ["deidentify", recording, "-o", place("clean.edf")], ["deidentify", recording, "-o", place("clean.edf")],
      ["deidentify", recording, "-o", place("clean.edf"), "--force", "--json"],
      ["deidentify", place("Zephyrine-cut.edf"), "-o", place("d.edf")], ["inspect", place("clean.edf")],
    ]
    for arguments in runs {
      let said = try run(arguments)
      #expect(!said.isEmpty, "\(arguments.prefix(1))")
      for word in LabPrivacyTests.planted { #expect(!said.contains(word), "\(arguments.prefix(1)): \(word)") }
    }
    for name in ["a.night", "b.night", "clean.edf"] {
      let written = String(decoding: try Data(contentsOf: URL(filePath: place(name))), as: UTF8.self)
      for word in LabPrivacyTests.planted { #expect(!written.contains(word), "\(name): \(word)") }
    }
    let original = try Recording(path: recording)
    let copy = try Recording(path: place("clean.edf"))
    #expect(copy.samples(of: 0)?.values == original.samples(of: 0)?.values)
    #expect(!FileManager.default.fileExists(atPath: place("c.night")))
    #expect(!FileManager.default.fileExists(atPath: place("d.edf")))
  }
}
