import Show

/// Why a reading of a sensor is not taken.
struct BadReading: Error, Hashable, CustomStringConvertible {
  /// A word by which such readings are counted.
  enum Reason: String, Hashable, Sendable, CaseIterable {
    case tooLarge = "too-large", notJSON = "not-json", notUTF8 = "not-utf8", notFinite = "not-finite"
    case nothingThere = "nothing-there", notMapped = "not-mapped", wrongType = "wrong-type", badForm = "bad-form"
  }
  /// By which word it is counted.
  var reason: Reason
  /// What was wrong, for a person.
  var description: String
}

extension Sensor {
  /// The largest payload of a reading, in bytes: foreign devices tell more than one thing.
  static let largestBytes = 64 << 10

  /// Reads a payload: a bare scalar, `{"value":…,"at":…}`, or what the sensor's pointer and map make of a foreign one.
  ///
  /// - Throws: why it is not taken.
  func reading(_ payload: [UInt8]) throws(BadReading) -> Value {
    if pointer == nil && map.isEmpty, let value = Self.usual(payload) { return try admitted(value) }
    guard payload.count <= Self.largestBytes else {
      throw BadReading(reason: .tooLarge, description: "\(payload.count) bytes are too many")
    }
    let json = try json(payload)
    guard let found = json.at(pointer: pointer ?? "") else {
      throw BadReading(reason: .nothingThere, description: "the payload has nothing at \(pointer ?? "")")
    }
    guard let scalar = try scalar(of: found) else {
      throw BadReading(reason: .badForm, description: "the payload is neither a scalar nor {\"value\":…}")
    }
    return try admitted(try mapped(scalar))
  }

  /// The readings that come most, without a parser.
  private static func usual(_ payload: [UInt8]) -> Value? {
    switch payload.count {
    case 4 where payload.elementsEqual("true".utf8): return .flag(true)
    case 5 where payload.elementsEqual("false".utf8): return .flag(false)
    case 1...9
    where payload.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
      && (payload.count == 1 || payload[0] != UInt8(ascii: "0")):
      return .number(Double(payload.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }))
    default: return nil
    }
  }

  private func json(_ payload: [UInt8]) throws(BadReading) -> JSONValue {
    do throws(JSONValue.Fault) {
      return try JSONValue(strict: payload)
    } catch {
      // A foreign device may send a bare word that only the map understands.
      if topic != nil, pointer == nil, let text = String(validating: payload, as: UTF8.self), map[text] != nil {
        return .text(text)
      }
      switch error {
      case .notUTF8: throw BadReading(reason: .notUTF8, description: error.description)
      case .notFinite: throw BadReading(reason: .notFinite, description: error.description)
      default: throw BadReading(reason: .notJSON, description: error.description)
      }
    }
  }

  private func scalar(of json: JSONValue) throws(BadReading) -> Value? {
    guard case .object(let fields) = json, pointer == nil else { return json.scalar }
    guard Set(fields.keys).isSubset(of: ["value", "at"]) else { return nil }
    if let at = fields["at"], at != .null, at.text.flatMap({ WallInstant(rfc3339: $0) }) == nil {
      throw BadReading(reason: .badForm, description: "`at` is no instant of RFC 3339")
    }
    return fields["value"]?.scalar
  }

  private func mapped(_ value: Value) throws(BadReading) -> Value {
    guard !map.isEmpty else { return value }
    guard let meant = map[value.description] else {
      throw BadReading(reason: .notMapped, description: "the map has no \"\(value.description.prefix(64))\"")
    }
    return meant
  }

  private func admitted(_ value: Value) throws(BadReading) -> Value {
    guard type.admits(value) else {
      throw BadReading(reason: .wrongType, description: "\(value.description.prefix(64)) is not \(type)")
    }
    return value
  }
}
