import DreamKernels

/// What is shown of the field: low-passed, smoothed to 512 × 512, packed for the kernels.
final class CortexSheet {
  static let shownEdge = 512
  private let edge: Int
  private let shown: Slab<Float>
  private let plane: Slab<UInt16>
  let quads: Slab<UInt64>
  private var isFresh = true

  init(fieldEdge: Int) {
    precondition(fieldEdge * 2 == CortexSheet.shownEdge, "the map is made for a sheet of 512 cells")
    edge = fieldEdge
    shown = Slab(count: edge * edge, of: 0)
    plane = Slab(count: 4 * edge * edge, of: 0)
    quads = Slab(count: 2 * edge * Int(DREAM_SHEET_PITCH), of: 0)
  }

  /// Takes over a frame's activity; the first frame wholly, later ones with the time constant of the low pass.
  func take(
    _ field: NeuralField, preset: FieldPreset, stepSeconds: Double, lowPassSeconds: Double, crew: Crew,
    kernels: DreamKernels
  ) {
    let approach = isFresh ? 1 : Float(1 - Exact.exponential(-stepSeconds / lowPassSeconds))
    isFresh = false
    take(
      field.shownActivity, low: preset[.shownLow], high: preset[.shownHigh], approach: approach, crew: crew,
      kernels: kernels)
  }

  /// Takes over values, of which `low` is shown as 0 and `high` as 1.
  func take(_ values: Slab<Float>, low: Float, high: Float, approach: Float, crew: Crew, kernels: DreamKernels) {
    var arguments = DreamSheetArguments(
      edge: Int32(edge), activity: values.base, shown: shown.base, approach: approach,
      floor: low, gain: 1 / max(0.01, high - low), plane: plane.base, quads: quads.base)
    crew.run(kernels.sheetLowPass, &arguments, rows: edge, band: 64)
    crew.run(kernels.sheetPlane, &arguments, rows: edge, band: 16)
    crew.run(kernels.sheetQuads, &arguments, rows: 2 * edge, band: 64)
  }

  /// What it carries from step to step: the quads too, since a sheet that rests is still looked at.
  func exchange(with ledger: inout StateLedger) {
    ledger.exchange(shown)
    ledger.exchange(quads)
    ledger.exchange(&isFresh)
  }
}
