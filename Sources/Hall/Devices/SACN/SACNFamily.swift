import Dispatch
import Foundation
import Lighting
import Show
import Synchronization

/// Streaming ACN: opens lines, announces the universes every ten seconds, synchronises frames where it is asked to.
public final class SACNFamily: LineFamily {
  private struct Source {
    var name = "Régie"
    var universes: [Int] = []
  }

  /// Every ten seconds (E131_UNIVERSE_DISCOVERY_INTERVAL).
  private static let discoveryInterval: DispatchTimeInterval = .seconds(10)

  /// sACN.
  public var lineProtocol: LightUniverse.LineProtocol { .sacn }
  private let component: ComponentID
  private let synchronization: Int
  private let socket: DatagramSocket
  private let discoveryEndpoint: IPv4Endpoint
  private let source = Mutex(Source())
  private let beat: SACNBeat?
  private let ending = DispatchSemaphore(value: 0)

  /// A family of lines.
  ///
  /// - Parameters:
  ///   - component: who sends: the same from one start to the next.
  ///   - synchronization: the universe whose packets show a frame everywhere at once, 1 to 63999; 0 is none.
  ///   - discovery: where the list of universes goes; the group of the standard unless given.
  ///   - interface: this machine's address on the lighting network; that of the default route unless given.
  /// - Throws: ``LineFault/socket(_:)``.
  public init(
    component: ComponentID, synchronization: Int = 0, discovery: IPv4Endpoint? = nil, interface: UInt32 = 0
  ) throws(LineFault) {
    (self.component, self.synchronization) = (component, synchronization)
    socket = try DatagramSocket(interface: interface)
    discoveryEndpoint =
      discovery ?? IPv4Endpoint(address: SACNWire.group(of: SACNWire.discoveryUniverse), port: SACNWire.port)
    beat = synchronization == 0 ? nil : SACNBeat(component: component, address: synchronization, socket: socket)
    let thread = Thread { [weak self, ending] in
      // The first list a second after the start, when a show has been followed.
      var pause = DispatchTimeInterval.seconds(1)
      while ending.wait(timeout: .now() + pause) == .timedOut {
        self?.announce()
        pause = Self.discoveryInterval
      }
    }
    thread.start()
  }

  deinit { ending.signal() }

  /// Takes the hall whose universes it names to others.
  public func follow(_ hall: Hall) {
    let universes = hall.universes.values.filter { $0.lineProtocol == .sacn }.map(\.number)
    source.withLock {
      $0 = Source(name: "Régie \(hall.name)", universes: universes)
    }
  }

  /// Opens the line of a universe.
  ///
  /// - Throws: ``LineFault/address(_:)``.
  public func open(_ universe: LightUniverse) throws(LineFault) -> any UniverseLine {
    var endpoint = IPv4Endpoint(address: SACNWire.group(of: universe.number), port: SACNWire.port)
    if let address = universe.address {
      guard let there = IPv4Endpoint(address, port: SACNWire.port) else { throw .address(address) }
      endpoint = there
    }
    let source = source.withLock { $0 }
    let packet = SACNDataPacket(
      component: component, sourceName: source.name, universe: universe.number, priority: universe.priority,
      synchronization: synchronization)
    return SACNLine(packet, to: endpoint, by: socket)
  }

  /// Synchronises what was sent, where that is asked for.
  public func frameEnded() { beat?.send() }

  /// Ends its own thread; lines are ended one by one.
  public func end() { ending.signal() }

  /// Sends the list of universes.
  func announce() {
    let source = source.withLock { $0 }
    guard source.universes.isEmpty == false else { return }
    let pages = SACNExtendedPacket.discovery(
      component: component, sourceName: source.name, universes: source.universes)
    for page in pages {
      _ = socket.send(page, to: discoveryEndpoint)
    }
  }
}

/// A universe's line.
///
/// `@unchecked Sendable`: after it is opened the thread of the frames alone touches the packet.
final class SACNLine: UniverseLine, @unchecked Sendable {
  private var packet: SACNDataPacket
  private let endpoint: IPv4Endpoint
  private let socket: DatagramSocket

  init(_ packet: SACNDataPacket, to endpoint: IPv4Endpoint, by socket: DatagramSocket) {
    (self.packet, self.endpoint, self.socket) = (packet, endpoint, socket)
  }

  func send(_ slots: [UInt8]) -> Int32 {
    packet.next(slots)
    return socket.send(packet.octets, to: endpoint)
  }

  /// Three packets that say so (6.2.6).
  func terminate() {
    for _ in 0..<3 {
      packet.nextTerminated()
      _ = socket.send(packet.octets, to: endpoint)
    }
    packet.resume()
  }
}

/// The packet after each frame that shows it everywhere at once.
///
/// `@unchecked Sendable`: the thread of the frames alone touches it.
final class SACNBeat: @unchecked Sendable {
  private var octets: [UInt8]
  private let endpoint: IPv4Endpoint
  private let socket: DatagramSocket

  init(component: ComponentID, address: Int, socket: DatagramSocket) {
    octets = SACNExtendedPacket.synchronization(component: component, sequence: 0, address: address)
    endpoint = IPv4Endpoint(address: SACNWire.group(of: address), port: SACNWire.port)
    self.socket = socket
  }

  func send() {
    octets[44] &+= 1
    _ = socket.send(octets, to: endpoint)
  }
}
