import Foundation

/// Where two states of a hall differ: for the report of a broken promise.
enum StateDifference {
  /// The first places at which two states, as canonical JSON, are not the same, with what stands there.
  static func text(_ before: [UInt8], _ after: [UInt8], most: Int = 4) -> String {
    var places: [String] = []
    compare(parsed(before), parsed(after), "", &places)
    return places.prefix(most).joined(separator: "; ")
  }

  private static func parsed(_ bytes: [UInt8]) -> Any? { try? JSONSerialization.jsonObject(with: Data(bytes)) }

  private static func compare(_ before: Any?, _ after: Any?, _ path: String, _ places: inout [String]) {
    switch (before, after) {
    case (let before as [String: Any], let after as [String: Any]):
      for key in Set(before.keys).union(after.keys).sorted() {
        compare(before[key], after[key], "\(path)/\(key)", &places)
      }
    case (let before as [Any], let after as [Any]):
      for index in 0..<max(before.count, after.count) {
        compare(
          before.indices.contains(index) ? before[index] : nil, after.indices.contains(index) ? after[index] : nil,
          "\(path)/\(index)", &places)
      }
    case (let before as NSObject, let after as NSObject) where before == after: return
    case (nil, nil): return
    default: places.append("\(path): \(words(before)) before, \(words(after)) after")
    }
  }

  private static func words(_ value: Any?) -> String { value.map { String("\($0)".prefix(160)) } ?? "nothing" }
}
