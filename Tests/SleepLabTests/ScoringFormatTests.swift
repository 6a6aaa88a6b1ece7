import Testing

@testable import SleepLab

/// The forms in which scoring comes, each with its own way of saying the same.
@Suite("Forms of scoring")
struct ScoringFormatTests {
  private func read(_ text: String, description: String? = nil) throws -> HypnogramFile {
    try HypnogramFile(
      MappedBytes(Array(text.utf8)), description: description.map { MappedBytes(Array($0.utf8)) })
  }

  private func stages(_ file: HypnogramFile) -> [Stage] {
    let end = file.hypnogram.periods.map(\.seconds.upperBound).max() ?? 0
    return file.hypnogram.stages(count: Int((end / 30).rounded(.up)))
  }

  @Test(
    "stage and duration, onset and stage, with headings and without, in any separator",
    arguments: [
      ("W 60\nN1 30\nR 30\n", HypnogramFormat.stageAndDuration), ("Wake,60\nN1,30\nREM,30\n", .stageAndDuration),
      ("stage;duration\nW;60\nS1;30\nR;30\n", .stageAndDuration), ("0,60,W\n60,30,N1\n90,30,R\n", .onsetAndStage),
      ("onset,duration,stage\n0,60,Wake\n60,30,1\n90,30,5\n", .bids), ("0 W\n60 N1\n90 R\n", .onsetAndStage),
      ("start\tstage\n0\tW\n60\tN1\n90\tR\n", .onsetAndStage), ("# a remark\nW\nW\nN1\nR\n", .codePerLine),
      ("duration,stage\r\n\"60\",\"W\"\r\n30,N1\r\n30,R\r\n", .stageAndDuration),
    ])
  func tables(text: String, format: HypnogramFormat) throws {
    let file = try read(text)
    #expect(file.format == format)
    #expect(stages(file) == [.wake, .wake, .n1, .rem])
  }

  @Test("a BIDS table: the human's column counts, its description gives the codes a meaning")
  func bids() throws {
    let table = "onset\tduration\tstage_ai\tstage_hum\n0\t30\t2\t0\n30\t30\t2\t1\n60\t30\t2\t4\n"
    #expect(stages(try read(table)) == [.wake, .n1, .rem])
    let description = #"{"stage_hum": {"Levels": {"0": "REM", "1": "N3 sleep", "4": {"Description": "Wake"}}}}"#
    #expect(stages(try read(table, description: description)) == [.rem, .n3, .wake])
    #expect(stages(try read(table, description: "[[[")) == [.wake, .n1, .rem])
    let events =
      "onset\tduration\ttrial_type\n0\t30\tSleep stage W\n12\t4\tarousal\n30\t30\tsleep stage R\n40\tn/a\tnoise\n"
    let file = try read(events)
    #expect(stages(file) == [.wake, .rem])
    #expect(file.events == [ScoredEvent(kind: .arousal, onsetSeconds: 12, durationSeconds: 4)])
    #expect(file.repairs.map(\.code) == ["scoring-words"])
  }

  @Test("stages by the clock pass midnight, in the languages of the program")
  func clock() throws {
    let text = """
      Start Time;End Time;Event;Duration;
      [];[];[];[s];
      22.11.2026 23:59:30;23.11.2026 00:00:00;Wach;30;
      23.11.2026 00:00:00;23.11.2026 00:00:30;N2;30;
      23.11.2026 00:00:03;23.11.2026 00:00:08;Arousal;4,5;
      23.11.2026 00:00:30;23.11.2026 00:01:00;REM;30;
      """
    let file = try read(text)
    #expect(file.format == .noxturnal && stages(file) == [.wake, .n2, .rem])
    #expect(file.events == [ScoredEvent(kind: .arousal, onsetSeconds: 33, durationSeconds: 4.5)])
    let bare = try read("time,stage\n11:59:30 PM,Wake\n12:00:00 AM,N2\n12:00:30 AM,R\n")
    #expect(stages(bare) == [.wake, .n2, .rem])
  }

  @Test("texts in UTF-16, either way round and without a mark, and in Latin-1")
  func encodings() throws {
    let text = "Éveil\nN2\nR\n"
    let units = Array(text.utf16)
    let low = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let high = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [[0xFF, 0xFE] + low, [0xFE, 0xFF] + high, Array("\u{FEFF}\(text)".utf8)] {
      #expect(stages(try HypnogramFile(MappedBytes(bytes))) == [.wake, .n2, .rem])
    }
    let latin = text.unicodeScalars.map { UInt8($0.value) }
    #expect(stages(try HypnogramFile(MappedBytes(latin))) == [.wake, .n2, .rem])
    #expect(ScoringText.decoded(low) == text && ScoringText.decoded(high) == text)
  }

