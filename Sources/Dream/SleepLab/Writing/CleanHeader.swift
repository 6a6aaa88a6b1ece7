/// The header of a clean copy: every field is made anew, none is carried over as it stood.
struct CleanHeader {
  private(set) var bytes: [UInt8] = []

  /// Makes the header.
  init(_ recording: Recording, _ signals: [Int], _ labels: [String], listSamples: Int, recordCount: Int) {
    let header = recording.header
    let count = signals.count + 1
    let isBDF = header.format.isBDF
    let hasGaps = recording.timeline.segments.count > 1
    bytes = isBDF ? [0xFF] + Array("BIOSEMI".utf8) : Array("0       ".utf8)
    add("X X X X", 80)
    add("Startdate X X X X", 80)
    add("01.01.85", 8)
    add("00.00.00", 8)
    add("\(256 * (count + 1))", 8)
    add("\(isBDF ? "BDF" : "EDF")+\(hasGaps ? "D" : "C")", 44)
    add("\(recordCount)", 8)
    add(HeaderNumber.text(header.recordSeconds ?? 0).text, 8)
    add("\(count)", 4)
    let raw = HeaderReader(recording.bytes)
    let field = { (index: Int, place: (start: Int, width: Int)) in
      raw.field(index, of: header.signals.count, place)
    }
    column(labels, isBDF ? "BDF Annotations" : "EDF Annotations", 16)
    column(labels.map { _ in "" }, "", 80)
    column(signals.map { CleanHeader.unit(header.signals[$0].unit) }, "", 8)
    let digital = isBDF ? ["-8388608", "8388607"] : ["-32768", "32767"]
    let numbers: [((start: Int, width: Int), String)] = [
      (HeaderReader.SignalField.physicalMinimum, "-1"), (HeaderReader.SignalField.physicalMaximum, "1"),
      (HeaderReader.SignalField.digitalMinimum, digital[0]), (HeaderReader.SignalField.digitalMaximum, digital[1]),
    ]
    for (place, own) in numbers {
      let isDigital = place.start >= HeaderReader.SignalField.digitalMinimum.start
      column(signals.map { CleanHeader.number(field($0, place), isDigital: isDigital) }, own, 8)
    }
    column(signals.map { CleanHeader.filters(field($0, (136, 80))) }, "", 80)
    column(signals.map { "\(header.signals[$0].samplesPerRecord)" }, "\(listSamples)", 8)
    column(labels.map { _ in "" }, "", 32)
  }

  private mutating func add(_ text: String, _ width: Int) {
    let field = Array(text.utf8.prefix(width))
    bytes += field + repeatElement(32, count: width - field.count)
  }

  private mutating func column(_ texts: [String], _ annotations: String, _ width: Int) {
    for text in texts { add(text, width) }
    add(annotations, width)
  }

  /// A number as it stood, where it is one and nothing else; a void one stays void.
  private static func number(_ field: [UInt8], isDigital: Bool) -> String {
    if isDigital, let whole = HeaderText.groupedWhole(field) { return "\(whole)" }
    guard HeaderText.number(field) != nil, !isDigital else { return "" }
    return String(decoding: HeaderText.trimmed(field).prefix { $0 != 0 }.filter { $0 != 32 }, as: UTF8.self)
  }

  private static func unit(_ unit: Unit) -> String {
    switch unit {
    case .voltage(let microvolts):
      switch microvolts {
      case 1: "uV"
      case 1e3: "mV"
      case 1e-3: "nV"
      default: "V"
      }
    case .other(let words): knownUnits.contains(words.lowercased()) ? words : ""
    case .none: ""
    }
  }

  private static let knownUnits: Set<String> = [
    "%", "degc", "mmhg", "bpm", "hz", "l/min", "l/s", "cmh2o", "lux", "ohm", "kohm", "a", "ma", "g", "s", "db",
    "boolean", "n/a", "deg", "l", "ml", "rpm",
  ]

  /// What was filtered, where it is said in the form of EDF+ (`HP:0.3Hz LP:35Hz N:50Hz`).
  private static func filters(_ field: [UInt8]) -> String {
    let words = HeaderText.label(field).split { $0 == " " || $0 == ";" || $0 == "," }
    let kept = words.filter { word in
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, ["HP", "LP", "N", "BP"].contains(parts[0].uppercased()) else { return false }
      let value = parts[1].lowercased().hasSuffix("hz") ? parts[1].dropLast(2) : parts[1]
      return value.uppercased() == "DC" || ScoringText.number(value) != nil
    }
    return kept.joined(separator: " ")
  }
}
