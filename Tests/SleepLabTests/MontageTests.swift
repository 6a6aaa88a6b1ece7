import SleepLab
import Testing

@Suite("Montage")
struct MontageTests {
  private func montage(_ labels: [String]) throws -> Montage {
    let values = (0..<6000).map { Float(($0 % 100) - 50) }
    let signals = labels.map {
      RecordingWriter.Signal(label: $0, unit: "uV", prefilter: "", greatest: 400, rateHz: 100, values: values)
    }
    return Montage(for: try Recording(MappedBytes(RecordingWriter(signals: signals, notes: []).bytes())))
  }

  @Test(
    "labels as they are about are understood",
    arguments: [
      ("EEG Fpz-Cz", SignalKind.eeg), ("C4-M1", .eeg), ("C4-A1", .eeg), ("PSG_C4", .eeg), ("EEG(sec)", .eeg),
      ("T3-A2", .eeg), ("E1-M2", .eog), ("EOG1-A1", .eog), ("EOG horizontal", .eog), ("LOC", .eog), ("ROC-A1", .eog),
      ("EOG(L)", .eog), ("EMG submental", .emg), ("Chin 1-Chin 2", .emg), ("Leg/L", .emg), ("ECG II", .ecg),
      ("EKG", .ecg), ("Resp oro-nasal", .respiration), ("THOR RES", .respiration), ("Temp rectal", .other),
      ("SaO2", .other), ("C4 Impédance", .other), ("Status", .other), ("1-2", .other), ("A1", .other),
    ])
  func kinds(label: String, kind: SignalKind) {
    #expect(SignalKind(label: label) == kind)
  }

  @Test("old and new names of one electrode are one")
  func aliases() {
    #expect(ElectrodeName(label: "EEG T3-A2") == ElectrodeName(label: "T7-M2"))
    #expect(ElectrodeName(label: "EOG1-A1")?.active == "e1")
    #expect(ElectrodeName(label: "EEG C4-M1")?.reference == "m1")
  }

  @Test("each role gets the best of its signals, whatever their order")
  func roles() throws {
    let labels = ["Leg/L", "EEG O1-A2", "EEG Fz-Cz", "ROC-A1", "LOC-A2", "EMG submental", "EEG C3-A2"]
    let choices = try montage(labels).choices
    #expect(choices[.eeg]?.label == "EEG C3-A2")
    #expect(choices[.posteriorEEG]?.label == "EEG O1-A2")
    #expect(choices[.leftEye]?.label == "LOC-A2")
    #expect(choices[.rightEye]?.label == "ROC-A1")
    #expect(choices[.chin]?.label == "EMG submental")
  }

  @Test("a single horizontal EOG stands for the left; a leg is never the chin")
  func lone() throws {
    let choices = try montage(["EEG Cz", "EOG horizontal", "EMG leg"]).choices
    #expect(choices[.leftEye]?.label == "EOG horizontal")
    #expect(choices[.rightEye] == nil)
    #expect(choices[.chin] == nil)
  }
}

@Suite("Montages of electrodes that stand apart, and by hand")
struct DerivationTests {
  private func recording(_ labels: [String], rates: [Int]? = nil) throws -> Recording {
    let signals = labels.enumerated().map { place, label in
      let rate = rates?[place] ?? 100
      let values = (0..<(60 * rate)).map { Float((($0 + 13 * place) % 100) - 50) }
      return RecordingWriter.Signal(
        label: label, unit: "uV", prefilter: "", greatest: 400, rateHz: rate, values: values)
    }
    return try Recording(MappedBytes(RecordingWriter(signals: signals, notes: []).bytes()))
  }

  @Test("C4 and M1 that stand apart become C4-M1, eyes and chin likewise")
  func apart() throws {
    let recording = try recording(["C4", "M1", "M2", "E1", "E2", "Chin1", "Chin2"])
    let choices = Montage(for: recording).choices
    #expect(choices[.eeg]?.label == "C4-M1" && choices[.leftEye]?.label == "E1-M2")
    #expect(choices[.rightEye]?.label == "E2-M2" && choices[.chin]?.label == "Chin1-Chin2")
    let choice = try #require(choices[.eeg])
    #expect(choice.reason.contains("difference"))
    let derived = try #require(recording.samples(of: choice)).values
    let active = try #require(recording.samples(of: 0)).values
    let reference = try #require(recording.samples(of: 1)).values
    #expect(zip(derived, zip(active, reference)).allSatisfy { abs($0 - ($1.0 - $1.1)) < 0.05 })
    #expect(try Preparation.night(of: recording, salt: []).night.epochs.count == 2)
  }

  @Test("a reference of another rate, or a label that names one already, makes no difference")
  func notApart() throws {
    #expect(Montage(for: try recording(["C4", "M1"], rates: [100, 200])).choices[.eeg]?.label == "C4")
    #expect(Montage(for: try recording(["C4-M2", "M1"])).choices[.eeg]?.referenceIndex == nil)
  }

  @Test(
    "words of other languages",
    arguments: [
      ("Kinn", SignalKind.emg), ("EMG Bein links", .emg), ("Auge rechts", .eog), ("Œil gauche", .eog),
      ("Atmung", .respiration), ("Menton", .emg),
    ])
  func languages(label: String, kind: SignalKind) {
    #expect(SignalKind(label: label) == kind)
  }

  @Test("signals are given by label, number or pair, and what there is is listed otherwise")
  func hand() throws {
    let recording = try recording(["EEG C4-M1", "Oz", "M1", "EMG chin"])
    let byName = try Montage(for: recording, given: [.eeg: "oz"]).choices[.eeg]
    #expect(byName?.index == 1 && byName?.ground == .hand && byName?.label == "Oz-M1")
    #expect(try Montage(for: recording, given: [.eeg: "1"]).choices[.eeg]?.label == "EEG C4-M1")
    let pair = try Montage(for: recording, given: [.chin: "EMG chin-M1"]).choices[.chin]
    #expect(pair?.referenceIndex == 2 && pair?.index == 3)
    let there = ["1 EEG C4-M1", "2 Oz", "3 M1", "4 EMG chin"]
    #expect(throws: MontageError.noSuchSignal(.eeg, there: there)) {
      try Montage(for: recording, given: [.eeg: "Pz"])
    }
    #expect(throws: MontageError.self) { try Montage(for: recording, given: [.eeg: "5"]) }
  }

  @Test("an EOG that nothing was connected to is passed over")
  func flat() throws {
    var signals = (0..<2).map { place in
      RecordingWriter.Signal(
        label: ["EOG left", "EOG right"][place], unit: "uV", prefilter: "", greatest: 400, rateHz: 100,
        values: (0..<6000).map { Float(($0 % 100) - 50) })
    }
    signals[0].values = Array(repeating: 0, count: 6000)
    let recording = try Recording(MappedBytes(RecordingWriter(signals: signals, notes: []).bytes()))
    // A lone eye stands in the left one's place.
    #expect(Montage(for: recording).choices[.leftEye]?.label == "EOG right")
    #expect(Montage(for: recording).choices[.rightEye] == nil)
  }
}
