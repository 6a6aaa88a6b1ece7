import Testing

@testable import SleepLab

@Suite("Dream reports")
struct DreamReportTests {
  private func read(_ text: String, of recording: Recording? = nil) throws -> DreamReportFile {
    try DreamReportFile(MappedBytes(Array(text.utf8)), of: recording)
  }

  @Test("a table keeps quoted commas, lines and quotes, and is put in the order of awakenings")
  func table() throws {
    let text = "text,recording_offset_s\n\"a \"\"door\"\", and\nthe sea\",200\nnothing,100\n"
    let reports = try read(text).reports
    #expect(reports.map(\.text) == ["nothing", "a \"door\", and\nthe sea"])
    #expect(reports.map(\.awakeningSeconds) == [100, 200])
  }

  @Test("JSON: a list, or a list under `reports`")
  func json() throws {
    let list = #"[{"recording_offset_s": 90.5, "text": "sea", "stage_before": "R", "recall": "white"}]"#
    for text in [list, #"{"reports": \#(list)}"#] {
      let reports = try read(text).reports
      #expect(reports == [DreamReport(awakeningSeconds: 90.5, stageBefore: .rem, recall: .white, text: "sea")])
    }
  }

  @Test("a time of the clock is laid on a recording that has one, and is told to be unplaced where it has none")
  func clock() throws {
    let text = "awakening_time,text\n2026-01-02T00:00:30,sea\n"
    var draft = EDFDraft()
    draft.put("01.01.26", at: 168, width: 8)
    draft.put("23.59.00", at: 176, width: 8)
    #expect(try read(text, of: draft.opened()).reports.map(\.awakeningSeconds) == [90])
    let unplaced = try read(text)
    #expect(unplaced.reports.map(\.awakeningSeconds) == [nil] && unplaced.repairs.map(\.code) == ["report-times"])
  }

  @Test("what is no report is refused by its line or number, without its words")
  func faults() {
    #expect(throws: DreamReportError.columnsMissing) { try read("Zephyrine\n") }
    #expect(throws: DreamReportError.columnsMissing) { try read("") }
    #expect(throws: DreamReportError.lineUnreadable(3)) {
      try read("text,recording_offset_s\nsea,1\nZephyrine,soon\n")
    }
    #expect(throws: DreamReportError.notAList) { try read("[{") }
    #expect(throws: DreamReportError.notAList) { try read("{}") }
    #expect(throws: DreamReportError.entryUnreadable(2)) {
      try read(#"[{"recording_offset_s": 1, "text": "a"}, {"text": "Zephyrine"}]"#)
    }
    #expect(throws: DreamReportError.file(.absent)) { try DreamReportFile(path: "/nowhere/Zephyrine.csv") }
  }

  @Test("no way of printing a report shows a word of it")
  func silence() throws {
    let report = DreamReport(awakeningSeconds: 3, text: "Zephyrine flew")
    var dumped = ""
    dump(report, to: &dumped)
    for text in ["\(report)", String(reflecting: report), "\([report])", "\(Optional(report) as Any)", dumped] {
      #expect(!text.contains("Zephyrine"))
    }
  }
}
