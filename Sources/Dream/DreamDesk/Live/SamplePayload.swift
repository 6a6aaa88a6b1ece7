import Foundation
import SleepLab

/// Reads the payload of live samples: `{"at": 12.5, "rate_hz": 256, "eeg": [1.5, null, …], "eog-left": […]}`.
enum SamplePayload {
  /// Why a payload cannot be used; never the payload's own text.
  enum Fault: Error, Equatable, CustomStringConvertible {
    case tooLong, notAnObject, field(String), unknownField, samples(SamplePacket.Fault)

    var description: String {
      switch self {
      case .tooLong: "it is longer than \(SamplePayload.bytesAtMost >> 10) KiB: send shorter stretches"
      case .notAnObject: "it is no JSON object"
      case .field(let name): "\(name) is missing, or not what it must be"
      case .unknownField:
        "it has a field that is none of at, rate_hz, \(Montage.Role.allCases.map(\.rawValue).joined(separator: ", "))"
      case .samples(let fault): fault.description
      }
    }
  }

  /// Bytes of a payload at most.
  static let bytesAtMost = 512 << 10

  /// Reads a payload.
  ///
  /// - Parameter payload: JSON: `at`, the first sample's instant by the source's clock in seconds; `rate_hz`; and for each
  ///   signal by its role its samples in µV, null where one is missing.
  /// - Throws: `Fault`.
  static func read(_ payload: [UInt8]) throws(Fault) -> SamplePacket {
    guard payload.count <= bytesAtMost else { throw .tooLong }
    guard let object = (try? JSONSerialization.jsonObject(with: Data(payload))) as? [String: Any] else {
      throw .notAnObject
    }
    guard let at = number(object["at"]) else { throw .field("at") }
    guard let rateHz = number(object["rate_hz"]) else { throw .field("rate_hz") }
    var values: [Montage.Role: [Float]] = [:]
    for (name, value) in object.sorted(by: { $0.key < $1.key }) where name != "at" && name != "rate_hz" {
      guard let role = Montage.Role(rawValue: name) else { throw .unknownField }
      guard let list = value as? [Any] else { throw .field(name) }
      var samples: [Float] = []
      samples.reserveCapacity(list.count)
      for sample in list {
        if sample is NSNull {
          samples.append(.nan)
        } else if let value = number(sample) {
          samples.append(Float(value))
        } else {
          throw .field(name)
        }
      }
      values[role] = samples
    }
    do throws(SamplePacket.Fault) {
      return try SamplePacket(sourceSeconds: at, rateHz: rateHz, values: values)
    } catch { throw .samples(error) }
  }

  private static func number(_ value: Any?) -> Double? {
    // Foundation takes true and false for numbers; JSON does not.
    guard let number = value as? NSNumber, type(of: number) != type(of: NSNumber(value: true)) else { return nil }
    return number.doubleValue.isFinite ? number.doubleValue : nil
  }
}
