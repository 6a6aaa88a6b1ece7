import Logging
import MQTTLink

/// A screen's link to the broker: it connects whenever it can, subscribes, and publishes what is due. Nothing of the
/// picture waits for it.
struct ScreenLink: Sendable {
  let client: MQTTClient
  let keeper: ScreenKeeper
  let base: String
  let logger: Logger

  init(settings: ServeSettings, address: BrokerAddress, keeper: ScreenKeeper, logger: Logger) throws {
    base = "\(settings.topics)/device/\(settings.id)"
    var link = LinkSettings(address: address, clientIdentifier: "reverie-\(settings.id)")
    link.credentials = settings.credentials
    link.will = MQTTPublication("\(base)/availability", "offline", retain: true)
    client = try MQTTClient(settings: link)
    self.keeper = keeper
    self.logger = logger
  }

  /// Runs until it is cancelled.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await connect() }
      group.addTask { await receive() }
      group.addTask { await watch() }
      group.addTask { await report() }
    }
  }

  /// The first connection may take any number of attempts; afterwards the client reconnects by itself.
  private func connect() async {
    var wasTold = false
    while !Task.isCancelled {
      do {
        try await client.connect(within: .seconds(5))
        try await client.subscribe(MQTTSubscription("\(base)/desired"))
        return
      } catch {
        if !wasTold { logger.warning("no broker yet: \(error); the picture goes on") }
        wasTold = true
        try? await Task.sleep(for: .milliseconds(Int64.random(in: 1000...5000)))
      }
    }
  }

  private func receive() async {
    for await batch in client.batches {
      // The newest state is the only one that counts.
      guard let newest = batch.last else { continue }
      await keeper.receive(newest, nowUnixSeconds: WallClock.unixSeconds())
    }
  }

  private func watch() async {
    for await event in client.events {
      switch event {
      case .connected:
        logger.info("connected to the broker")
        try? await client.publish(MQTTPublication("\(base)/availability", "online", retain: true))
        await keeper.forgetReport()
      case .disconnected(let fault, _):
        logger.warning("\(fault); the picture goes on")
      case .sessionTaken:
        logger.warning("another client took this screen's session: is its id used twice?")
      case .publishRefused(let topic, let reason):
        logger.warning("the broker refuses \(topic): \(reason): check the user and the access list")
      case .subscriptionRefused(let filter, let reason):
        logger.warning("the broker refuses the subscription to \(filter): \(reason)")
      default: break
      }
    }
  }

  private func report() async {
    while !Task.isCancelled {
      if await client.isConnected, let publication = await keeper.reportDue(now: .now) {
        do { try await client.publish(publication, within: .seconds(3)) } catch { await keeper.forgetReport() }
      }
      try? await Task.sleep(for: .milliseconds(200))
    }
  }

  /// Says good-bye.
  func end() async {
    try? await client.publish(
      MQTTPublication("\(base)/availability", "offline", retain: true), within: .milliseconds(500))
    await client.disconnect(publishingWill: false)
  }
}
