/// How the daemon itself reaches a device; one that has none stays on the hall's topics for it.
public enum Connection: Hashable, Sendable, Codable {
  /// A projector or display by PJLink (JBMIA, class 1 and 2): its host, its TCP port, and the file in which its password
  /// stands, where it has one.
  case pjlink(host: String, port: Int, passwordFile: String?)
  /// A player by an mpv of its own: the name of that player, the connector whose screen it fills (`HDMI-A-1`), and the
  /// audio device as mpv names it (`alsa/hdmi:CARD=PCH`); mpv's own choice where they are not given.
  case mpv(screen: String, output: String?, audio: String?)
  /// A PC that wakes by Wake-on-LAN: its hardware address as `AA:BB:CC:DD:EE:FF`, the IPv4 address of its net's
  /// broadcast, and whether it listens on its topics and goes to sleep by itself when the hall wants it off.
  case wake(hardwareAddress: String, broadcast: String, listens: Bool)
  /// A box that talks text, by its description.
  case box(BoxConnection)
  /// A lamp, plug or relay of another maker, by its own topics at the broker.
  case foreign(ForeignDevice)

  /// The port that PJLink has by its standard (PJLink Specifications, Class 1, 5.1).
  public static let usualPJLinkPort = 4352
  /// The address that reaches the whole net of whoever sends.
  public static let wholeNet = "255.255.255.255"

  /// Whether the device itself tells on its topics what it is, though the daemon reaches it.
  public var tellsItself: Bool { if case .wake(_, _, let listens) = self { listens } else { false } }
  /// Whether a device that is off cannot be reached at all: its absence is what was wanted then.
  public var isAwayWhenOff: Bool { if case .wake = self { true } else { false } }

  /// What a device must be to be reached that way.
  public var kinds: [DeviceKind] {
    switch self {
    case .pjlink: [.projector, .display]
    case .mpv: [.player]
    case .wake: [.switch]
    case .box: DeviceKind.allCases.filter { $0 != .screen }
    case .foreign: [.light, .switch]
    }
  }
}
