import SleepLab
import Testing

@Suite("Real and odd files", .enabled(if: SleepFiles.isPresent, Comment(rawValue: SleepFiles.absence)))
struct TrickyFilesTests {
  @Test("every file opens, and no figure of it is without a value", arguments: SleepFiles.tricky)
  func opens(name: String) throws {
    let recording = try Recording(path: SleepFiles.path("tricky/\(name)"))
    #expect(recording.timeline.durationSeconds.isFinite)
    for index in recording.signalIndices {
      if let statistics = recording.statistics(of: index) {
        let figures = [statistics.minimum, statistics.maximum, statistics.mean, statistics.deviation]
        #expect(figures.allSatisfy { $0.isFinite })
        #expect(statistics.minimum <= statistics.mean && statistics.mean <= statistics.maximum)
      }
      if let samples = recording.samples(of: index) { #expect(samples.values.allSatisfy { $0.isFinite }) }
    }
  }

  @Test("values agree with those of edfio and pyedflib", arguments: peerValues)
  func agrees(peer: PeerValue) throws {
    let recording = try Recording(path: SleepFiles.path("tricky/\(peer.file)"))
    let index = recording.signalIndices[peer.signal]
    let statistics = try #require(recording.statistics(of: index))
    let rate = try #require(recording.rateHz(of: index))
    let span = max(peer.maximum - peer.minimum, abs(peer.maximum), 1e-6)
    #expect(abs(rate - peer.rateHz) < 1e-5 * peer.rateHz)
    #expect(abs(statistics.minimum - peer.minimum) < 1e-6 * span)
    #expect(abs(statistics.maximum - peer.maximum) < 1e-6 * span)
    #expect(abs(statistics.mean - peer.mean) < 1e-6 * span)
    #expect(abs(statistics.deviation - peer.deviation) < 1e-6 * span)
  }

  @Test("annotations are as many as the peers read", arguments: peerAnnotations.keys.sorted())
  func annotations(name: String) throws {
    let recording = try Recording(path: SleepFiles.path("tricky/\(name)"))
    #expect(recording.annotations.count == peerAnnotations[name])
  }

  @Test("24 and 16 bits of one recording give the same samples")
  func twins() throws {
    let wide = try Recording(path: SleepFiles.path("tricky/edfio_short_psg.bdf"))
    let narrow = try Recording(path: SleepFiles.path("tricky/edfio_short_psg.edf"))
    for index in narrow.signalIndices {
      let first = try #require(narrow.samples(of: index)).values
      let second = try #require(wide.samples(of: index)).values
      #expect(zip(first, second).allSatisfy { abs($0 - $1) < 1e-3 })
    }
  }

  @Test("the real five minutes become a night, with one EEG pair, one EOG and an EMG envelope at 1 Hz")
  func shortRecording() throws {
    let recording = try Recording(path: SleepFiles.path("tricky/edfio_short_psg.edf"))
    let outcome = try Preparation.night(of: recording, salt: [7])
    #expect(outcome.montage.choices[.eeg]?.label == "EEG Fpz-Cz")
    #expect(outcome.montage.choices[.posteriorEEG]?.label == "EEG Pz-Oz")
    #expect(outcome.night.epochs.count == 10)
    #expect(outcome.night.epochs.allSatisfy { $0.powers != nil && $0.scoredBy == .rules })
    let tone = outcome.night.track.column(.muscleTone)
    #expect(tone.allSatisfy { $0.isFinite } && Set(tone).count > 100)
  }

  @Test("those five minutes are waking, by the expert as by the rules")
  func shortRecordingIsWaking() throws {
    let recording = try Recording(path: SleepFiles.path("tricky/edfio_short_psg.edf"))
    let expert = try HypnogramFile(path: SleepFiles.path("hypnograms/SC4001EC-Hypnogram.edf"))
    let scored = try Preparation.night(of: recording, hypnogram: expert, salt: [7]).night
    let ruled = try Preparation.night(of: recording, salt: [7]).night
    #expect(scored.epochs.allSatisfy { $0.stage == .wake && $0.scoredBy == .expert })
    #expect(ruled.epochs.map(\.stage) == scored.epochs.map(\.stage))
  }

  @Test("a clinical recording without electrodes' names gives a brain signal by content, in µV though it says V")
  func clinical() throws {
    let recording = try Recording(path: SleepFiles.path("tricky/rsleep_subject1.edf"))
    let montage = Montage(for: recording)
    let choice = try #require(montage.choices[.eeg])
    let deviation = try #require(recording.trimmedDeviation(of: choice.index))
    #expect((1...200).contains(deviation))
  }
}
