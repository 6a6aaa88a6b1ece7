import Screens

/// What a screen reports of itself, to the letter of the contract.
struct ActualReport: Equatable {
  var rev: Int?
  /// `dreaming`, `stills`, `splice`, `still`, `slate`, `dark`, or `starting` before the first frame of a dream or the first still.
  var state: String
  var night: String?
  var stage: String?
  var position: Double?
  /// Those who dream beside it, and those who are wanted there and cannot be used.
  var chorus: [String] = [], leftOut: [StageChorus.LeftOut] = []
  var width: Int, height: Int
  var internalWidth: Int, internalHeight: Int
  /// `gpu` while a graphics device draws, else `cpu`.
  var renderer = "cpu"
  var framesPerSecond: Double
  var p50: Double, p99: Double, longest: Double
  /// As `FrameTimes.buckets` counts them.
  var buckets: [UInt32] = []
  var missed: Int
  var interventions: Int
  var warnings: [String]
  /// In mode `stills`: what hangs, and what is in memory for later.
  var stills: StillsReport?
  /// In mode `splice`: what is spliced.
  var splice: SpliceStanding?
  /// The stills that cannot be shown.
  var skipped: [StillsReport.Skipped] = []
  /// Of the stills that are passed over by desire, those that can be shown now.
  var mended: [String] = []

  /// The JSON of the actual topic.
  var text: String {
    var fields: [String] = []
    fields.append("\"rev\":\(rev.map(String.init) ?? "null")")
    fields.append("\"state\":\(ActualReport.quoted(state))")
    fields.append("\"night\":\(night.map(ActualReport.quoted) ?? "null")")
    fields.append("\"stage\":\(stage.map(ActualReport.quoted) ?? "null")")
    fields.append("\"position\":\(position.map { ActualReport.rounded($0) } ?? "null")")
    if !chorus.isEmpty || !leftOut.isEmpty {
      fields.append("\"chorus\":[\(chorus.map(ActualReport.quoted).joined(separator: ", "))]")
      let each = leftOut.map {
        "{\"night\":\(ActualReport.quoted($0.night)), \"why\":\(ActualReport.quoted($0.why))}"
      }
      fields.append("\"left_out\":[\(each.joined(separator: ", "))]")
    }
    if let stills { fields += ActualReport.fields(of: stills) }
    if let splice { fields += ActualReport.fields(of: splice) }
    if stills != nil || splice != nil || !skipped.isEmpty { fields.append(ActualReport.field(of: skipped)) }
    if !mended.isEmpty { fields.append("\"mended\":[\(mended.map(ActualReport.quoted).joined(separator: ", "))]") }
    fields.append("\"size\":\"\(width)x\(height)\"")
    fields.append("\"internal\":\"\(internalWidth)x\(internalHeight)\"")
    fields.append("\"renderer\":\(ActualReport.quoted(renderer))")
    fields.append("\"fps\":\(ActualReport.rounded(framesPerSecond))")
    let quantiles = "\"p50\":\(ActualReport.rounded(p50)), \"p99\":\(ActualReport.rounded(p99))"
    let longest = "\"max\":\(ActualReport.rounded(longest))"
    fields.append("\"frame_ms\":{\(quantiles), \(longest), \"histogram\":\(ActualReport.histogram(buckets))}")
    fields.append("\"missed\":\(missed)")
    fields.append("\"limiter\":{\"interventions\":\(interventions)}")
    fields.append("\"warnings\":[\(warnings.map(ActualReport.quoted).joined(separator: ", "))]")
    return "{\(fields.joined(separator: ", "))}"
  }

  /// What others act on: two reports that differ only in counts and times are alike.
  func isAlike(_ other: ActualReport) -> Bool {
    rev == other.rev && state == other.state && night == other.night && stage == other.stage
      && chorus == other.chorus && leftOut == other.leftOut
      && internalWidth == other.internalWidth && internalHeight == other.internalHeight && renderer == other.renderer
      && warnings == other.warnings && stills == other.stills && splice == other.splice && skipped == other.skipped
      && mended == other.mended
  }

  private static func fields(of stills: StillsReport) -> [String] {
    ["\"still\":\(stills.shown.map(quoted) ?? "null")", "\"next\":\(stills.next.map(quoted) ?? "null")"]
  }

  private static func field(of skipped: [StillsReport.Skipped]) -> String {
    let each = skipped.map { "{\"still\":\(quoted($0.name)), \"why\":\(quoted($0.why))}" }
    return "\"skipped\":[\(each.joined(separator: ", "))]"
  }

  private static func fields(of splice: SpliceStanding) -> [String] {
    let parents = "\"first\":\(quoted(splice.first)), \"second\":\(quoted(splice.second))"
    return ["\"splice\":{\"number\":\(splice.number), \(parents), \"returned\":\(quoted(splice.returned))}"]
  }

  /// The steps that hold frames: milliseconds at most (null for more than all), and how many frames.
  static func histogram(_ buckets: [UInt32]) -> String {
    let steps = buckets.enumerated().filter { $0.element > 0 }.map { index, count in
      "[\(index < FrameTimes.bounds.count ? rounded(FrameTimes.bounds[index]) : "null"), \(count)]"
    }
    return "[\(steps.joined(separator: ", "))]"
  }

  private static func rounded(_ value: Double) -> String {
    let tenths = (value * 10).rounded() / 10
    return tenths == tenths.rounded() ? String(Int64(tenths)) : String(tenths)
  }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..."\u{1f}", "\u{7f}": quoted += "?"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
