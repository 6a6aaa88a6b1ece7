import SleepLab

/// A night on one page: hypnogram, spectrogram, band powers and events on one axis of time. It names nobody.
struct NightPlot {
  let night: Night
  let spectrogram: Spectrogram
  /// Where the axis has its zero, in seconds from the recording's beginning.
  let zeroSeconds: Double
  /// Whether the lights went off at the zero; else the recording began.
  let isFromLightsOff: Bool

  static let width = 960.0, height = 800.0
  private static let left = 86.0, right = 812.0
  private static let stages: [Stage] = [.wake, .rem, .n1, .n2, .n3]

  /// Draws the page.
  func draw(on canvas: PlotCanvas) {
    hypnogram(canvas, top: 24, bottom: 168)
    spectra(canvas, top: 196, bottom: 392)
    bands(canvas, top: 420, bottom: 572)
    events(canvas, top: 600, bottom: 720)
    timeAxis(canvas, bottom: 720)
  }

  private func x(_ seconds: Double) -> Double {
    let share = night.durationSeconds > 0 ? seconds / night.durationSeconds : 0
    return Self.left + share * (Self.right - Self.left)
  }

  private func frame(_ canvas: PlotCanvas, _ top: Double, _ bottom: Double, title: String, axis: String) {
    let corners = [(Self.left, top), (Self.right, top), (Self.right, bottom), (Self.left, bottom), (Self.left, top)]
    canvas.line(corners.map { (x: $0.0, y: $0.1) }, .ink, thickness: 0.8)
    canvas.text(title, Self.left, top - 10, size: 12)
    canvas.text(axis, 22, (top + bottom) / 2, size: 11, .centre, isUpright: true)
  }

  private func tick(_ canvas: PlotCanvas, _ y: Double, _ words: String) {
    canvas.line([(x: Self.left - 4, y: y), (x: Self.left, y: y)], .ink, thickness: 0.8)
    canvas.text(words, Self.left - 7, y, size: 10, .right)
  }

  private func hypnogram(_ canvas: PlotCanvas, top: Double, bottom: Double) {
    let step = (bottom - top) / Double(Self.stages.count)
    func y(_ stage: Stage) -> Double? {
      Self.stages.firstIndex(of: stage).map { top + (Double($0) + 0.5) * step }
    }
    var points: [(x: Double, y: Double)?] = []
    for period in night.periods {
      guard let level = y(period.stage) else {
        points.append(nil)
        continue
      }
      points += [(x: x(period.seconds.lowerBound), y: level), (x: x(period.seconds.upperBound), y: level)]
    }
    canvas.line(points, .ink, thickness: 1.2)
    for period in night.periods(of: .rem) {
      guard let level = y(.rem) else { continue }
      let ends = [period.seconds.lowerBound, period.seconds.upperBound]
      canvas.line(ends.map { (x: x($0), y: level) }, PlotColour(0xB03060), thickness: 4)
    }
    for stage in Self.stages { if let level = y(stage) { tick(canvas, level, stage.wording) } }
    let scorer = night.epochs.first?.scoredBy.wording ?? "nobody"
    frame(canvas, top, bottom, title: "Hypnogram (30 s epochs, scored by \(scorer))", axis: "Stage")
    let counts = Self.stages.map { stage in
      "\(stage.wording) \(Int((Double(night.epochs.count { $0.stage == stage }) / 2).rounded())) min"
    }
    for (index, words) in counts.enumerated() {
      canvas.text(words, Self.right + 12, top + (Double(index) + 0.5) * step, size: 10)
    }
  }

  private func spectra(_ canvas: PlotCanvas, top: Double, bottom: Double) {
    let range = Band.wholeRangeHz
    let scale = spectrogram.scaleDecibels
    func y(_ hertz: Double) -> Double {
      bottom - (hertz - range.lowerBound) / (range.upperBound - range.lowerBound) * (bottom - top)
    }
    let rows = 236
    let rowIndices = (0..<rows).map { row -> Int? in
      let hertz = range.upperBound - (Double(row) + 0.5) / Double(rows) * (range.upperBound - range.lowerBound)
      return spectrogram.rowsHz.firstIndex { $0.contains(hertz) }
    }
    let width = x(Double(spectrogram.columns.count) * spectrogram.columnSeconds) - Self.left
    let span = Double(scale.upperBound - scale.lowerBound)
    canvas.picture(Self.left, top, width, bottom - top, columns: spectrogram.columns.count, rows: rows) { column, row in
      guard let values = spectrogram.columns[column], let index = rowIndices[row] else { return .faint }
      return PlotColours.scale(Double(values[index] - scale.lowerBound) / span)
    }
    canvas.fill(Self.right, top - 1, 40, bottom - top + 2, .paper)
    for hertz in [0.5, 5, 10, 15, 20, 25, 30] { tick(canvas, y(hertz), PlainNumber.text(hertz)) }
    let kind = spectrogram.rowsHz.count == Band.allCases.count ? "Mean density of each band" : "Spectrogram"
    frame(canvas, top, bottom, title: "\(kind) (EEG, Welch, Hann 4 s)", axis: "Frequency (Hz)")
    colourBar(canvas, top: top, bottom: bottom, scale)
  }

