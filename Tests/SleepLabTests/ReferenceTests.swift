import SleepLab
import Testing

/// The synthetic night beside what YASA 0.8.1 makes of the same file.
@Suite("Beside the reference", .enabled(if: SleepFiles.isPresent, Comment(rawValue: SleepFiles.absence)))
struct ReferenceTests {
  @Test("band powers, absolute and relative, lie within a thousandth of YASA's in every epoch")
  func powers() throws {
    let night = try SleepFiles.expertNight.get().night
    let rows = try SleepFiles.table("reference/night_bandpower_epochs.csv")
    #expect(rows.count == night.epochs.count)
    for (row, epoch) in zip(rows, night.epochs) {
      let powers = try #require(epoch.powers)
      for band in Band.allCases {
        let name = band.name.prefix(1).uppercased() + band.name.dropFirst()
        let absolute = try #require(row["\(name)_uV2"].flatMap(Float.init))
        let relative = try #require(row["\(name)_rel"].flatMap(Float.init))
        #expect(abs(powers.absolute[band] / absolute - 1) < 1e-3)
        #expect(abs(powers.relative[band] / relative - 1) < 1e-3)
      }
      #expect(epoch.stage.wording == row["stage"] && epoch.scoredBy == .expert)
    }
  }

  @Test(
    "events are YASA's by overlap",
    arguments: [
      (SleepEvent.Kind.spindle, "night_spindles"), (.slowWave, "night_slowwaves"), (.eyeMovement, "night_rems"),
    ])
  func events(kind: SleepEvent.Kind, table: String) throws {
    let night = try SleepFiles.expertNight.get().night
    let reference = try SleepFiles.table("reference/\(table).csv").map { row in
      Span(start: try #require(row["Start"].flatMap(Double.init)), end: try #require(row["End"].flatMap(Double.init)))
    }
    #expect(overlapF1(night.spans(kind, by: .yasa), reference) >= 0.98)
  }

  @Test(
    "the own method is nearer than YASA's to what was laid into the night, for each kind",
    arguments: [
      (SleepEvent.Kind.spindle, ["spindle"], 0.92), (.slowWave, ["slowwave", "kcomplex"], 0.73),
      (.kComplex, ["kcomplex"], 0.98), (.eyeMovement, ["rem"], 0.995),
    ])
  func truth(kind: SleepEvent.Kind, types: [String], least: Double) throws {
    let night = try SleepFiles.expertNight.get().night
    let spans = try SleepFiles.table("synthetic_night/truth_events.csv").filter { types.contains($0["type"] ?? "") }
      .map { row in
        let onset = try #require(row["onset_s"].flatMap(Double.init))
        return Span(start: onset, end: onset + (try #require(row["duration_s"].flatMap(Double.init))))
      }
    let own = overlapF1(night.spans(kind, by: .regie), spans)
    let yasa = overlapF1(night.spans(kind, by: .yasa), spans)
    #expect(own >= least && own > yasa, "\(kind): \(own), by YASA's definitions \(yasa)")
  }

  @Test("each eye movement's direction is −1 or 1, and no other event has one")
  func directions() throws {
    let night = try SleepFiles.expertNight.get().night
    #expect(night.events.allSatisfy { ($0.kind == .eyeMovement) == (abs($0.direction) == 1) })
    #expect(Set(night.events.map(\.direction)) == [-1, 0, 1])
    #expect(night.events.allSatisfy { $0.onsetSeconds >= 0 && $0.endSeconds <= night.durationSeconds })
  }
}
