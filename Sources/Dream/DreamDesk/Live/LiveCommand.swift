import ArgumentParser
import Endings
import Foundation
import Logging
import MQTTLink
import SleepLab

/// `reverie live`: the features of somebody who sleeps now.
public struct LiveCommand: AsyncParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "live", abstract: "Follow an amplifier live: features ten times a second.",
    discussion: """
      Samples come over MQTT on TOPICS/lab/SOURCE/samples, or from a stream of the Lab Streaming Layer. A line of JSON \
      an instant goes to standard output, with --publish to TOPICS/lab/SOURCE/features too; every ten seconds a line \
      on standard error says how the source does. Holes, drift and silence are told, and never stop it.
      """)

  @OptionGroup var link: LinkOptions

  @Option(help: "The source's name, as its topic has it.")
  var source: String?

  @Option(help: "The name of a stream of the Lab Streaming Layer, in place of MQTT.")
  var lsl: String?

  @Option(help: "The file of liblsl, where the system does not find it.")
  var lslLibrary: String?

  @Option(
    name: .customLong("signal"),
    help:
      "A channel of the stream by hand: ROLE=LABEL or ROLE=NUMBER; roles: eeg, posterior-eeg, eog-left, eog-right, emg."
  )
  var signals: [String] = []

  @Flag(help: "Publish the features on the broker.")
  var publish = false

  @Option(help: "End after so many seconds.")
  var seconds: Double?

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses a source that is none, and two at once.
  public func validate() throws {
    guard (source == nil) != (lsl == nil) || lsl != nil && publish else {
      throw ValidationError("give --source NAME for samples over MQTT, or --lsl NAME")
    }
    if publish, source == nil { throw ValidationError("--publish needs --source NAME for its topic") }
    if let source, !NightFolder.isName(source) {
      throw ValidationError("a source's name is 1 to 64 letters, digits, dots, dashes and underscores")
    }
    if lsl == nil, !signals.isEmpty {
      throw ValidationError("--signal goes with --lsl: over MQTT signals have their names")
    }
    if let seconds, !(seconds > 0 && seconds <= 1e7) { throw ValidationError("--seconds takes 0 to 10000000") }
    _ = try named()
  }

  /// Runs until SIGTERM, SIGINT, or the time that was given is over; throws a fault with the contract's exit code.
  public func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let id = "live-\(source ?? "lsl")"
    let client = try publish || lsl == nil ? broker(as: id) : nil
    let base = try "\(link.topicsBase())/lab/\(source ?? "")"
    let input: any LiveSource
    if let lsl {
      do throws(LabStreamLibrary.Fault) {
        input = LabStreamInlet(name: lsl, named: (try? named()) ?? [:], library: try LabStreamLibrary(path: lslLibrary))
      } catch { throw CommandFault(.noSuchInput, error.description) }
    } else if let client {
      input = BrokerSamples(client: client, topic: "\(base)/samples")
    } else {
      throw CommandFault(.usage, "--broker none has no samples: name a broker, or --lsl NAME")
    }
    if lsl != nil, let client { await client.start() }
    let following = LiveFollowing(
      input: input, logger: Logger(label: "reverie", factory: { StreamLogHandler.standardError(label: $0) }),
      client: publish ? client : nil, topic: "\(base)/features", seconds: seconds)
    let failure = await following.run()
    await client?.disconnect()
    if let failure { throw CommandFault(.unusableInput, failure) }
  }

  private func broker(as id: String) throws -> MQTTClient? {
    guard let address = try link.address() else { return nil }
    var settings = LinkSettings(address: address, clientIdentifier: "")
    settings.sessionExpirySeconds = 0
    settings.credentials = try link.credentials(of: id)
    return try MQTTClient(settings: settings)
  }

  private func named() throws -> [Montage.Role: String] {
    var result: [Montage.Role: String] = [:]
    for text in signals {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let role = Montage.Role(rawValue: parts[0]) else {
        let roles = Montage.Role.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(text)' is no ROLE=LABEL: the roles are \(roles)")
      }
      result[role] = parts[1]
    }
    return result
  }
}
