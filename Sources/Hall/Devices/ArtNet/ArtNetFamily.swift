import CLinux
import Foundation
import Lighting
import Show
import Synchronization

/// Art-Net 4: opens lines, answers polls on a thread of its own, synchronises frames where it is asked to.
public final class ArtNetFamily: LineFamily {
  private struct Standing {
    var name = "Régie"
    var portAddresses: [Int] = []
  }

  /// The port of Art-Net.
  public static let usualPort = ArtNetPacket.port
  /// Art-Net.
  public var lineProtocol: LightUniverse.LineProtocol { .artnet }
  private let address: UInt32
  private let everybody: IPv4Endpoint
  private let synchronizes: Bool
  private let socket: DatagramSocket
  private let standing = Mutex(Standing())
  private let hasEnded = Atomic<Bool>(false)

  /// A family of lines, listening for polls.
  ///
  /// - Parameters:
  ///   - address: this machine's IPv4 address on the lighting network, as nodes are to read it in a reply; 0 where unknown.
  ///   - synchronizes: whether an ArtSync follows each frame. Nodes that ever saw one wait for the next, up to 4 s.
  ///   - local: where to listen; every address at port 6454 unless given.
  ///   - everybody: where what has no address goes; the limited broadcast address at port 6454 unless given.
  /// - Throws: ``LineFault/socket(_:)``, also where another program holds the port alone.
  public init(
    address: UInt32 = 0, synchronizes: Bool = false, local: IPv4Endpoint? = nil, everybody: IPv4Endpoint? = nil
  ) throws(LineFault) {
    (self.address, self.synchronizes) = (address, synchronizes)
    self.everybody = everybody ?? IPv4Endpoint(address: 0xffff_ffff, port: ArtNetPacket.port)
    socket = try DatagramSocket()
    try socket.bind(local ?? IPv4Endpoint(address: 0, port: ArtNetPacket.port))
    let thread = Thread { [weak self] in
      linux_name_thread("art-net")
      var buffer = [UInt8](repeating: 0, count: 1500)
      while let family = self, family.hasEnded.load(ordering: .acquiring) == false { family.answer(&buffer) }
    }
    thread.start()
  }

  deinit { hasEnded.store(true, ordering: .releasing) }

  /// The port that polls reach.
  public var port: UInt16 { socket.port }

  /// Takes the hall whose universes it names to others.
  public func follow(_ hall: Hall) {
    let universes = hall.universes.values.filter { $0.lineProtocol == .artnet }
    standing.withLock {
      $0 = Standing(
        name: "Régie \(hall.name)", portAddresses: universes.map { ArtNetPacket.portAddress(of: $0.number) })
    }
  }

  /// Opens the line of a universe.
  ///
  /// - Throws: ``LineFault/address(_:)``.
  public func open(_ universe: LightUniverse) throws(LineFault) -> any UniverseLine {
    var endpoint = everybody
    if let address = universe.address {
      guard let there = IPv4Endpoint(address, port: ArtNetPacket.port) else { throw .address(address) }
      endpoint = there
    }
    return ArtNetLine(
      ArtDmxPacket(portAddress: ArtNetPacket.portAddress(of: universe.number)), to: endpoint, by: socket)
  }

  /// Synchronises what was sent, where that is asked for.
  public func frameEnded() {
    if synchronizes { _ = socket.send(ArtNetPacket.synchronization, to: everybody) }
  }

  /// Ends its own thread; lines are ended one by one.
  public func end() { hasEnded.store(true, ordering: .releasing) }

  /// Waits a quarter of a second for a poll, and answers the one who asked.
  private func answer(_ buffer: inout [UInt8]) {
    guard let (count, from) = socket.receive(into: &buffer, within: 250), ArtNetPacket.isPoll(buffer.prefix(count))
    else { return }
    let standing = standing.withLock { $0 }
    for packet in ArtPollReply.packets(
      address: address, name: standing.name, portAddresses: standing.portAddresses)
    {
      _ = socket.send(packet, to: from)
    }
  }
}

/// A universe's line.
///
/// `@unchecked Sendable`: after it is opened the thread of the frames alone touches the packet.
final class ArtNetLine: UniverseLine, @unchecked Sendable {
  private var packet: ArtDmxPacket
  private let endpoint: IPv4Endpoint
  private let socket: DatagramSocket

  init(_ packet: ArtDmxPacket, to endpoint: IPv4Endpoint, by socket: DatagramSocket) {
    (self.packet, self.endpoint, self.socket) = (packet, endpoint, socket)
  }

  func send(_ slots: [UInt8]) -> Int32 {
    packet.next(slots)
    return socket.send(packet.octets, to: endpoint)
  }

  /// Art-Net has no word for an end: nodes keep the last levels, or do what they are set to do when packets fail to come.
  func terminate() {}
}