  @Test(
    "wordings in other languages",
    arguments: [
      ("Éveil", Stage.wake), ("Stade 2", .n2), ("Sommeil paradoxal", .rem), ("Wach", .wake), ("Schlafstadium N3", .n3),
      ("Stadium 1", .n1), ("Fase 2", .n2), ("Vigilia", .wake), ("Stadio 4", .n3), ("REM-Schlaf", .rem),
      ("Estágio 1", .n1), ("Movement time", .unknown), ("Stage 3/4", .n3), ("NREM 2", .n2), ("REM sleep|5", .rem),
    ])
  func languages(text: String, stage: Stage) {
    #expect(StageWording.stage(ofAnnotation: text) == stage)
  }

  @Test(
    "what is about something else is no stage",
    arguments: [
      "Sleep apnea", "Stage light off", "Start", "2", "R peak", "REMark", "Wet electrode", "Stage 2 of the test", "",
    ])
  func noStages(text: String) {
    #expect(StageWording.stage(ofAnnotation: text) == nil)
  }

  @Test(
    "events in the wordings of programs",
    arguments: [
      ("Arousal|Arousal ()", ScoredEvent.Kind.arousal), ("Arousal (ARO RES)", .arousal), ("Micro-éveil", .arousal),
      ("Obstructive apnea|Obstructive Apnea", .obstructiveApnea), ("Apnée centrale", .centralApnea),
      ("Hypopnea", .hypopnea), ("SpO2 desaturation|SpO2 desaturation", .desaturation), ("Sleep spindle", .spindle),
      ("K-complex", .kComplex), ("Limb Movement (Left)", .limbMovement), ("RERA", .respiratoryArousal),
    ])
  func events(text: String, kind: ScoredEvent.Kind) {
    #expect(ScoredEvent.Kind(wording: text) == kind)
    #expect(ScoredEvent.Kind(wording: "Zephyrine") == nil)
  }

  @Test("XML: entities are refused, broken documents are refused at their line, other events are counted")
  func xml() throws {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><PSGAnnotation>&b;</PSGAnnotation>"
    #expect(throws: HypnogramError.declaresTypes) { try read(bomb) }
    #expect(throws: HypnogramError.xmlUnreadable(line: 2)) { try read("<PSGAnnotation>\n<ScoredEvents></PSG>") }
    #expect(throws: HypnogramError.noStages) { try read("<PSGAnnotation></PSGAnnotation>") }
    // These bytes ended the system's parser.
    let foreign =
      Array("<CMPStudyConfig><S".utf8) + [0xFF, 0xFF, 0xFF, 0xFF] + Array("leep></a></CMPStudyConfig>".utf8)
    #expect(throws: HypnogramError.self) { try HypnogramFile(MappedBytes(foreign)) }
    let deep = String(repeating: "<a>", count: 5000)
    #expect(throws: HypnogramError.self) { try read(deep) }
    let event = { (words: String, start: Int) in
      "<ScoredEvent><EventType>Stages|Stages</EventType><EventConcept>\(words)</EventConcept><Start>\(start)</Start>"
        + "<Duration>30</Duration></ScoredEvent>"
    }
    let file = try read("<PSGAnnotation>\(event("Wake|0", 0))\(event("Zephyrine|77", 30))</PSGAnnotation>")
    #expect(stages(file) == [.wake] && file.repairs.map(\.code) == ["scoring-words"])
    #expect(!"\(file)".contains("Zephyrine"))
  }

  @Test("XML: instructions for other programs are passed over, with or without content, closed or not")
  func instructions() throws {
    let body = "<SleepStages><SleepStage>0</SleepStage><?a?><SleepStage>2</SleepStage></SleepStages>"
    for instruction in ["<?x?>", "<?xm ?>", "<?xml-stylesheet href=\"a>b\"?>", "<??>", "<?\n?>", "<!-- <? -->"] {
      let file = try read("<?xml version=\"1.0\"?>\(instruction)<CMPStudyConfig>\(body)</CMPStudyConfig>\(instruction)")
      #expect(stages(file).first == .wake && file.format == .profusion, "\(instruction)")
    }
    // Lines are counted over them.
    #expect(throws: HypnogramError.xmlUnreadable(line: 3)) { try read("<PSGAnnotation><?a\n?>\n<ScoredEvents></PSG>") }
    for open in ["<?", "<?x", "<PSGAnnotation><?", "<PSGAnnotation>" + String(repeating: "<?", count: 200_000)] {
      #expect(throws: HypnogramError.self) { try read(open) }
    }
  }

  @Test("Profusion scored to 20 s: thirds are laid by most of an epoch, and that is told")
  func shortEpochs() throws {
    let codes = "000222555".map { "<SleepStage>\($0)</SleepStage>" }.joined()
    let text = "<CMPStudyConfig><EpochLength>20</EpochLength><SleepStages>\(codes)</SleepStages></CMPStudyConfig>"
    let file = try read(text)
    #expect(stages(file) == [.wake, .wake, .n2, .n2, .rem, .rem])
    #expect(file.repairs.map(\.code) == ["epoch-length"])
    #expect(throws: HypnogramError.epochLength) { try read(text.replacing(">20<", with: ">600<")) }
  }

