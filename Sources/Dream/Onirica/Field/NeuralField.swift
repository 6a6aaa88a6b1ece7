import DreamKernels

/// The neural field: a sheet of cortex that makes patterns by itself.
///
/// Its time is its own: milliseconds of the field pass as the look wants them to, in whole Euler steps.
public final class NeuralField {
  /// Edge of the sheet in cells.
  public let edge: Int
  private let excitatory: Slab<Float>, inhibitory: Slab<Float>
  private let excitatoryAlong: Slab<Float>, inhibitoryAlong: Slab<Float>
  private let strobed: Slab<Float>, unrest: Slab<Float>
  private let seed: UInt64
  private var stirs = 0, pokes = 0
  private var millisecondsToPoke = 0.0
  private var owedMilliseconds = 0.0
  private var drivePhase = 0.0
  private var driveCount = 0

  /// A sheet of coarse noise, from which every preset finds its pattern.
  ///
  /// - Parameters:
  ///   - edge: cells, a power of two from 32 to 1024.
  ///   - seed: what the noise comes from.
  public init(edge: Int, seed: UInt64) {
    precondition(edge >= 32 && edge <= 1024 && edge & (edge - 1) == 0)
    self.edge = edge
    self.seed = seed
    excitatory = Slab(count: edge * edge, of: 0)
    inhibitory = Slab(count: edge * edge, of: 0)
    excitatoryAlong = Slab(count: edge * edge, of: 0)
    inhibitoryAlong = Slab(count: edge * edge, of: 0)
    strobed = Slab(count: edge * edge, of: 0)
    unrest = Slab(count: edge * edge, of: 0)
    fillUnrest()
    stir(share: 1)
    strobed.base.update(from: excitatory.base, count: edge * edge)
  }

  /// Coarse noise between 0 and 1, mostly near its ends: blobs of some ten cells.
  private func fillUnrest() {
    let coarse = 16
    let lattice = (0..<(coarse * coarse)).map { Exact.chance(seed, $0, 1) * 2 - 1 }
    let scale = Double(coarse) / Double(edge)
    for y in 0..<edge {
      let rowPlace = Double(y) * scale
      let row = Int(rowPlace)
      let shareY = Exact.smooth(rowPlace - Double(row))
      let upper = row * coarse
      let lower = (row + 1) % coarse * coarse
      for x in 0..<edge {
        let columnPlace = Double(x) * scale
        let column = Int(columnPlace)
        let shareX = Exact.smooth(columnPlace - Double(column))
        let next = (column + 1) % coarse
        let above = lattice[upper + column] * (1 - shareX) + lattice[upper + next] * shareX
        let below = lattice[lower + column] * (1 - shareX) + lattice[lower + next] * shareX
        let fine = Exact.chance(seed, y * edge + x, 2) - 0.5
        let level = 0.5 + 1.6 * (above + (below - above) * shareY) + 0.3 * fine
        unrest.base[y * edge + x] = Float(min(max(level, 0), 1))
      }
    }
  }

  /// Unsettles the sheet, so that a new preset finds something to grow from.
  ///
  /// - Parameter share: how much of the old activity gives way, 0 to 1.
  public func stir(share: Float) {
    stirs += 1
    let shifts = Exact.hash(seed, stirs, 4)
    let cells = edge * edge
    let first = Int(shifts % UInt64(cells)), second = Int(shifts >> 32) % cells
    for cell in 0..<cells {
      let e = unrest.base[(cell + first) & (cells - 1)], i = unrest.base[(cell + second) & (cells - 1)] * 0.8
      excitatory.base[cell] += share * (e - excitatory.base[cell])
      inhibitory.base[cell] += share * (i - inhibitory.base[cell])
    }
  }

  /// Excites a small disc somewhere: from it bumps and bubbles grow.
  func poke() {
    pokes += 1
    let place = Exact.hash(seed, pokes, 6)
    let column = Int(place % UInt64(edge)), row = Int(place >> 20) & (edge - 1)
    let radius = 3 + Int(place >> 50) % 3
    for dy in -radius...radius {
      for dx in -radius...radius where dx * dx + dy * dy <= radius * radius {
        excitatory.base[((row + dy) & (edge - 1)) * edge + ((column + dx) & (edge - 1))] = 0.9
      }
    }
  }

  /// Excitatory activity, row by row, 0 to 1: for tests and for those who want to look.
  public var activity: [Float] { excitatory.array }

  /// Inhibitory activity, row by row.
  var inhibition: [Float] { inhibitory.array }

