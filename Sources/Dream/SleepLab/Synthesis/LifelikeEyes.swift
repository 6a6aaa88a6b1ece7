// Nights that are harder to read: eyes.
extension SignalPainter {
  mutating func paintLifelikeEyes(_ traits: SleeperTraits) {
    var moves = onsets(in: .rem, aMinute: 5, apartSeconds: 1.2)
    // Movements come in bursts.
    for onset in moves where chance.unit() < 0.5 {
      let next = onset + chance.within(1.1...2)
      if moves.allSatisfy({ abs($0 - next) > 1 }), stages[min(stages.count - 1, Int(next / 30))] == .rem {
        moves.append(next)
      }
    }
    for onset in moves.sorted() {
      let size = chance.within(55...190) * traits.eyeFactor
      paintJump(onset, size: size, seconds: chance.within(0.6...1.1))
      note(.eyeMovement, onset, 0.6, amplitude: size)
    }
    // Awake, eyes jump and blink.
    for onset in onsets(in: .wake, aMinute: 8, apartSeconds: 1.5) {
      paintJump(onset, size: chance.within(50...170) * traits.eyeFactor, seconds: chance.within(0.6...1.2))
    }
    for onset in onsets(in: .wake, aMinute: 9, apartSeconds: 1.5) {
      let shape = (0..<40).map { Float(110 * traits.eyeFactor) * Shape.bell($0, of: 40) }
      paintBoth(shape, (1, 0.9), at: onset)
    }
    paintRolling(traits)
  }

  private mutating func paintJump(_ onset: Double, size: Double, seconds: Double) {
    let shape = Shape.saccade(Float(size) * (chance.unit() < 0.5 ? -1 : 1), seconds: seconds)
    paintBoth(shape, (1, Float(-chance.within(0.7...1.15))), at: onset)
    // What the eyes do is seen at the forehead, and a little at the vertex.
    SignalPainter.add(shape, by: 0.06, at: onset, to: &brain)
  }

  /// Slow rolling as sleep begins, and slow drifts of REM, which are no rapid movements.
  private mutating func paintRolling(_ traits: SleeperTraits) {
    for (stage, rate) in [(Stage.n1, 8.0), (.rem, 2), (.wake, 1)] {
      for onset in onsets(in: stage, aMinute: rate, apartSeconds: 4) {
        let size = Float(chance.within(25...75) * traits.eyeFactor) * (chance.unit() < 0.5 ? -1 : 1)
        let count = Int(chance.within(2...4) * Double(SignalPainter.rateHz))
        let shape = (0..<count).map { size * Shape.bell($0, of: count) * Shape.sine(Double($0) / Double(count)) }
        paintBoth(shape, (1, -1), at: onset)
      }
    }
  }

  private mutating func paintBoth(_ shape: [Float], _ factors: (Float, Float), at onset: Double) {
    SignalPainter.add(shape, by: factors.0, at: onset, to: &leftEye)
    SignalPainter.add(shape, by: factors.1, at: onset, to: &rightEye)
  }
}
