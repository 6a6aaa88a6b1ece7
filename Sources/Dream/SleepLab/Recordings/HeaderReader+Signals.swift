// One signal's fields: its label, unit and calibration.
extension HeaderReader {
  /// Reads what the header says of one signal; what cannot be trusted is refused, not the file.
  mutating func signal(_ index: Int, of signalCount: Int, _ format: RecordingFormat) -> SignalHeader {
    let label = HeaderText.label(field(index, of: signalCount, SignalField.label))
    let dimension = field(index, of: signalCount, SignalField.dimension)
    let unit = Unit(field: dimension)
    let name = label.lowercased()
    let isAnnotations = name.hasPrefix("edf annotation") || name.hasPrefix("bdf annotation")
    let samples = HeaderText.whole(field(index, of: signalCount, SignalField.samplesPerRecord))
    var header = SignalHeader(
      label: label, kind: SignalKind(label: label), unit: unit, gain: 0, offset: 0,
      samplesPerRecord: samples.flatMap { $0 >= 0 ? $0 : nil } ?? -1, byteOffsetInRecord: 0, refusal: nil,
      declaredRange: nil, isAnnotations: isAnnotations)
    guard !isAnnotations else { return header }
    if Unit.isGuessed(field: dimension), case .voltage = unit {
      let place = HeaderReader.fixedByteCount + 96 * signalCount + 8 * index
      report(
        Repair(
          "unit",
          "byte \(place): the unit of signal \(index + 1) is damaged; taken for \(unit.factor == 1 ? "µV" : "mV")"))
    }
    header.refusal = calibrate(&header, index, of: signalCount, format)
    return header
  }

  /// Sets gain and offset, or says why they cannot be had.
  private mutating func calibrate(
    _ header: inout SignalHeader, _ index: Int, of signalCount: Int, _ format: RecordingFormat
  ) -> SignalHeader.Refusal? {
    let physicalMinimum = HeaderText.number(field(index, of: signalCount, SignalField.physicalMinimum))
    let physicalMaximum = HeaderText.number(field(index, of: signalCount, SignalField.physicalMaximum))
    let digitalMinimum = HeaderText.groupedWhole(field(index, of: signalCount, SignalField.digitalMinimum))
    let digitalMaximum = HeaderText.groupedWhole(field(index, of: signalCount, SignalField.digitalMaximum))
    guard let physicalMinimum, let physicalMaximum, let digitalMinimum, let digitalMaximum,
      physicalMinimum != physicalMaximum, digitalMinimum != digitalMaximum
    else { return .calibration }
    let steps = 1 << (8 * format.bytesPerSample)
    let width = abs(digitalMaximum - digitalMinimum)
    // A range that is twice too wide is careless; one that is wider belongs to other samples, and so does its gain.
    guard width <= 2 * steps else { return .digitalRange }
    if width > steps || min(digitalMinimum, digitalMaximum) < -steps / 2 - 1
      || max(digitalMinimum, digitalMaximum) > steps / 2 + 1
    {
      report(
        Repair(
          "digital-range",
          "signal \(index + 1) (\(header.label)) declares digital values that its samples cannot have; read as declared"
        ))
    }
    let gain = (physicalMaximum - physicalMinimum) / Double(digitalMaximum - digitalMinimum)
    let offset = physicalMinimum - gain * Double(digitalMinimum)
    let factor = header.unit.factor
    guard (gain * factor * 8_388_608 * 8_388_608).isFinite, (offset * factor).isFinite, gain * factor != 0,
      abs(offset * factor) < 1e30, abs(gain * factor) < 1e30
    else { return .calibration }
    if gain < 0 {
      report(
        Repair(
          "inverted-range",
          "signal \(index + 1) (\(header.label)) has an inverted range; its polarity is inverted as the header says"))
    }
    let ends = [physicalMinimum * factor, physicalMaximum * factor]
    header.declaredRange = min(ends[0], ends[1])...max(ends[0], ends[1])
    header.gain = gain * factor
    header.offset = offset * factor
    return nil
  }
}
