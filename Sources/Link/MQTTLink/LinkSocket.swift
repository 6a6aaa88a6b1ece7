/// One attempt to connect, and the connection that it becomes, as a link needs it: packets are read and written when the
/// link says so, never otherwise. ``BrokerSocket`` fulfils it by libmosquitto.
package protocol LinkSocket: AnyObject {
  /// What reading brought and nobody took yet.
  var messages: [MQTTMessage] { get set }
  /// The broker's answer to CONNECT, once it came.
  var answer: LinkAnswer? { get }
  /// PUBACKs that were read, by packet.
  var confirmations: [(packet: Int32, reason: MQTTReason)] { get set }
  /// Packets of QoS 0 that were written; their numbers may be those of unconfirmed ones.
  var written: [Int32] { get set }
  /// SUBACKs that were read, by packet.
  var grants: [(packet: Int32, codes: [Int32])] { get set }
  /// Whether a packet may be partly written, so that nothing may be put between.
  var hasBacklog: Bool { get }
  /// Whether there are packets to write.
  var wantsWrite: Bool { get }
  /// Whether bytes may wait where the loop does not see them.
  var usesTLS: Bool { get }
  /// What the loop watches; nil when it is closed.
  var descriptor: Int32? { get }
  /// Whether ``open()`` asks no name server, and so returns at once.
  var hasNumericHost: Bool { get }

  /// Begins to connect; returns the fault, or nil when a socket is open.
  func open() -> LinkFault?
  /// Reads until nothing is left or a number of messages is there; writes nothing.
  func read(upTo bound: Int) -> LinkProgress
  /// Writes what waits, as far as the socket takes it.
  func write() -> LinkProgress
  /// Puts a message into the queue of packets; returns its packet, or why it cannot be sent.
  func publish(_ publication: MQTTPublication) -> Result<Int32, MQTTReason>
  /// Puts a SUBSCRIBE into the queue; returns its packet, or nil where the filter is invalid.
  func subscribe(_ subscription: MQTTSubscription) -> Int32?
  /// Puts an UNSUBSCRIBE into the queue.
  func unsubscribe(_ filter: String)
  /// Puts a DISCONNECT into the queue; once it is written the socket is closed.
  func sayGoodbye()
  /// Asks the broker for a sign of life, past the queue; returns whether the question was written.
  func ping() -> Bool
}

/// The broker's answer to CONNECT.
package struct LinkAnswer: Equatable, Sendable {
  /// Accepted, or why not.
  package let reason: MQTTReason
  /// Whether the broker still has this client's session.
  package let sessionPresent: Bool
  /// The keep-alive that the broker wants instead.
  package let keepAliveSeconds: UInt16?

  package init(reason: MQTTReason, sessionPresent: Bool, keepAliveSeconds: UInt16?) {
    (self.reason, self.sessionPresent, self.keepAliveSeconds) = (reason, sessionPresent, keepAliveSeconds)
  }
}

/// How a read or a write ended.
package enum LinkProgress: Equatable, Sendable {
  /// There may be more.
  case more
  /// Nothing more can be read, or written, now.
  case dry
  /// The connection is lost.
  case failed(LinkFault)
}

extension BrokerSocket: LinkSocket {}
