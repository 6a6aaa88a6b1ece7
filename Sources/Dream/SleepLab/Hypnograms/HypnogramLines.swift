/// A hypnogram of one code a line, one line an epoch.
struct HypnogramLines {
  let hypnogram: Hypnogram
  private(set) var repairs: [Repair] = []

  /// Reads the lines. Digits are Rechtschaffen and Kales (4 is deep sleep, 5 is REM) where a 5 occurs, else 4 is REM.
  init(_ bytes: [UInt8]) throws(HypnogramError) {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    var codes: [String] = []
    for (index, line) in text.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let code = String(decoding: HeaderText.trimmed(Array(line)).prefix(16), as: UTF8.self).lowercased()
      if code.isEmpty || code.hasPrefix("#") { continue }
      guard StageWording.stage(ofCode: code) != nil else {
        // The first line may be the name of the column.
        if index == 0 {
          repairs.append(Repair("first-line", "line 1 is no stage; taken for a heading"))
          continue
        }
        throw .lineUnreadable(index + 1)
      }
      codes.append(code)
    }
    guard !codes.isEmpty else { throw .noStages }
    let fourIsREM = codes.contains("4") && !codes.contains("5")
    if fourIsREM { repairs.append(Repair("digits", "no 5 occurs among the codes; 4 is taken for REM, 3 for N3")) }
    var periods: [StagePeriod] = []
    for (index, code) in codes.enumerated() {
      let stage = fourIsREM && code == "4" ? .rem : StageWording.stage(ofCode: code) ?? .unknown
      let start = Double(index) * Epoch.lengthSeconds
      periods.append(StagePeriod(stage: stage, seconds: start..<(start + Epoch.lengthSeconds)))
    }
    hypnogram = Hypnogram(periods: periods)
  }
}
