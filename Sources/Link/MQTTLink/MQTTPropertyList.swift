import CMosquitto
import Glibc

// Properties between Swift and libmosquitto's lists. Unsafe: everything is copied before the call returns, and what
// the `mosquitto_property_read_…` functions allocate is freed here.

extension MQTTProperties {
  /// Copies what the library read; the list stays its own.
  init(copying list: OpaquePointer?) {
    self.init()
    var entry = list
    while let current = entry {
      read(current)
      entry = mosquitto_property_next(current)
    }
  }

  private mutating func read(_ entry: OpaquePointer) {
    let identifier = mosquitto_property_identifier(entry)
    switch UInt32(bitPattern: identifier) {
    case MQTT_PROP_RESPONSE_TOPIC.rawValue: responseTopic = Self.string(entry, identifier)
    case MQTT_PROP_CONTENT_TYPE.rawValue: contentType = Self.string(entry, identifier)
    case MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue:
      var seconds: UInt32 = 0
      if mosquitto_property_read_int32(entry, identifier, &seconds, false) != nil { expirySeconds = seconds }
    case MQTT_PROP_CORRELATION_DATA.rawValue:
      var bytes: UnsafeMutableRawPointer?
      var count: UInt16 = 0
      guard mosquitto_property_read_binary(entry, identifier, &bytes, &count, false) != nil else { return }
      correlation = bytes.map { Array(UnsafeRawBufferPointer(start: $0, count: Int(count))) } ?? []
      free(bytes)
    case MQTT_PROP_USER_PROPERTY.rawValue:
      var name: UnsafeMutablePointer<CChar>?
      var value: UnsafeMutablePointer<CChar>?
      guard mosquitto_property_read_string_pair(entry, identifier, &name, &value, false) != nil else { return }
      user.append(MQTTUserProperty(name.map { String(cString: $0) } ?? "", value.map { String(cString: $0) } ?? ""))
      free(name)
      free(value)
    default: break
    }
  }

  private static func string(_ entry: OpaquePointer, _ identifier: Int32) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard mosquitto_property_read_string(entry, identifier, &text, false) != nil, let text else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  /// A list of the library with these properties; nil for none or where one cannot be said (too long).
  var list: PropertyList? {
    if self == .none { return PropertyList() }
    let list = PropertyList()
    var isGood = true
    if let responseTopic { isGood = isGood && list.add(MQTT_PROP_RESPONSE_TOPIC, string: responseTopic) }
    if let contentType { isGood = isGood && list.add(MQTT_PROP_CONTENT_TYPE, string: contentType) }
    if let expirySeconds { isGood = isGood && list.add(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, number: expirySeconds) }
    if let correlation { isGood = isGood && list.add(MQTT_PROP_CORRELATION_DATA, bytes: correlation) }
    for pair in user { isGood = isGood && list.add(pair) }
    return isGood ? list : nil
  }
}

/// A list of properties that the library made, freed with its owner unless it was given away.
final class PropertyList {
  private(set) var pointer: OpaquePointer?

  deinit { mosquitto_property_free_all(&pointer) }

  /// Forgets the list, which the library took over.
  func giveAway() { pointer = nil }

  func add(_ property: mqtt5_property, number: UInt32) -> Bool {
    mosquitto_property_add_int32(&pointer, Int32(property.rawValue), number) == 0
  }

  func add(_ property: mqtt5_property, shortNumber: UInt16) -> Bool {
    mosquitto_property_add_int16(&pointer, Int32(property.rawValue), shortNumber) == 0
  }

  func add(_ property: mqtt5_property, string: String) -> Bool {
    mosquitto_property_add_string(&pointer, Int32(property.rawValue), string) == 0
  }

  func add(_ property: mqtt5_property, bytes: [UInt8]) -> Bool {
    guard let count = UInt16(exactly: bytes.count) else { return false }
    return bytes.withUnsafeBytes {
      mosquitto_property_add_binary(&pointer, Int32(property.rawValue), $0.baseAddress, count) == 0
    }
  }

  func add(_ pair: MQTTUserProperty) -> Bool {
    let identifier = Int32(MQTT_PROP_USER_PROPERTY.rawValue)
    return mosquitto_property_add_string_pair(&pointer, identifier, pair.name, pair.value) == 0
  }
}
