import ArgumentParser
import Endings
import Glibc
import MQTTLink
import SleepLab

/// `reverie stream`: a night drives an artist's tool.
public struct StreamCommand: AsyncParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "stream", abstract: "Send a night's bands, stages and events in time.",
    discussion: """
      Lines of JSON on standard output, unless another way is named; several ways at once are fine. Open Sound Control \
      has /night/time, /night/stage, /night/bands, /night/posterior, /night/muscle, /night/eyes and \
      /night/event/KIND. It ends with the night, at --until, or at SIGINT.
      """)

  @Argument(help: "A prepared night, or a recording.")
  var night: String

  @Option(help: "Open Sound Control over UDP to HOST:PORT.")
  var osc: HostPort?

  @Option(help: "JSON over UDP to HOST:PORT, a datagram a moment.")
  var udp: HostPort?

  @Option(help: "JSON at a broker: mqtt://HOST[:PORT], tcp://… or mqtts://…; needs --topic.")
  var mqtt: String?

  @Option(help: "The topic at the broker.")
  var topic: String?

  @Flag(help: "Lines of JSON on standard output; also without any other way.")
  var jsonLines = false

  @Option(help: "Moments a second, 1 to 60.")
  var rate = 10.0

  @Option(help: "Seconds of the night a second, up to 600.")
  var speed = 1.0

  @Option(
    help: "Where it starts: seconds, 01:30:00, 50%, n3:2, rem:1+60s, \"rem:last before awakening:3\".",
    transform: SeekOption.init)
  var from: SeekOption?

  @Option(help: "Where it ends, written as --from; the night's end if not given.", transform: SeekOption.init)
  var until: SeekOption?

  @Flag(help: "Begin anew at the end.")
  var loop = false

  @OptionGroup(visibility: .hidden) var link: LinkOptions

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses rates and speeds that are none, and a broker without a topic.
  public func validate() throws {
    guard rate >= 1, rate <= 60 else { throw ValidationError("--rate takes 1 to 60") }
    guard speed > 0, speed <= 600 else { throw ValidationError("--speed takes more than 0, to 600") }
    guard (mqtt == nil) == (topic == nil) else { throw ValidationError("--mqtt and --topic go together") }
    if let topic, topic.isEmpty || topic.utf8.count > 1024 || topic.contains(where: { "+#\0".contains($0) }) {
      throw ValidationError("--topic is a topic without wildcards: artist/night")
    }
  }

  /// Streams; throws a fault with the contract's exit code: 65 where the consent does not permit it, or ends.
  public func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let opened = try NightInput.open(night, for: .exhibition)
    let end = try until?.seconds(in: opened.night) ?? opened.night.durationSeconds
    let start = try from?.seconds(in: opened.night) ?? 0
    guard let course = StreamCourse(from: start, until: end, speed: speed, isLooping: loop) else {
      throw CommandFault(.unusableInput, "--until lies before --from: the end must come after the beginning")
    }
    let client = try broker()
    if let client {
      do throws(MQTTClientFault) { try await client.connect() } catch {
        throw CommandFault(.unreachable, "the broker cannot be reached: \(error)")
      }
    }
    let stream = NightStream(opened: opened, sinks: try sinks(client), rateHz: rate)
    let signals = EndSignals()
    defer { withExtendedLifetime(signals) {} }
    let ends = signals.stream
    let fault = await withTaskGroup(of: (any Error)?.self) { group in
      group.addTask {
        do { try await stream.run(course) } catch { return error }
        return nil
      }
      group.addTask {
        for await _ in ends { break }
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
    if let client { await client.disconnect() }
    if let fault { throw fault }
  }

  private func sinks(_ client: MQTTClient?) throws -> [any MomentSink] {
    var sinks: [any MomentSink] = []
    if let osc { sinks.append(OSCSink(socket: try DatagramSocket(to: osc))) }
    if let udp { sinks.append(DatagramSink(socket: try DatagramSocket(to: udp))) }
    if let client, let topic { sinks.append(BrokerSink(client: client, topic: topic)) }
    if jsonLines || sinks.isEmpty { sinks.append(LineSink()) }
    return sinks
  }

  private func broker() throws -> MQTTClient? {
    guard let mqtt else { return nil }
    var settings: LinkSettings
    do throws(BrokerAddress.Fault) {
      settings = LinkSettings(address: try BrokerAddress(mqtt), clientIdentifier: "")
    } catch { throw CommandFault(.badConfiguration, error.description) }
    settings.sessionExpirySeconds = 0
    settings.credentials = try link.credentials(of: "stream")
    return try MQTTClient(settings: settings)
  }
}
