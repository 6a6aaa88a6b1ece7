import Foundation
import Logging
import MQTTLink
import SleepLab

/// A live source from its first sample to the end.
struct LiveFollowing {
  let input: any LiveSource
  let logger: Logger
  /// Where the features are published too; nil for nowhere.
  let client: MQTTClient?
  let topic: String
  /// How long it goes on; nil for ever.
  let seconds: Double?

  /// What is due is looked for this often: with the laboratory's patience of 150 ms an instant comes within 200 ms.
  private static let tick = Duration.milliseconds(25)
  private static let told = Duration.seconds(10)
  /// Refusals of one kind are told this often at most.
  private static let refusals = Duration.seconds(10)

  /// Runs until the time is over or a signal comes.
  ///
  /// - Returns: why the source could not go on, if it could not.
  func run() async -> String? {
    let (events, continuation) = AsyncStream.makeStream(of: LiveEvent.self, bufferingPolicy: .bufferingNewest(4096))
    let signals = EndSignals()
    defer { withExtendedLifetime(signals) {} }
    let ends = signals.stream
    return await withTaskGroup(of: String?.self) { group in
      group.addTask {
        await input.run { continuation.yield($0) }
        return nil
      }
      group.addTask {
        while !Task.isCancelled {
          try? await Task.sleep(for: Self.tick)
          continuation.yield(.tick)
        }
        return nil
      }
      group.addTask {
        for await _ in ends { break }
        continuation.finish()
        return nil
      }
      if let seconds {
        group.addTask {
          try? await Task.sleep(for: .seconds(seconds))
          continuation.finish()
          return nil
        }
      }
      let failure = await follow(events)
      group.cancelAll()
      return failure
    }
  }

  private func follow(_ events: AsyncStream<LiveEvent>) async -> String? {
    var lab = LiveLab()
    let beginning = ContinuousClock.now
    var (lastTold, lastRefusal) = (beginning, beginning - Self.refusals)
    for await event in events {
      let now = ContinuousClock.now
      let localSeconds = (now - beginning) / .seconds(1)
      switch event {
      case .packet(let packet): lab.take(packet, at: localSeconds)
      case .refused(let words):
        if now - lastRefusal >= Self.refusals {
          logger.warning("samples are left out: \(words)")
          lastRefusal = now
        }
        continue
      case .told(let words): logger.info("\(words)")
      case .failed(let words): return words
      case .tick: break
      }
      await give(lab.instants(upTo: localSeconds))
      if now - lastTold >= Self.told {
        lastTold = now
        logger.info("\(lab.condition.packets == 0 ? "no samples yet" : LiveText.words(lab.condition))")
      }
    }
    logger.info("\(lab.condition.packets == 0 ? "no samples came" : LiveText.words(lab.condition))")
    return nil
  }

  private func give(_ instants: [LiveInstant]) async {
    for instant in instants {
      let line = LiveText.line(instant)
      FileHandle.standardOutput.write(Data((line + "\n").utf8))
      await client?.post(MQTTPublication(topic, line, qos: .atMostOnce))
    }
  }
}
