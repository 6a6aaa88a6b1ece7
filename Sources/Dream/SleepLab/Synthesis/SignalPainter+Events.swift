// The events of sleep, as shapes laid upon the background.
extension SignalPainter {
  mutating func paintBrainEvents() {
    for (stage, rate) in [(Stage.n2, 5.0), (.n3, 1.5)] {
      for onset in onsets(in: stage, aMinute: rate, apartSeconds: 3) { paintSpindle(onset) }
    }
    for onset in onsets(in: .n2, aMinute: 1.3, apartSeconds: 6) {
      let depth = Float(chance.within(95...140))
      lay(Shape.wave(depth: depth, crest: 0.55 * depth, spread: 0.14, seconds: 1.4), at: onset)
      note(.kComplex, onset, 1.4, amplitude: 1.55 * Double(depth))
    }
    for onset in onsets(in: .n3, aMinute: 16, apartSeconds: 1.6) {
      let depth = Float(chance.within(65...105))
      lay(Shape.wave(depth: depth, crest: 0.7 * depth, spread: 0.17, seconds: 1.3), at: onset)
      note(.slowWave, onset, 1.3, amplitude: 1.7 * Double(depth))
    }
  }

  private mutating func paintSpindle(_ onset: Double) {
    let seconds = chance.within(0.7...1.5)
    let frequency = 13.3 + 0.4 * chance.normal()
    let strength = Float(chance.within(24...40))
    let count = Int(seconds * Double(SignalPainter.rateHz))
    let shape = (0..<count).map { index in
      strength * Shape.bell(index, of: count) * Shape.sine(frequency * Double(index) / Double(SignalPainter.rateHz))
    }
    lay(shape, at: onset)
    note(.spindle, onset, seconds, frequencyHz: frequency, amplitude: 2 * Double(strength))
  }

  /// Lays a shape upon the brain's signals and, weaker, upon the eyes', which stand near.
  mutating func lay(_ shape: [Float], at onset: Double) {
    SignalPainter.add(shape, by: 1, at: onset, to: &brain)
    SignalPainter.add(shape, by: 0.6, at: onset, to: &back)
    SignalPainter.add(shape, by: 0.35, at: onset, to: &leftEye)
    SignalPainter.add(shape, by: 0.35, at: onset, to: &rightEye)
  }

  /// Notes what was laid.
  mutating func note(
    _ kind: SleepEvent.Kind, _ onset: Double, _ seconds: Double, frequencyHz: Double? = nil, amplitude: Double
  ) {
    truth.append(
      .init(
        kind: kind, onsetSeconds: onset, durationSeconds: seconds, frequencyHz: frequencyHz,
        amplitudeMicrovolts: amplitude))
  }

  mutating func paintEyes() {
    // Bursts: a movement is often followed by others.
    var moves = onsets(in: .rem, aMinute: 6, apartSeconds: 1.2)
    for onset in moves where chance.unit() < 0.4 {
      let next = onset + chance.within(1.3...2.2)
      if moves.allSatisfy({ abs($0 - next) > 1.2 }), stages[min(stages.count - 1, Int(next / 30))] == .rem {
        moves.append(next)
      }
    }
    for onset in moves.sorted() {
      let size = Float(chance.within(80...190)) * (chance.unit() < 0.5 ? -1 : 1)
      let shape = Shape.saccade(size, seconds: 0.9)
      SignalPainter.add(shape, by: 1, at: onset, to: &leftEye)
      SignalPainter.add(shape, by: Float(-chance.within(0.85...1.1)), at: onset, to: &rightEye)
      note(.eyeMovement, onset, 0.9, amplitude: Double(abs(size)))
    }
    for onset in onsets(in: .wake, aMinute: 10, apartSeconds: 1.5) {
      let size = Float(chance.within(60...140))
      let shape = (0..<50).map { size * Shape.bell($0, of: 50) }
      SignalPainter.add(shape, by: 1, at: onset, to: &leftEye)
      SignalPainter.add(shape, by: 0.9, at: onset, to: &rightEye)
    }
    // Slow rolling eyes as sleep begins.
    for onset in onsets(in: .n1, aMinute: 8, apartSeconds: 4) {
      let size = Float(chance.within(30...60)) * (chance.unit() < 0.5 ? -1 : 1)
      let shape = (0..<300).map { size * Shape.bell($0, of: 300) * Shape.sine(Double($0) / 300) }
      SignalPainter.add(shape, by: 1, at: onset, to: &leftEye)
      SignalPainter.add(shape, by: -1, at: onset, to: &rightEye)
    }
  }

  static func add(_ shape: [Float], by factor: Float, at onset: Double, to signal: inout [Float]) {
    let start = Int(onset * Double(rateHz))
    for (index, value) in shape.enumerated() where start + index < signal.count {
      signal[start + index] += factor * value
    }
  }
}

/// The shapes of events, by arithmetic alone, so that every machine gives the same bits.
enum Shape {
  /// From 0 to 1 and back to 0, smooth at both ends (the square of a parabola).
  static func bell(_ index: Int, of count: Int) -> Float {
    let place = Float(index) / Float(max(1, count - 1))
    let parabola = 4 * place * (1 - place)
    return parabola * parabola
  }

  /// A sine of whole turns by its series, good to a ten-thousandth.
  static func sine(_ turns: Double) -> Float {
    var part = turns - turns.rounded(.down)
    var sign = 1.0
    if part >= 0.5 { (part, sign) = (part - 0.5, -1) }
    if part > 0.25 { part = 0.5 - part }
    let angle = 2 * Double.pi * part
    let square = angle * angle
    return Float(sign * angle * (1 - square / 6 * (1 - square / 20 * (1 - square / 42))))
  }

  /// A slow wave: a trough, then a rounder crest.
  static func wave(depth: Float, crest: Float, spread: Double, seconds: Double) -> [Float] {
    (0..<Int(seconds * Double(SignalPainter.rateHz))).map { index in
      let time = Double(index) / Double(SignalPainter.rateHz)
      return -depth * hump((time - 0.35) / spread) + crest * hump((time - 0.87) / (spread * 1.35))
    }
  }

  /// An eye's jump: fast up, held, slowly back.
  static func saccade(_ size: Float, seconds: Double) -> [Float] {
    (0..<Int(seconds * Double(SignalPainter.rateHz))).map { index in
      let time = Double(index) / Double(SignalPainter.rateHz)
      let rise = min(1, time / 0.06)
      let fall = max(0, min(1, (seconds - time) / 0.5))
      return size * Float(rise * rise * (3 - 2 * rise) * fall * fall * (3 - 2 * fall))
    }
  }

  /// A hump of width 1 around 0: 1/(1+x²)³, near to a bell curve.
  private static func hump(_ place: Double) -> Float {
    let base = 1 + place * place / 3
    return Float(1 / (base * base * base))
  }
}
