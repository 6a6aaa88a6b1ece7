import ArgumentParser
import BrokerFixture
import Endings
import Foundation
import Onirica
import Screens
import SleepLab
import Testing

@testable import DreamDesk

@Suite("Dream reports before a curator and on a screen")
struct ReportTests {
  private static let secret = "Zephyrine"
  private let folder: TestFolder
  private var path: String { "\(folder.path)/demo.night" }

  init() throws {
    folder = try TestFolder()
    try folder.makeNight("demo", [.n2, .rem, .rem, .wake])
    var night = try NightFile.read(path: path)
    night.reports = [
      DreamReport(awakeningSeconds: 90, language: "en", text: "I swam with \(Self.secret) through a street of water."),
      DreamReport(awakeningSeconds: 110, text: "Nothing but light."),
      DreamReport(awakeningSeconds: nil, text: "A house."),
    ]
    try NightFile.write(night, to: path, mayReplace: true)
  }

  private func reports(_ more: [String]) -> Endings.ExitStatus? {
    shellStatus { try ReportsCommand.parse([path] + more).run() }
  }

  private var approvals: [DreamReport.Approval] {
    get throws { try NightFile.read(path: path).reports.map(\.approval) }
  }

  @Test("nothing is approved until a curator says so; a word is kept in the night, and can be taken back")
  func decisions() throws {
    #expect(try approvals == [.undecided, .undecided, .undecided])
    #expect(reports(["--approve", "1,3", "--refuse", "2"]) == .done)
    #expect(try approvals == [.approved, .refused, .approved])
    #expect(reports(["--refuse", "all"]) == .done)
    #expect(try approvals == [.refused, .refused, .refused])
    #expect(reports(["--approve", "2-3"]) == .done)
    #expect(try approvals == [.refused, .approved, .approved])
    #expect(try NightFile.read(path: path).id == NightID(4), "it is the same night")
  }

  @Test("what cannot be meant is refused, and changes nothing")
  func refused() throws {
    #expect(reports(["--approve", "4"]) == .unusableInput)
    #expect(reports(["--approve", "1", "--refuse", "1-2"]) == .usage)
    for text in ["", "0", "2-1", "a", "1,", "-1", "1-2-3"] {
      #expect(ReportNumbers(argument: text) == nil, "\(text)")
    }
    #expect(reports(["--read"]) == .usage, "words go to a terminal alone")
    #expect(try approvals.allSatisfy { $0 == .undecided })
    try folder.makeNight("none", [.n2])
    #expect(
      shellStatus { try ReportsCommand.parse(["\(folder.path)/none.night", "--approve", "all"]).run() }
        == .unusableInput)
    #expect(shellStatus { try ReportsCommand.parse(["\(folder.path)/nowhere.night"]).run() } == .noSuchInput)
  }

  @Test("what the program prints of reports has no word of them")
  func silent() throws {
    for more in [[], ["--json"], ["--approve", "all"]] {
      let said = try ChildProcess.run([reverieProgram, "reports", path] + more)
      #expect(!said.contains(Self.secret) && !said.contains("water"))
    }
  }

  @Test("only what is approved, and has a time, is set in type")
  func tellings() throws {
    var night = try NightFile.read(path: path)
    #expect(ReportType(of: night, width: 640, height: 360) == nil)
    for place in night.reports.indices { night.reports[place].approval = .approved }
    let type = try #require(ReportType(of: night, width: 640, height: 360))
    #expect(type.tellings.map(\.awakeningSeconds) == [90, 110])
    let page = try #require(type.letters(of: ReportPlace(report: 0, page: 0)))
    #expect(page.x >= 0 && page.x + page.letters.width <= 640 && page.y + page.letters.height <= 360)
    var light = 0, ground = 0
    for y in 0..<page.letters.height {
      for x in 0..<page.letters.width {
        light += page.letters[x, y] & 0xFF > 200 ? 1 : 0
        ground += page.letters[x, y] >> 8 & 0xFF > 100 ? 1 : 0
      }
    }
    #expect(light > 50 && ground > 5 * light, "letters stand on dark ground")
    #expect(type.letters(of: ReportPlace(report: 2, page: 0)) == nil)
  }

  @Test("lines fit their column whatever is written, pages are even, and what is too long ends with an ellipsis")
  func lines() {
    let width: (String) -> Double = { Double($0.count) }
    let text = String(repeating: "seaside ", count: 500) + String(repeating: "x", count: 300) + "\u{1}\u{7}"
    let lines = ReportType.lines(of: text, column: 20, width: width)
    #expect(lines.allSatisfy { $0.count <= 20 && !$0.isEmpty })
    let pages = ReportType.pages(of: lines)
    #expect(pages.count == ReportType.pagesAtMost && pages.last?.last?.hasSuffix(" …") == true)
    #expect(ReportType.pages(of: (1...6).map { "\($0)" }).map(\.count) == [3, 3])
    #expect(
      ReportType.lines(of: String(repeating: "x", count: 50), column: 20, width: width).map(\.count) == [20, 20, 10])
    #expect(ReportType.lines(of: " \n\u{2}", column: 20, width: width).isEmpty)
  }

  @Test(
    "approved reports are spoken into a folder of their own, and go when they are refused or the night is withdrawn")
  func spoken() throws {
    let speech = "\(folder.path)/speech"
    #expect(reports(["--approve", "1,2", "--speak", speech]) == .done)
    let names = { try FileManager.default.contentsOfDirectory(atPath: speech).sorted() }
    #expect(try names() == ["report-1.wav", "report-2.wav"])
    #expect(NightMark.isMade("\(speech)/report-1.wav", of: NightID(4)))
    #expect(reports(["--refuse", "1", "--speak", speech]) == .done)
    #expect(try names() == ["report-1.wav"])
    #expect(reports(["--speak", speech, "--voice", "qqq"]) == .unusableInput)
    #expect(reports(["--speak", speech]) == .done)
    try FileManager.default.createDirectory(atPath: "\(folder.path)/kept/.git", withIntermediateDirectories: true)
    #expect(reports(["--speak", "\(folder.path)/kept/deep"]) == .usage)
    try WithdrawCommand.parse([
      "demo", "--nights", folder.path, "--stills", "/nowhere", "--states", "/nowhere", "--json",
    ]).run()
    #expect(try names().isEmpty)
  }
}