  private func colourBar(_ canvas: PlotCanvas, top: Double, bottom: Double, _ scale: ClosedRange<Float>) {
    let x = Self.right + 14
    canvas.picture(x, top, 12, bottom - top, columns: 1, rows: 256) { _, row in
      PlotColours.scale(1 - Double(row) / 255)
    }
    let range = Double(scale.lowerBound)...Double(scale.upperBound)
    for value in AxisTicks.places(in: range, most: 6, steps: [1, 2, 5, 10, 20, 50]) {
      let y = bottom - (value - range.lowerBound) / (range.upperBound - range.lowerBound) * (bottom - top)
      canvas.line([(x: x + 12, y: y), (x: x + 15, y: y)], .ink, thickness: 0.8)
      canvas.text(PlainNumber.text(value), x + 18, y, size: 10)
    }
    canvas.text("dB re 1 µV²/Hz", x + 58, (top + bottom) / 2, size: 11, .centre, isUpright: true)
  }

  private func bands(_ canvas: PlotCanvas, top: Double, bottom: Double) {
    func y(_ share: Float) -> Double { bottom - Double(max(0, min(1, share))) * (bottom - top) }
    for share in [Float(0.25), 0.5, 0.75] {
      canvas.line([(x: Self.left, y: y(share)), (x: Self.right, y: y(share))], .faint, thickness: 0.6)
    }
    for (index, band) in Band.allCases.enumerated() {
      let points = night.epochs.indices.map { epoch -> (x: Double, y: Double)? in
        smoothed(band, epoch).map { (x: x((Double(epoch) + 0.5) * Epoch.lengthSeconds), y: y($0)) }
      }
      canvas.line(points, PlotColours.of(band), thickness: 1.2)
      let height = top + 14 + Double(index) * 26
      canvas.line(
        [(x: Self.right + 14, y: height), (x: Self.right + 34, y: height)], PlotColours.of(band), thickness: 3)
      canvas.text("\(letter(band)) \(words(band.rangeHz)) Hz", Self.right + 40, height, size: 10)
    }
    for share in [Float(0), 0.25, 0.5, 0.75, 1] { tick(canvas, y(share), PlainNumber.text(Double(share * 100))) }
    frame(canvas, top, bottom, title: "Relative band power (mean of 5 epochs)", axis: "Share of 0.5–30 Hz (%)")
  }

  /// The mean of an epoch's relative power and of two neighbours on each side.
  private func smoothed(_ band: Band, _ epoch: Int) -> Float? {
    guard night.epochs[epoch].powers != nil else { return nil }
    let around = night.epochs[max(0, epoch - 2)...min(night.epochs.count - 1, epoch + 2)]
    let values = around.compactMap { $0.powers?.relative[band] }
    return values.reduce(0, +) / Float(max(1, values.count))
  }

  private func letter(_ band: Band) -> String {
    switch band {
    case .delta: "δ"
    case .theta: "θ"
    case .alpha: "α"
    case .sigma: "σ"
    case .beta: "β"
    }
  }

  private func words(_ range: ClosedRange<Double>) -> String {
    "\(PlainNumber.text(range.lowerBound))–\(PlainNumber.text(range.upperBound))"
  }

  private func events(_ canvas: PlotCanvas, top: Double, bottom: Double) {
    let kinds: [(SleepEvent.Kind, String)] = [
      (.spindle, "Spindles"), (.slowWave, "Slow waves"), (.kComplex, "K-complexes"), (.eyeMovement, "Eye mov."),
    ]
    let step = (bottom - top) / Double(kinds.count)
    for (index, (kind, name)) in kinds.enumerated() {
      let middle = top + (Double(index) + 0.5) * step
      let found = night.events.filter { $0.kind == kind }
      for event in found {
        let place = x(event.onsetSeconds)
        let ends = [(x: place, y: middle - step * 0.36), (x: place, y: middle + step * 0.36)]
        canvas.line(ends, PlotColours.of(kind), thickness: 0.6, opacity: 0.5)
      }
      canvas.text(name, Self.left - 7, middle, size: 10, .right)
      canvas.text("n = \(found.count)", Self.right + 12, middle, size: 10)
    }
    frame(canvas, top, bottom, title: "Events (a line at each onset)", axis: "")
  }

  private func timeAxis(_ canvas: PlotCanvas, bottom: Double) {
    let range = (-zeroSeconds)...(night.durationSeconds - zeroSeconds)
    let isShort = night.durationSeconds < 3 * 3600
    let steps: [Double] = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400]
    for place in AxisTicks.places(in: range, most: 12, steps: steps) {
      let at = x(place + zeroSeconds)
      canvas.line([(x: at, y: bottom), (x: at, y: bottom + 5)], .ink, thickness: 0.8)
      let value = PlainNumber.text(PlainNumber.rounded(place / (isShort ? 60 : 3600), digits: 3))
      canvas.text(value, at, bottom + 14, size: 10, .centre)
    }
    let unit = isShort ? "min" : "h"
    let zero = isFromLightsOff ? "lights-off" : "the recording's beginning"
    canvas.text("Time from \(zero) (\(unit))", (Self.left + Self.right) / 2, bottom + 34, size: 11, .centre)
  }
}
