import CMosquitto
import Glibc

/// One attempt to connect, and the connection that it becomes: a client of libmosquitto, made anew for each attempt.
///
/// Unsafe: it owns the C client, which points back here (unretained; `deinit` destroys the client first). Callbacks
/// run inside `read`, `write` and `open` only, on the caller's thread, and copy what they get into plain arrays.
final class BrokerSocket {
  typealias Answer = LinkAnswer
  typealias Progress = LinkProgress

  let client: OpaquePointer
  let settings: LinkSettings
  /// What callbacks brought and nobody took yet.
  var messages: [MQTTMessage] = []
  var answer: Answer?
  /// The reason of the broker's DISCONNECT.
  var ending: MQTTReason?
  var confirmations: [(packet: Int32, reason: MQTTReason)] = []
  /// Packets of QoS 0 that were written; their numbers may be those of unconfirmed ones.
  var written: [Int32] = []
  var isWriting = false
  var grants: [(packet: Int32, codes: [Int32])] = []
  /// What OpenSSL said last, while the connection is being made.
  var complaint: String?
  /// Whether a packet may be partly written, so that nothing may be put between.
  var hasBacklog = true

  private static let libraryIsReady: Bool = mosquitto_lib_init() == 0

  /// Makes a client that is not connected.
  ///
  /// - Throws: `LinkFault.badSettings` when a certificate's file is missing or another setting is refused.
  init(_ settings: LinkSettings) throws(LinkFault) {
    self.settings = settings
    let identifier = settings.clientIdentifier.isEmpty ? nil : settings.clientIdentifier
    let startsClean = settings.sessionExpirySeconds == 0 || identifier == nil
    guard Self.libraryIsReady, let client = mosquitto_new(identifier, startsClean, nil) else {
      throw .badSettings(reason: "client identifier \"\(settings.clientIdentifier)\"")
    }
    self.client = client
    mosquitto_user_data_set(client, Unmanaged.passUnretained(self).toOpaque())
    let version = settings.version == .five ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
    mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, version)
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1)
    mosquitto_int_option(client, MOSQ_OPT_SEND_MAXIMUM, Int32(clamping: settings.limits.unconfirmedPublications))
    // Many may be on their way before the first is confirmed: a commit then takes them as one group.
    mosquitto_int_option(client, MOSQ_OPT_RECEIVE_MAXIMUM, 1000)
    // Writes wait for `loop_write`: the head of MQTTConnection.swift says why.
    mosquitto_threaded_set(client, true)
    setCallbacks()
    try setIdentity()
    try setSecurity()
    try setWill()
  }

  deinit { mosquitto_destroy(client) }

  /// The socket's descriptor, or nil when it is closed.
  var descriptor: Int32? {
    let descriptor = mosquitto_socket(client)
    return descriptor >= 0 ? descriptor : nil
  }

  var usesTLS: Bool { settings.address.usesTLS }

  /// Whether the host is a numeric address, so that `open` does not ask a name server.
  var hasNumericHost: Bool {
    var address = in6_addr()
    let host = settings.address.host
    return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
  }

  // MARK: settings

  private func setIdentity() throws(LinkFault) {
    guard settings.credentials.user != nil || settings.credentials.password != nil else { return }
    try check(
      mosquitto_username_pw_set(client, settings.credentials.user, settings.credentials.password), "user or password")
  }

  private func setSecurity() throws(LinkFault) {
    guard settings.address.usesTLS else { return }
    let files = settings.credentials
    for path in [files.authorityFile, files.certificateFile, files.keyFile].compactMap({ $0 })
    where access(path, R_OK) != 0 {
      throw .badSettings(reason: "\(path): \(String(cString: strerror(errno)))")
    }
    let systemFolder = files.authorityFile == nil ? "/etc/ssl/certs" : nil
    // Without this callback OpenSSL would ask the terminal for the password of an encrypted key, and wait for ever.
    let noPassword: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 = {
      _, _, _, _ in 0
    }
    try check(
      mosquitto_tls_set(
        client, files.authorityFile, systemFolder, files.certificateFile, files.keyFile, noPassword), "certificates")
    if files.authorityFile == nil { mosquitto_int_option(client, MOSQ_OPT_TLS_USE_OS_CERTS, 1) }
    // The broker must prove itself (1 is SSL_VERIFY_PEER), by TLS 1.2 or newer.
    try check(mosquitto_tls_opts_set(client, 1, "tlsv1.2", nil), "TLS version")
  }

  private func setWill() throws(LinkFault) {
    guard let will = settings.will else { return }
    guard settings.version == .five else {
      let code = will.payload.withUnsafeBytes {
        mosquitto_will_set(client, will.topic, Int32($0.count), $0.baseAddress, will.qos.rawValue, will.retain)
      }
      return try check(code, "will")
    }
    guard let list = will.properties.list else { throw .badSettings(reason: "the will's properties are too long") }
    let code = will.payload.withUnsafeBytes {
      mosquitto_will_set_v5(
        client, will.topic, Int32($0.count), $0.baseAddress, will.qos.rawValue, will.retain, list.pointer)
    }
    try check(code, "will")
    list.giveAway()
  }

  private func check(_ code: Int32, _ what: String) throws(LinkFault) {
    if code != 0 { throw .badSettings(reason: "\(what): \(String(cString: mosquitto_strerror(code)))") }
  }

  // MARK: opening

  /// Looks the host's name up, which may take seconds, and begins to connect, which does not wait.
  ///
  /// - Returns: the fault, or nil when a socket is open.
  func open() -> LinkFault? {
    let seconds = max(5, Int32(clamping: settings.timings.keepAlive.components.seconds))
    if settings.version == .five {
      let list = PropertyList()
      guard list.add(MQTT_PROP_SESSION_EXPIRY_INTERVAL, number: settings.sessionExpirySeconds),
        list.add(MQTT_PROP_RECEIVE_MAXIMUM, shortNumber: max(1, settings.limits.unconfirmedMessages)),
        list.add(MQTT_PROP_MAXIMUM_PACKET_SIZE, number: max(1024, settings.limits.incomingPacketBytes))
      else { return .badSettings(reason: "connect properties") }
      // The only call that takes these properties connects synchronously. Without a host it keeps them, refuses, and
      // the asynchronous connect below sends them.
      _ = mosquitto_connect_bind_v5(client, nil, 0, seconds, nil, list.pointer)
    }
    let address = settings.address
    let result = cmosquitto_connect(client, address.host, Int32(address.port), seconds)
    switch result.code {
    case MOSQ_ERR_SUCCESS.rawValue: return nil
    case MOSQ_ERR_EAI.rawValue: return .unresolvable(host: address.host)
    case MOSQ_ERR_TLS.rawValue: return .tls(reason: complaint ?? "no context")
    case MOSQ_ERR_ERRNO.rawValue: return .unreachable(reason: String(cString: strerror(result.error)))
    default: return .badSettings(reason: String(cString: mosquitto_strerror(result.code)))
    }
  }
}
