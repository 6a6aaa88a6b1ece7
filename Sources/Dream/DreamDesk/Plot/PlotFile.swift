import Endings
import Glibc
import SleepLab

/// Where a plot goes: FILE.svg or FILE.png, whole or not at all, with the night's mark in it.
enum PlotFile {
  /// Draws a prepared night, or a recording that is prepared on the fly.
  ///
  /// - Parameters:
  ///   - input: the night or the recording.
  ///   - output: FILE.svg or FILE.png.
  ///   - mayReplace: whether a file that is there may be replaced.
  /// - Throws: a fault with the contract's number.
  static func write(of input: String, to output: String, mayReplace: Bool) throws {
    if !mayReplace, WholeFile.exists(output) { throw LabFault.fault(of: WholeFile.Failure.exists) }
    let night = try NightInput.open(input, for: .research).night
    var plot = NightPlot(
      night: night, spectrogram: Spectrogram(of: night), zeroSeconds: 0, isFromLightsOff: false)
    if !NightFile.isNight(path: input) {
      let recording = try LabFault.guarded { () throws(RecordingError) in try Recording(path: input) }
      let lightsOff = recording.annotations.first { $0.meaning == .lightsOff }?.onsetSeconds
      if let index = Montage(for: recording).choices[.eeg]?.index,
        let signal = recording.samples(of: index, baseline: recording.statistics(of: index)?.mean ?? 0)
      {
        plot = NightPlot(
          night: night, spectrogram: Spectrogram(of: signal, durationSeconds: night.durationSeconds),
          zeroSeconds: lightsOff ?? 0, isFromLightsOff: lightsOff != nil)
      }
    }
    try write(plot, to: output, mayReplace: mayReplace)
  }

  private static func write(_ plot: NightPlot, to output: String, mayReplace: Bool) throws {
    let plain = "\(output).part"
    defer { unlink(plain) }
    let isPNG = output.lowercased().hasSuffix(".png")
    do throws(PlotCanvas.Fault) {
      let canvas =
        isPNG
        ? try PlotCanvas(png: plain, width: NightPlot.width, height: NightPlot.height)
        : try PlotCanvas(svg: plain, width: NightPlot.width, height: NightPlot.height)
      plot.draw(on: canvas)
      try canvas.finish()
    } catch { throw CommandFault(.inputOutput, error.description) }
    let drawn = try LabFault.guarded { () throws(FileError) in try MappedBytes(path: plain) }
    let bytes = drawn.bytes(in: 0..<drawn.count)
    let marked =
      isPNG ? NightMark.marked(png: bytes, plot.night.id) : NightMark.marked(svg: bytes, plot.night.id)
    try LabFault.guarded { () throws(WholeFile.Failure) in
      try WholeFile.write(marked, to: output, mayReplace: mayReplace)
    }
  }
}