  @Test("overlapping and missing stretches are told, and the later one counts")
  func overlaps() throws {
    let file = try read("onset,duration,stage\n0,60,W\n30,30,N1\n120,30,R\n")
    #expect(stages(file) == [.wake, .n1, .unknown, .unknown, .rem])
    #expect(Set(file.repairs.map(\.code)) == ["scoring-overlap", "scoring-gaps"])
  }

  @Test("long waking at both ends is cut to a margin")
  func trimming() {
    let hypnogram = Hypnogram(periods: [
      StagePeriod(stage: .wake, seconds: 0..<3000), StagePeriod(stage: .n2, seconds: 3000..<6000),
      StagePeriod(stage: .wake, seconds: 6000..<6300), StagePeriod(stage: .rem, seconds: 6300..<7000),
      StagePeriod(stage: .wake, seconds: 7000..<9000),
    ])
    #expect(hypnogram.sleepSeconds(marginSeconds: 600) == 2400..<7600)
    #expect(hypnogram.trimmed(marginSeconds: 600).periods.map(\.seconds.lowerBound) == [2400, 3000, 6000, 6300, 7000])
    #expect(Hypnogram(periods: []).sleepSeconds(marginSeconds: 0) == nil)
  }

  @Test("scoring is laid on the recording by both clocks, without showing either")
  func alignment() throws {
    var draft = EDFDraft(seconds: 120)
    draft.put("22.11.26", at: 168, width: 8)
    draft.put("23.59.00", at: 176, width: 8)
    let recording = try draft.opened()
    let text = "a,b,c,d\n22/11/2026 23:59:30,x,N2,30\n23/11/2026 00:00:00,x,R,30\n"
    let file = try HypnogramFile(MappedBytes(Array(text.utf8)), of: recording)
    #expect(file.hypnogram.stages(count: 4) == [.unknown, .n2, .rem, .unknown])
    #expect(file.repairs.map(\.text).allSatisfy { !$0.contains("23") && !$0.contains("59") })
    let far = "a,b,c,d\n22/11/2026 12:00:00,x,N2,30\n"
    #expect(try HypnogramFile(MappedBytes(Array(far.utf8)), of: recording).hypnogram.stages(count: 1) == [.n2])
    let cleaned = try EDFDraft(seconds: 120).opened()
    #expect(try HypnogramFile(MappedBytes(Array(text.utf8)), of: cleaned).hypnogram.stages(count: 2) == [.n2, .rem])
  }
}

@Suite("Scoring that laboratories gave", .enabled(if: SleepFiles.isPresent, Comment(rawValue: SleepFiles.absence)))
struct RealScoringTests {
  @Test(
    "every file opens with the epochs that its authors count",
    arguments: [
      (
        "sub-1_task-Sleep_acq-psg_events.tsv", HypnogramFormat.bids,
        [Stage.wake: 200, .n1: 57, .n2: 398, .n3: 172, .rem: 87, .unknown: 1], 0
      ),
      (
        "rsleep_noxturnal_events_example_unicode.csv", .noxturnal,
        [.wake: 213, .n1: 66, .n2: 466, .n3: 364, .rem: 249], 22
      ),
      ("synthetic-nsrr.xml", .nsrr, [.wake: 2, .n1: 1, .n2: 2, .n3: 1, .rem: 1, .unknown: 1], 1),
      ("synthetic-profusion.xml", .profusion, [.wake: 1, .n1: 1, .n2: 1, .n3: 2, .rem: 1, .unknown: 1], 1),
    ] as [(String, HypnogramFormat, [Stage: Int], Int)])
  func counts(name: String, format: HypnogramFormat, epochs: [Stage: Int], events: Int) throws {
    let file = try HypnogramFile(path: SleepFiles.path("hypnograms/\(name)"))
    #expect(file.format == format)
    #expect(file.hypnogram.epochCounts == epochs)
    #expect(file.events.count == events && file.events.allSatisfy { $0.kind == .arousal })
  }

  @Test("a six-hour hypnogram of digits and the made-up night's codes open")
  func lines() throws {
    let six = try HypnogramFile(path: SleepFiles.path("real/data_full_6hrs_100Hz_hypno_30s.txt"))
    #expect(six.format == .codePerLine && six.hypnogram.periods.count > 700)
    let truth = try HypnogramFile(path: SleepFiles.path("synthetic_night/truth_hypnogram_30s.txt"))
    let scored = try HypnogramFile(path: SleepFiles.path("synthetic_night/synthetic-Hypnogram.edf"))
    #expect(truth.hypnogram.stages(count: 900) == scored.hypnogram.stages(count: 900))
  }

  @Test("the invented dream reports are tied to their awakenings")
  func reports() throws {
    let file = try DreamReportFile(path: SleepFiles.path("dreamreports/synthetic_reports.csv"))
    #expect(file.reports.map(\.awakeningSeconds) == [12690, 17700, 24135, 27000])
    #expect(file.reports.map(\.stageBefore) == [.rem, .n2, .rem, .rem])
    #expect(file.reports.map(\.recall) == [.full, .fragment, .full, DreamReport.Recall.none])
    #expect(file.reports[2].language == "fr" && file.reports[3].text == "")
  }
}
