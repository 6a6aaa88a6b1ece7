import Screens

/// What a screen reports of itself, to the letter of the contract.
struct ActualReport: Equatable {
  var rev: Int?
  /// `dreaming`, `still`, `slate`, `dark`, or `starting` before the first frame of a dream.
  var state: String
  var night: String?
  var stage: String?
  var position: Double?
  var width: Int, height: Int
  var internalWidth: Int, internalHeight: Int
  var framesPerSecond: Double
  var p50: Double, p99: Double
  var missed: Int
  var interventions: Int
  var warnings: [String]

  /// The JSON of the actual topic.
  var text: String {
    var fields: [String] = []
    fields.append("\"rev\":\(rev.map(String.init) ?? "null")")
    fields.append("\"state\":\(ActualReport.quoted(state))")
    fields.append("\"night\":\(night.map(ActualReport.quoted) ?? "null")")
    fields.append("\"stage\":\(stage.map(ActualReport.quoted) ?? "null")")
    fields.append("\"position\":\(position.map { ActualReport.rounded($0) } ?? "null")")
    fields.append("\"size\":\"\(width)x\(height)\"")
    fields.append("\"internal\":\"\(internalWidth)x\(internalHeight)\"")
    fields.append("\"fps\":\(ActualReport.rounded(framesPerSecond))")
    fields.append("\"frame_ms\":{\"p50\":\(ActualReport.rounded(p50)), \"p99\":\(ActualReport.rounded(p99))}")
    fields.append("\"missed\":\(missed)")
    fields.append("\"limiter\":{\"interventions\":\(interventions)}")
    fields.append("\"warnings\":[\(warnings.map(ActualReport.quoted).joined(separator: ", "))]")
    return "{\(fields.joined(separator: ", "))}"
  }

  /// What others act on: two reports that differ only in counts and times are alike.
  func isAlike(_ other: ActualReport) -> Bool {
    rev == other.rev && state == other.state && night == other.night && stage == other.stage
      && internalWidth == other.internalWidth && internalHeight == other.internalHeight && warnings == other.warnings
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
