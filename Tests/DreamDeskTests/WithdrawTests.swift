import ArgumentParser
import BrokerFixture
import Endings
import Foundation
import Onirica
import Screens
import SleepLab
import Testing

@testable import DreamDesk

/// The number for the shell with which a command ends.
func shellStatus(_ body: () throws -> Void) -> Endings.ExitStatus? {
  do {
    try body()
    return .done
  } catch let fault as any ExitStatusCarrying {
    return fault.exitStatus
  } catch { return nil }
}

@Suite("Withdrawing a night")
struct WithdrawTests {
  private func render(_ folder: TestFolder, _ night: String, to name: String) throws {
    try RenderCommand.parse([
      "\(folder.path)/\(night).night", "--size", "64x64", "--fps", "5", "--seconds", "0.4", "--threads", "1", "-o",
      "\(folder.path)/\(name)",
    ]).run()
  }

  private func withdraw(_ folder: TestFolder, _ more: [String]) throws {
    try WithdrawCommand.parse(
      more + ["--nights", folder.path, "--stills", "/nowhere", "--states", "\(folder.path)/states", "--json"]
    ).run()
  }

  private func names(_ folder: TestFolder) throws -> Set<String> {
    Set(try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.contains(".") })
  }

  @Test("everything that was made of it goes, in every folder that is named; another night's things stay")
  func everything() throws {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.n3, .rem])
    try folder.makeNight("other", [.n3, .rem, .wake])
    for name in ["a.png", "a.jpg", "a.y4m"] { try render(folder, "demo", to: name) }
    for name in ["e.edf", "e.tsv"] {
      try ExportCommand.parse(["\(folder.path)/demo.night", "-o", "\(folder.path)/\(name)"]).run()
    }
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/e.json"))
    #expect(
      shellStatus { try ExportCommand.parse(["\(folder.path)/demo.night", "-o", "\(folder.path)/e.tsv"]).run() }
        == .outputExists)
    try render(folder, "other", to: "b.png")
    try FileManager.default.createDirectory(atPath: "\(folder.path)/states/deep", withIntermediateDirectories: true)
    var state = DesiredState()
    state.wish.night = "demo"
    state.picture = .dream
    #expect(ScreenStateFile(path: "\(folder.path)/states/wall.json").save(state))
    try FileManager.default.copyItem(atPath: "\(folder.path)/a.png", toPath: "\(folder.path)/states/deep/c.png")
    let before = try names(folder)
    try withdraw(folder, ["demo", "--dry-run"])
    #expect(try names(folder) == before)
    try withdraw(folder, ["demo"])
    #expect(try names(folder) == ["other.night", "b.png", "states/wall.json"])
    let kept = try #require(ScreenStateFile(path: "\(folder.path)/states/wall.json").load())
    #expect(kept.wish.night == nil && kept.picture == .dark)
    #expect(shellStatus { try withdraw(folder, ["demo"]) } == .noSuchInput)
  }

  @Test("pictures that carry the mark are read as before")
  func pictures() throws {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.n3, .rem])
    for name in ["a.png", "a.jpg"] {
      try render(folder, "demo", to: name)
      #expect(NightMark.id(inFile: "\(folder.path)/\(name)") == NightID(2))
    }
    #expect(try PNGFile.read("\(folder.path)/a.png").width == 64)
    let jpeg = try #require(FileManager.default.contents(atPath: "\(folder.path)/a.jpg"))
    #expect(try JPEGFile.decode(Array(jpeg)).width == 64)
  }

  @Test("its id finds what is left when the file is gone, and what is no night is refused")
  func byID() throws {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.n3, .rem])
    try render(folder, "demo", to: "a.png")
    try FileManager.default.removeItem(atPath: "\(folder.path)/demo.night")
    #expect(shellStatus { try withdraw(folder, ["\(folder.path)/a.png"]) } == .unusableInput)
    #expect(shellStatus { try withdraw(folder, [NightID(2).rawValue]) } == .done)
    #expect(try names(folder) == [])
    #expect(shellStatus { try withdraw(folder, ["nothing"]) } == .noSuchInput)
  }

  @Test("a consent that has ended, or that names other uses, refuses: 65, and nothing is left behind")
  func consent() throws {
    let folder = try TestFolder()
    try folder.makeNight("ended", [.n3, .rem], consent: Consent(uses: [.film], expiresUnixSeconds: 1))
    try folder.makeNight("shown", [.n3, .rem], consent: Consent(uses: [.exhibition]))
    try folder.makeNight("free", [.n3, .rem], consent: Consent(uses: [.film], expiresUnixSeconds: 9e9))
    #expect(shellStatus { try render(folder, "ended", to: "a.png") } == .unusableInput)
    #expect(shellStatus { try render(folder, "shown", to: "a.png") } == .unusableInput)
    #expect(shellStatus { try render(folder, "free", to: "a.png") } == .done)
    let nights = NightFolder(path: folder.path)
    #expect(throws: NightFolder.Fault.refused("ended", .expired)) {
      try nights.night(named: "ended", for: .exhibition, nowUnixSeconds: 2)
    }
    #expect(try nights.night(named: "shown", for: .exhibition, nowUnixSeconds: 2).night.epochs.count == 2)
    #expect(try names(folder) == ["ended.night", "shown.night", "free.night", "a.png"])
  }

  @Test("the end of a consent is a whole day of UTC, or an instant; days that are none are refused")
  func ends() {
    #expect(ConsentEndOption(argument: "1970-01-01")?.unixSeconds == 86_400)
    #expect(ConsentEndOption(argument: "2027-06-30T12:00:00+02:00")?.unixSeconds == 1_814_349_600)
    for text in ["2027-02-29", "2027-13-01", "tomorrow", "2027-6-30", ""] {
      #expect(ConsentEndOption(argument: text) == nil, "\(text)")
    }
    #expect(InstantWording.text(ofUnixSeconds: 1_814_349_600) == "2027-06-30T10:00:00Z")
    #expect(InstantWording.text(ofUnixSeconds: -1) == "1969-12-31T23:59:59Z")
    #expect(throws: (any Error).self) {
      try PrepareCommand.parse(["a.edf", "-o", "a.night", "--consent-until", "2001-01-01"])
    }
    #expect(throws: (any Error).self) { try PrepareCommand.parse(["a.edf", "-o", "a.night", "--permit", "Film!"]) }
  }
}
