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
