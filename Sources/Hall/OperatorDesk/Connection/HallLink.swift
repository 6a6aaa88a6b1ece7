import Endings
import Foundation
import MQTTLink
import Show

/// The desk's end of the connection to a hall: it collects what the broker keeps, and sends commands.
actor HallLink {
  /// What has become of the connection to the broker.
  enum LinkState: Hashable, Sendable {
    case connected
    case lost(String)
  }

  /// How the hall is found.
  nonisolated let settings: ConnectionSettings
  /// The hall's topics.
  nonisolated let topics: HallTopics
  /// What the broker keeps, by topic, as far as it was subscribed to.
  private(set) var retained: [String: [UInt8]] = [:]
  /// What has become of the connection.
  private(set) var state = LinkState.connected
  private let client: MQTTClient
  private let clientIdentifier = CommandPayload.freshID()
  private var messageCount = 0
  private var readers: [Task<Void, Never>] = []
  private var onMessage: (@Sendable (MQTTMessage) -> Void)?
  private var onChange: (@Sendable () -> Void)?

  /// Makes a link that is not connected.
  init(settings: ConnectionSettings) throws(CommandFault) {
    self.settings = settings
    topics = HallTopics(base: settings.topics, user: settings.user)
    var link = LinkSettings(address: settings.broker, clientIdentifier: clientIdentifier)
    link.credentials = settings.credentials
    link.sessionExpirySeconds = 0
    do { client = try MQTTClient(settings: link) } catch { throw CommandFault(.internalFault, "\(error)") }
  }

  /// Connects.
  ///
  /// - Throws: status 69 where the broker cannot be reached or refuses this client.
  func connect() async throws(CommandFault) {
    do { try await client.connect(within: settings.timeout.duration) } catch { throw fault(error) }
    let (batches, events) = (client.batches, client.events)
    readers = [
      Task { for await batch in batches { take(batch) } },
      Task { for await event in events { take(event) } },
    ]
  }

  /// Calls something with each message, and something at each change of what is kept or of the connection.
  func observe(message: (@Sendable (MQTTMessage) -> Void)? = nil, change: (@Sendable () -> Void)? = nil) {
    (onMessage, onChange) = (message, change)
  }

  /// Subscribes and waits until the broker has sent what it keeps for the filters.
  ///
  /// - Throws: status 69 where the broker refuses or says nothing.
  func subscribe(_ filters: [String]) async throws(CommandFault) {
    for filter in filters {
      do {
        try await client.subscribe(MQTTSubscription(filter, retainAsPublished: true), within: settings.timeout.duration)
      } catch {
        throw fault(error)
      }
    }
    await untilQuiet(expecting: filters)
  }

  /// Waits until all single topics came, or no message for a tenth of a second, two seconds at most: what is kept
  /// comes at once, and nothing says that it was all.
  private func untilQuiet(expecting filters: [String]) async {
    var (seen, quiet) = (messageCount, 0)
    for _ in 0..<80 where quiet < 4 && filters.contains(where: { retained[$0] == nil }) {
      try? await Task.sleep(for: .milliseconds(25))
      quiet = messageCount == seen ? quiet + 1 : 0
      seen = messageCount
    }
  }

  /// What the daemon says of itself, if it ever said something.
  var controller: JSON? { retained[topics.controller].flatMap { JSON(parsing: $0) } }

  /// The zone of the hall's clocks, if its daemon ever told it, else this machine's.
  var zone: TimeZone { TimeZone(controller: controller) ?? .current }

  /// Publishes a command and waits for its answer.
  ///
  /// - Parameters:
  ///   - payload: the command.
  ///   - limit: how long the answer may take.
  /// - Returns: the answer's payload; nothing if none came in time.
  /// - Throws: status 1 where the broker does not let this user command, 69 where it is lost.
  func request(_ payload: CommandPayload, within limit: TimeSpan) async throws(CommandFault) -> [UInt8]? {
    var publication = MQTTPublication(topics.command, payload.json.description)
    publication.properties.contentType = "application/json"
    // Nobody waits for the answer after that: the broker is not to deliver it late.
    publication.properties.expirySeconds = UInt32(clamping: settings.timeout.milliseconds / 1000 + 1)
    do {
      let answer = try await client.request(
        publication, responseTopic: topics.reply(client: clientIdentifier), within: limit.duration)
      return answer.payload
    } catch {
      switch error {
      case .timedOut: return nil
      case .refused(_, let reason):
        throw CommandFault(
          .answerIsNo,
          "the broker does not let \(settings.user) command \(topics.base) (\(reason)): check --user, and its access list"
        )
      case .link, .dropped, .notConnected: throw fault(error)
      }
    }
  }

  /// Says good-bye to the broker.
  func disconnect() async {
    for reader in readers { reader.cancel() }
    await client.disconnect()
  }

  private func fault(_ fault: MQTTClientFault) -> CommandFault {
    CommandFault(.unreachable, "broker \(settings.broker): \(fault)")
  }

  private func take(_ batch: [MQTTMessage]) {
    for message in batch {
      messageCount += 1
      retained[message.topic] = message.payload.isEmpty ? nil : message.payload
      onMessage?(message)
    }
    onChange?()
  }

  private func take(_ event: LinkEvent) {
    switch event {
    case .connected: state = .connected
    case .disconnected(let fault, _): state = .lost("\(fault)")
    case .sessionTaken: state = .lost("another client took this session")
    default: return
    }
    onChange?()
  }
}

extension TimeZone {
  /// The zone of a hall's clocks, as its daemon tells it.
  init?(controller: JSON?) {
    guard let name = controller?["timezone"]?.text else { return nil }
    self.init(identifier: name)
  }
}

extension TimeSpan {
  /// The length as the standard library has it.
  var duration: Duration { .milliseconds(milliseconds) }
}
