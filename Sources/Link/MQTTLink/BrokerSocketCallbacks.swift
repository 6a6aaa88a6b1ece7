import CMosquitto
import Glibc

// What libmosquitto calls. Each callback copies and returns; errno stays as it was, since the library looks at it after
// the call to decide whether the socket is dry.

extension BrokerSocket {
  func setCallbacks() {
    mosquitto_connect_v5_callback_set(client) { _, owner, code, flags, properties in
      BrokerSocket.withOwner(owner) { $0.connected(code, flags, properties) }
    }
    mosquitto_disconnect_v5_callback_set(client) { _, owner, code, _ in
      BrokerSocket.withOwner(owner) { $0.disconnected(code) }
    }
    mosquitto_message_v5_callback_set(client) { _, owner, message, properties in
      BrokerSocket.withOwner(owner) { if let message { $0.received(message.pointee, properties) } }
    }
    mosquitto_publish_v5_callback_set(client) { _, owner, packet, code, _ in
      BrokerSocket.withOwner(owner) { $0.published(packet, code) }
    }
    mosquitto_subscribe_v5_callback_set(client) { _, owner, packet, count, codes, _ in
      BrokerSocket.withOwner(owner) {
        $0.grants.append((packet, Array(UnsafeBufferPointer(start: codes, count: Int(count)))))
      }
    }
    // Formatting a line for each packet costs; taken off again by the broker's answer.
    mosquitto_log_callback_set(client) { _, owner, level, text in
      guard level & Int32(MOSQ_LOG_ERR) != 0, let text else { return }
      let words = String(cString: text)
      BrokerSocket.withOwner(owner) { $0.complained(words) }
    }
  }

  private static func withOwner(_ owner: UnsafeMutableRawPointer?, _ body: (BrokerSocket) -> Void) {
    let kept = errno
    if let owner { body(Unmanaged<BrokerSocket>.fromOpaque(owner).takeUnretainedValue()) }
    errno = kept
  }

  private func connected(_ code: Int32, _ flags: Int32, _ properties: OpaquePointer?) {
    var seconds: UInt16 = 0
    let identifier = Int32(MQTT_PROP_SERVER_KEEP_ALIVE.rawValue)
    let isGiven = mosquitto_property_read_int16(properties, identifier, &seconds, false) != nil
    answer = Answer(
      reason: Self.reason(ofAnswer: code), sessionPresent: flags & 1 != 0, keepAliveSeconds: isGiven ? seconds : nil)
  }

  /// Answers of MQTT 3.1.1 (1 to 5) in the words of MQTT 5.
  private static func reason(ofAnswer code: Int32) -> MQTTReason {
    switch code {
    case 1: return MQTTReason(0x84)
    case 2: return MQTTReason(0x85)
    case 3: return MQTTReason(0x88)
    case 4: return .badUserOrPassword
    case 5: return .notAuthorized
    default: return MQTTReason(UInt8(clamping: code))
    }
  }

  /// The library tells the end of a connection more than once; a code of 128 or more is the broker's own reason.
  private func disconnected(_ code: Int32) {
    if ending == nil, code >= 0x80, code <= 0xff { ending = MQTTReason(UInt8(code)) }
  }

  /// Called by the library for a PUBACK that it reads, and for a message of QoS 0 that it writes.
  private func published(_ packet: Int32, _ code: Int32) {
    if isWriting {
      written.append(packet)
    } else {
      confirmations.append((packet, MQTTReason(UInt8(clamping: code))))
    }
  }

  private func received(_ message: mosquitto_message, _ properties: OpaquePointer?) {
    guard let topic = message.topic else { return }
    let bytes = message.payload.map { UnsafeRawBufferPointer(start: $0, count: Int(message.payloadlen)) }
    messages.append(
      MQTTMessage(
        topic: String(cString: topic), payload: bytes.map(Array.init) ?? [],
        qos: message.qos == 0 ? .atMostOnce : .atLeastOnce, isRetained: message.retain,
        properties: properties == nil ? .none : MQTTProperties(copying: properties)))
  }

  /// Keeps the end of what OpenSSL says, such as `certificate verify failed`, or the library's own words.
  private func complained(_ words: String) {
    guard let line = words.split(separator: "\n").last else { return }
    let end = line.hasPrefix("OpenSSL Error") ? line.split(separator: ":").last ?? line : line
    if complaint == nil { complaint = String(end) }
  }
}
