import DreamKernels

/// Two substances that react and diffuse: what grows over the old picture in light sleep (Gray and Scott 1984, doi
/// 10.1016/0009-2509(84)87017-7; the map of its patterns: Pearson 1993, doi 10.1126/science.261.5118.189).
///
/// `∂u = ∇²u − uv² + f(1 − u)`, `∂v = ½∇²v + uv² − (f + k)v`, in whole steps. Every so often a disc is cleared, so that
/// something always grows.
final class Reaction {
  /// Edge of the sheet in cells.
  let edge: Int
  private var substrate: Slab<Float>, reagent: Slab<Float>
  private var nextSubstrate: Slab<Float>, nextReagent: Slab<Float>
  private let seed: UInt64
  private var owedSteps = 0.0
  private var steps = 0, marks = 0

  /// Steps from one clearing to the next.
  static let clearedEverySteps = 900

  init(edge: Int, seed: UInt64) {
    precondition(edge >= 32 && edge <= 1024 && edge & (edge - 1) == 0)
    self.edge = edge
    self.seed = seed
    substrate = Slab(count: edge * edge, of: 1)
    reagent = Slab(count: edge * edge, of: 0)
    nextSubstrate = Slab(count: edge * edge, of: 1)
    nextReagent = Slab(count: edge * edge, of: 0)
    sow(places: 26)
  }

  /// The reagent, row by row, 0 to 1.
  var concentration: Slab<Float> { reagent }
  /// The other substance.
  var ground: Slab<Float> { substrate }

  /// Puts drops of reagent somewhere.
  func sow(places: Int) {
    for _ in 0..<places { mark(radius: 3 + marks % 3, reagent: 0.5, substrate: 0.35) }
  }

  /// Clears the sheet but for some drops, so that growth begins anew.
  func begin(places: Int) {
    for cell in 0..<(edge * edge) {
      substrate.base[cell] = 1
      reagent.base[cell] = 0
    }
    sow(places: places)
  }

  /// Lets time pass.
  ///
  /// - Parameters:
  ///   - newSteps: steps, of which the whole ones are done and the rest is kept.
  ///   - atMost: bound on the work; what is beyond is dropped.
  func advance(steps newSteps: Double, feed: Float, kill: Float, atMost: Int, crew: Crew, kernels: DreamKernels) {
    owedSteps += newSteps
    var done = 0
    while owedSteps >= 1, done < atMost {
      owedSteps -= 1
      done += 1
      var arguments = DreamReactionArguments(
        edge: Int32(edge), substrate: substrate.base, reagent: reagent.base, nextSubstrate: nextSubstrate.base,
        nextReagent: nextReagent.base, feed: feed, kill: kill)
      crew.run(kernels.reaction, &arguments, rows: edge, band: 32)
      swap(&substrate, &nextSubstrate)
      swap(&reagent, &nextReagent)
      steps += 1
      if steps % Reaction.clearedEverySteps == 0 { mark(radius: 18 + marks % 14, reagent: 0, substrate: 1) }
      if steps % Reaction.clearedEverySteps == Reaction.clearedEverySteps / 2 { sow(places: 1) }
    }
    if done == atMost { owedSteps = min(owedSteps, 1) }
  }

  private func mark(radius: Int, reagent level: Float, substrate rest: Float) {
    marks += 1
    let place = Exact.hash(seed, marks, 12)
    let column = Int(place % UInt64(edge)), row = Int(place >> 24) & (edge - 1)
    for dy in -radius...radius {
      for dx in -radius...radius where dx * dx + dy * dy <= radius * radius {
        let cell = ((row + dy) & (edge - 1)) * edge + ((column + dx) & (edge - 1))
        reagent.base[cell] = level
        substrate.base[cell] = rest
      }
    }
  }

  /// What it carries from step to step.
  func exchange(with ledger: inout StateLedger) {
    ledger.exchange(substrate)
    ledger.exchange(reagent)
    ledger.exchange(&owedSteps)
    ledger.exchange(&steps)
    ledger.exchange(&marks)
  }
}
