import DreamKernels
import Testing

@testable import Onirica

@Suite("The neural field")
struct NeuralFieldTests {
  let crew = Crew(threadCount: 1)

  private func run(_ preset: FieldPreset, seed: UInt64 = 3, milliseconds: Double) throws -> NeuralField {
    let field = NeuralField(edge: 64, seed: seed)
    try advance(field, preset, milliseconds)
    return field
  }

  private func advance(_ field: NeuralField, _ preset: FieldPreset, _ milliseconds: Double) throws {
    let kernels = try #require(KernelLevel.best.kernels)
    field.advance(milliseconds: milliseconds, preset: preset, stepsAtMost: .max, crew: crew, kernels: kernels)
  }

  private func spread(_ values: [Float]) -> Float {
    (values.max() ?? 0) - (values.min() ?? 0)
  }

  /// Pearson's correlation of two sheets.
  private func correlation(_ a: [Float], _ b: [Float]) -> Double {
    let meanA = a.reduce(0) { $0 + Double($1) } / Double(a.count)
    let meanB = b.reduce(0) { $0 + Double($1) } / Double(b.count)
    var ab = 0.0
    var aa = 0.0
    var bb = 0.0
    for (x, y) in zip(a, b) {
      let dx = Double(x) - meanA
      let dy = Double(y) - meanB
      ab += dx * dy
      aa += dx * dx
      bb += dy * dy
    }
    return ab / (aa * bb).squareRoot()
  }

  @Test("without a drive the first preset relaxes to a uniform sheet")
  func relaxes() throws {
    var silent = FieldPreset.spots
    silent[.driveA] = 0
    #expect(spread(try run(silent, milliseconds: 1500).activity) < 1e-3)
    #expect(spread(try run(.spots, milliseconds: 1500).activity) > 0.1, "and with its drive it does not")
  }

  @Test("stripes are period-doubled: one period of the drive apart they differ, two apart they agree")
  func doubled() throws {
    for preset in [FieldPreset.stripesI, .stripesII] {
      let field = try run(preset, milliseconds: 4000)
      let now = field.activity
      try advance(field, preset, Double(preset[.driveT]))
      let once = correlation(now, field.activity)
      try advance(field, preset, Double(preset[.driveT]))
      let twice = correlation(now, field.activity)
      #expect(once < 0.5)
      #expect(twice > 0.95)
    }
  }

  @Test("presets without a drive keep moving or keep standing, and never leave 0 to 1")
  func bounded() throws {
    for preset in [FieldPreset.spirals, .bumps, .bubbles, .oscillatingStripes] {
      let field = try run(preset, milliseconds: 800)
      #expect(field.activity.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(spread(field.activity) > 0.3)
    }
  }

  @Test("a driven field is strobed every second period, so its flicker is never shown")
  func strobed() throws {
    let field = try run(.spots, milliseconds: 4 * 125 + 1)
    let shown = field.shownActivity.array
    try advance(field, .spots, 60)
    #expect(field.shownActivity.array == shown)
    #expect(field.activity != shown)
  }
}
