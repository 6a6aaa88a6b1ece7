import Endings
import Glibc
import MPV
import MQTTLink
import Show
import ShowFiles

/// What `regied` is started with; what is given here wins over the configuration file.
public struct DaemonOptions: Sendable {
  /// The configuration file; without one the usual, whose absence is no error.
  public var configuration: String?
  /// The folder of the show.
  public var show: String?
  /// The journal's file.
  public var journal: String?
  /// Where the broker listens.
  public var broker: String?
  /// Whether the clock is taken for right.
  public var assumesClock = false
  /// Whether a hall that another daemon runs is taken over.
  public var takesOver = false

  /// Options of which nothing is given.
  public init() {}
}

/// Why the daemon does not run: what is wrong, the way out, and the exit code of the contract.
public struct DaemonFault: ExitStatusCarrying {
  /// The number for the shell.
  public var exitStatus: ExitStatus
  /// What is wrong and what to do.
  public var description: String

  static func no(_ text: String) -> DaemonFault { DaemonFault(exitStatus: .answerIsNo, description: text) }
  static func noInput(_ text: String) -> DaemonFault { DaemonFault(exitStatus: .noSuchInput, description: text) }
  static func inside(_ text: String) -> DaemonFault { DaemonFault(exitStatus: .internalFault, description: text) }
  static func inputOutput(_ text: String) -> DaemonFault { DaemonFault(exitStatus: .inputOutput, description: text) }
  static func configuration(_ text: String) -> DaemonFault {
    DaemonFault(exitStatus: .badConfiguration, description: text)
  }
}

/// Options and configuration file together.
struct EffectiveOptions: Sendable {
  var node: String
  var show: String
  var journal: String
  /// The folder of the players' media.
  var media: String
  var broker: BrokerAddress
  var credentials: MQTTCredentials
  var assumesClock: Bool
  var takesOver: Bool
  var logLevel: String
  var keepsReadings: TimeSpan?
  var oscListen: String?
  var lightsInterface: String?

  init(_ options: DaemonOptions) throws(DaemonFault) {
    let file = try Self.file(options)
    node = file.node ?? Self.machineName
    show = options.show ?? file.show ?? "/etc/regie/Scenes"
    journal = options.journal ?? file.journal ?? "/var/lib/regie/journal.sqlite"
    media = file.media ?? MPVSettings.usualMediaFolder
    (assumesClock, takesOver) = (options.assumesClock, options.takesOver)
    logLevel = file.logLevel?.rawValue ?? "notice"
    (keepsReadings, oscListen, lightsInterface) = (file.keepReadings, file.oscListen, file.lightsInterface)
    do throws(BrokerAddress.Fault) {
      broker = try BrokerAddress(options.broker ?? file.broker.url ?? "mqtt://127.0.0.1:1883")
    } catch { throw .configuration(error.description) }
    credentials = MQTTCredentials(
      user: file.broker.user, authorityFile: file.broker.ca, certificateFile: file.broker.certificate,
      keyFile: file.broker.key)
    guard let passwordFile = file.broker.passwordFile else { return }
    do throws(MQTTCredentials.Fault) {
      credentials.password = try MQTTCredentials.password(fromFile: passwordFile)
    } catch { throw .configuration(error.description) }
  }

  private static func file(_ options: DaemonOptions) throws(DaemonFault) -> DaemonConfiguration {
    let found: DaemonConfiguration?
    do throws(ConfigurationFaults) {
      found = try DaemonConfiguration.load(from: options.configuration ?? DaemonConfiguration.usualPath)
    } catch {
      throw .configuration(error.description)
    }
    if let found { return found }
    guard let path = options.configuration else { return DaemonConfiguration() }
    throw .noInput("there is no configuration file \(path): name another by --config, or leave it out")
  }

  private static var machineName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "regie" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
