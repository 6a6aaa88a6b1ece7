import CLinux
import CMosquitto
import Glibc

extension BrokerSocket {
  /// Reads until nothing is left or a number of messages is there. Nothing is written.
  ///
  /// - Parameter bound: the number of messages; a few more may come, where TLS holds them decrypted.
  func read(upTo bound: Int) -> Progress {
    // Before the answer one call at a time: during the TLS handshake errno does not tell whether the socket is dry.
    guard answer != nil else { return readHandshake() }
    var packets = 0
    while messages.count < bound, packets < 4 * bound {
      packets += 1
      let before = messages.count
      let result = cmosquitto_read(client)
      if let fault = fault(of: result) { return .failed(fault) }
      // A message came: errno then tells of the library's own wake-up pipe, which nobody empties, not of the socket.
      guard messages.count == before else { continue }
      if result.error == EAGAIN || result.error == EWOULDBLOCK { return .dry }
    }
    return .more
  }

  private func readHandshake() -> Progress {
    let result = cmosquitto_read(client)
    if let answer, answer.reason.isRefusal { return .failed(.refused(answer.reason)) }
    if let fault = fault(of: result) { return .failed(fault) }
    if answer != nil {
      mosquitto_log_callback_set(client, nil)
      return .more
    }
    return .dry
  }

  /// Writes what the library has queued, as far as the socket takes it.
  func write() -> Progress {
    isWriting = true
    let result = cmosquitto_write(client)
    isWriting = false
    if let fault = fault(of: result) { return .failed(fault) }
    hasBacklog = mosquitto_want_write(client)
    return hasBacklog ? .more : .dry
  }

  /// Whether the library has packets to write.
  var wantsWrite: Bool { mosquitto_want_write(client) }

  private func fault(of result: cmosquitto_result) -> LinkFault? {
    if let ending { return .ended(ending) }
    if result.code == 0 && descriptor != nil { return nil }
    switch result.code {
    case MOSQ_ERR_TLS.rawValue: return .tls(reason: complaint ?? "handshake failed")
    case MOSQ_ERR_ERRNO.rawValue where result.error == EPROTO: return .tls(reason: complaint ?? "protocol error")
    case MOSQ_ERR_ERRNO.rawValue:
      let words = String(cString: strerror(result.error))
      return answer == nil ? .unreachable(reason: words) : .lost(reason: words)
    case MOSQ_ERR_SUCCESS.rawValue, MOSQ_ERR_CONN_LOST.rawValue, MOSQ_ERR_NO_CONN.rawValue:
      return .closed
    default: return .lost(reason: String(cString: mosquitto_strerror(result.code)))
    }
  }

  /// Puts a message into the library's queue.
  ///
  /// - Returns: the packet's number, or why it cannot be sent.
  func publish(_ publication: MQTTPublication) -> Result<Int32, MQTTReason> {
    // As a C string it would end there, and name another topic.
    guard !publication.topic.utf8.contains(0) else { return .failure(MQTTReason(0x90)) }
    var packet: Int32 = 0
    let code: Int32
    if settings.version == .five {
      guard let list = publication.properties.list else { return .failure(.packetTooLarge) }
      code = publication.payload.withUnsafeBytes {
        mosquitto_publish_v5(
          client, &packet, publication.topic, Int32(clamping: $0.count), $0.baseAddress, publication.qos.rawValue,
          publication.retain, list.pointer)
      }
    } else {
      code = publication.payload.withUnsafeBytes {
        mosquitto_publish(
          client, &packet, publication.topic, Int32(clamping: $0.count), $0.baseAddress, publication.qos.rawValue,
          publication.retain)
      }
    }
    switch code {
    case MOSQ_ERR_SUCCESS.rawValue: return .success(packet)
    case MOSQ_ERR_OVERSIZE_PACKET.rawValue, MOSQ_ERR_PAYLOAD_SIZE.rawValue: return .failure(.packetTooLarge)
    case MOSQ_ERR_QOS_NOT_SUPPORTED.rawValue: return .failure(MQTTReason(0x9B))
    case MOSQ_ERR_INVAL.rawValue, MOSQ_ERR_MALFORMED_UTF8.rawValue: return .failure(MQTTReason(0x90))
    default: return .failure(MQTTReason(0x80))
    }
  }

  /// Puts a SUBSCRIBE into the library's queue.
  ///
  /// - Returns: the packet's number, or nil where the filter is invalid.
  func subscribe(_ subscription: MQTTSubscription) -> Int32? {
    guard !subscription.filter.utf8.contains(0) else { return nil }
    var packet: Int32 = 0
    var options = subscription.retainHandling.rawValue
    if subscription.noLocal { options |= Int32(MQTT_SUB_OPT_NO_LOCAL.rawValue) }
    if subscription.retainAsPublished { options |= Int32(MQTT_SUB_OPT_RETAIN_AS_PUBLISHED.rawValue) }
    let code = mosquitto_subscribe_v5(
      client, &packet, subscription.filter, subscription.qos.rawValue, options, nil)
    return code == 0 ? packet : nil
  }

  /// Puts an UNSUBSCRIBE into the library's queue.
  func unsubscribe(_ filter: String) {
    mosquitto_unsubscribe(client, nil, filter)
  }

  /// Puts a DISCONNECT into the library's queue; once it is written the library closes the socket.
  func sayGoodbye() {
    mosquitto_disconnect(client)
  }

  /// Asks the broker for a sign of life, past the queue.
  ///
  /// - Returns: whether the question was written; otherwise the broker has bytes of ours still to read.
  func ping() -> Bool {
    guard !hasBacklog, let descriptor, linux_is_writable(descriptor) else { return false }
    return cmosquitto_ping(client)
  }
}
