import MQTTLink
import SleepLab

/// Live samples from a topic of the broker; a connection that is lost comes again by itself.
struct BrokerSamples: LiveSource {
  let client: MQTTClient
  let topic: String

  func run(_ tell: @escaping @Sendable (LiveEvent) -> Void) async {
    await client.start([MQTTSubscription(topic, qos: .atMostOnce)])
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await receive(tell) }
      group.addTask { await watch(tell) }
    }
  }

  private func receive(_ tell: @Sendable (LiveEvent) -> Void) async {
    for await batch in client.batches {
      // What the broker kept is no sample of now.
      for message in batch where !message.isRetained {
        do throws(SamplePayload.Fault) { tell(.packet(try SamplePayload.read(message.payload))) } catch {
          tell(.refused(error.description))
        }
      }
    }
  }

  private func watch(_ tell: @Sendable (LiveEvent) -> Void) async {
    for await event in client.events {
      switch event {
      case .connected: tell(.told("connected to the broker"))
      case .disconnected(let fault, _): tell(.told("\(fault); it is tried again"))
      case .sessionTaken: tell(.told("another client took this session: is the source read twice?"))
      case .subscriptionRefused(_, let reason):
        tell(.told("the broker refuses the subscription: \(reason): check the user and the access list"))
      case .publishRefused(_, let reason):
        tell(.told("the broker refuses the features: \(reason): check the user and the access list"))
      case .subscribed, .publicationsDropped: break
      }
    }
  }
}
