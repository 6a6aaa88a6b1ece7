import Foundation
import Testing

@testable import SleepLab

@Suite("What a plot shows")
struct PlotTests {
  @Test("a sine of 10 Hz and 20 µV stands in its row with its power: 200 µV²")
  func spectrogram() throws {
    let values = (0..<30_000).map { Float(20 * sin(2 * Double.pi * 10 * Double($0) / 100)) }
    let writer = RecordingWriter(
      signals: [.init(label: "EEG C4-M1", unit: "uV", prefilter: "", greatest: 400, rateHz: 100, values: values)],
      notes: [])
    let recording = try Recording(MappedBytes(writer.bytes()))
    let signal = try #require(recording.samples(of: 0))
    let spectrogram = Spectrogram(of: signal, durationSeconds: 300)
    #expect(spectrogram.rowsHz.first?.contains(0.5) == true && spectrogram.rowsHz.last?.contains(30) == true)
    #expect(spectrogram.columns.count == 75)
    let column = try #require(spectrogram.columns[30])
    let peak = try #require(column.indices.max { column[$0] < column[$1] })
    #expect(spectrogram.rowsHz[peak].contains(10))
    let power = column.reduce(0.0) { $0 + pow(10, Double($1) / 10) * 0.25 }
    #expect(abs(power - 200) < 4)
  }

  @Test("a prepared night shows the mean density of its bands, and nothing where it has no powers")
  func bands() {
    var night = smallNight
    night.epochs[1].powers = nil
    let spectrogram = Spectrogram(of: night)
    #expect(spectrogram.rowsHz == Band.allCases.map(\.rangeHz) && spectrogram.columns[1] == nil)
    #expect(abs((spectrogram.columns[0]?[0] ?? 0) - 10 * Float(log10(0.5 / 3.5))) < 1e-4)
    #expect(
      Spectrogram(
        of: Night(
          id: night.id, durationSeconds: 0, epochs: [], track: FeatureTrack(count: 0) { _ in [] }, events: [],
          provenance: [])
      ).scaleDecibels == -10...30)
  }

  @Test("marks of an axis are round, within it, and no more than fit")
  func ticks() {
    #expect(AxisTicks.places(in: -1800...7200, most: 4, steps: [600, 1800, 3600]) == [0, 3600, 7200])
    #expect(AxisTicks.places(in: 0...0, most: 4, steps: [1]) == [])
    #expect(AxisTicks.places(in: 0...1e9, most: 4, steps: [1]) == [])
  }
}
