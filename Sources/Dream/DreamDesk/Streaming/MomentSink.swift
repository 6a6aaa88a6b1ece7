import Glibc
import MQTTLink
import OpenSoundControl
import SleepLab

/// Where the moments of a night go.
protocol MomentSink: Sendable {
  /// Sends a moment.
  ///
  /// - Returns: false where nobody reads any longer.
  func send(_ moment: NightMoment) async -> Bool
}

/// Lines of JSON on standard output.
struct LineSink: MomentSink {
  func send(_ moment: NightMoment) -> Bool {
    let bytes = Array((MomentText.line(moment) + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
      let rest = Array(bytes[sent...])
      let count = write(STDOUT_FILENO, rest, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

/// A datagram of JSON a moment.
struct DatagramSink: MomentSink {
  let socket: DatagramSocket

  func send(_ moment: NightMoment) -> Bool {
    socket.send(Array(MomentText.line(moment).utf8))
    return true
  }
}

/// Bundles of Open Sound Control.
struct OSCSink: MomentSink {
  let socket: DatagramSocket

  func send(_ moment: NightMoment) -> Bool {
    for bundle in OSCMessage.bundles(moment.messages) { socket.send(bundle) }
    return true
  }
}

/// Messages of JSON at a broker: QoS 0, not retained; while it is away, moments are lost.
struct BrokerSink: MomentSink {
  let client: MQTTClient
  let topic: String

  func send(_ moment: NightMoment) async -> Bool {
    await client.post(MQTTPublication(topic, MomentText.line(moment), qos: .atMostOnce))
    return true
  }
}