  /// What should be shown now. A driven field is strobed every second period of its drive, since it would flicker.
  var shownActivity: Slab<Float> { isDriven ? strobed : excitatory }
  private var isDriven = false

  /// Lets the field's time pass.
  ///
  /// - Parameters:
  ///   - milliseconds: of the field, 0 or more; what is less than a step is kept for the next call.
  ///   - preset: the numbers.
  ///   - stepsAtMost: bound on the work; time beyond it is dropped.
  ///   - crew: who works.
  ///   - kernels: at which level.
  func advance(
    milliseconds: Double, preset: FieldPreset, stepsAtMost: Int, crew: Crew, kernels: DreamKernels
  ) {
    let step = Double(preset[.step])
    owedMilliseconds += milliseconds
    isDriven = preset.isDriven
    var arguments = self.arguments(of: preset)
    var steps = 0
    while owedMilliseconds >= step && steps < stepsAtMost {
      owedMilliseconds -= step
      steps += 1
      pokeWhenDue(step: step, preset: preset)
      drivePhase += step / Double(preset[.driveT])
      if drivePhase >= 1 {
        drivePhase -= 1
        driveCount += 1
        if driveCount % 2 == 0 { strobed.base.update(from: excitatory.base, count: edge * edge) }
      }
      // sin(2πφ) > 0.8 exactly where φ lies between these.
      let stimulated = drivePhase > 0.147583617650433 && drivePhase < 0.352416382349567
      arguments.drive = stimulated ? preset[.driveA] * FieldPreset.stimulusGain : 0
      crew.run(kernels.fieldAlong, &arguments, rows: edge, band: 32)
      crew.run(kernels.fieldStep, &arguments, rows: edge, band: 32)
    }
    if steps == stepsAtMost { owedMilliseconds = min(owedMilliseconds, step) }
  }

  private func pokeWhenDue(step: Double, preset: FieldPreset) {
    guard preset[.pokeEvery] > 0 else { return }
    millisecondsToPoke -= step
    guard millisecondsToPoke <= 0 else { return }
    millisecondsToPoke = Double(preset[.pokeEvery])
    poke()
  }

  private func arguments(of preset: FieldPreset) -> DreamFieldArguments {
    let e = NeuralField.halfGaussian(reach: Int(DREAM_EXCITATORY_REACH), sigma: preset[.sigmaE])
    let i = NeuralField.halfGaussian(reach: Int(DREAM_INHIBITORY_REACH), sigma: preset[.sigmaI])
    return DreamFieldArguments(
      edge: Int32(edge), excitatory: excitatory.base, inhibitory: inhibitory.base,
      excitatoryAlong: excitatoryAlong.base, inhibitoryAlong: inhibitoryAlong.base,
      excitatoryKernel: (e[0], e[1], e[2], e[3], e[4], e[5], e[6]),
      inhibitoryKernel: (i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], i[8], i[9], i[10], i[11], i[12]),
      excitatoryToExcitatory: preset[.aee], inhibitoryToExcitatory: preset[.aei],
      excitatoryToInhibitory: preset[.aie], inhibitoryToInhibitory: preset[.aii],
      excitatoryThreshold: preset[.thetaE], inhibitoryThreshold: preset[.thetaI], drive: 0,
      excitatoryRate: preset[.step] / preset[.tauE], inhibitoryRate: preset[.step] / preset[.tauI])
  }

  /// Half a Gaussian, centre first, whose two sides sum to one: sixteen places, those beyond the reach nought.
  static func halfGaussian(reach: Int, sigma: Float) -> SIMD16<Float> {
    var sum = 0.0
    let scale = -0.5 / (Double(sigma) * Double(sigma))
    for k in 0...reach { sum += (k == 0 ? 1 : 2) * Exact.exponential(Double(k * k) * scale) }
    var half = SIMD16<Float>.zero
    for k in 0...reach { half[k] = Float(Exact.exponential(Double(k * k) * scale) / sum) }
    return half
  }

  /// What it carries from step to step. What it was begun with is not among it.
  func exchange(with ledger: inout StateLedger) {
    ledger.exchange(excitatory)
    ledger.exchange(inhibitory)
    ledger.exchange(strobed)
    ledger.exchange(&stirs)
    ledger.exchange(&pokes)
    ledger.exchange(&millisecondsToPoke)
    ledger.exchange(&owedMilliseconds)
    ledger.exchange(&drivePhase)
    ledger.exchange(&driveCount)
    ledger.exchange(&isDriven)
  }
}
