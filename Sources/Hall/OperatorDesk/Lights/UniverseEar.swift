import ArtNet
import CLinux
import Endings
import Foundation
import Lighting
import SACN
import Show
import Synchronization

/// Hears the lighting network, on a thread of each protocol.
final class UniverseEar: Sendable {
  private let board = Mutex(UniverseBoard())
  private let hasEnded = Atomic<Bool>(false)
  /// The UDP port on which sACN is heard.
  let sacnPort: UInt16

  /// Opens the ports beside whoever has them too.
  ///
  /// - Parameters:
  ///   - universes: whose groups are joined.
  ///   - interface: this machine's address on the lighting network; 0 for that of the default route.
  ///   - sacnPort: the UDP port of sACN.
  ///   - artnetPort: the UDP port of Art-Net.
  /// - Throws: status 74 where a port cannot be had, or a group cannot be joined.
  init(
    universes: [Int], interface: UInt32, sacnPort: UInt16 = SACNPacket.usualPort,
    artnetPort: UInt16 = ArtNetFamily.usualPort
  ) throws(CommandFault) {
    do throws(LineFault) {
      let sacn = try DatagramSocket(interface: interface)
      try sacn.bind(IPv4Endpoint(address: 0, port: sacnPort))
      self.sacnPort = sacn.port
      for universe in universes {
        let failure = sacn.join(group: SACNPacket.group(of: universe), interface: interface)
        if failure != 0 { throw .socket(failure) }
      }
      let artnet = try DatagramSocket(interface: interface)
      try artnet.bind(IPv4Endpoint(address: 0, port: artnetPort))
      listen(sacn, "sacn-heard") { octets, from in Self.sacn(octets, from) }
      listen(artnet, "artnet-heard") { octets, from in Self.artnet(octets, from) }
    } catch {
      throw CommandFault(
        .inputOutput,
        "the lighting network cannot be heard: \(error)")
    }
  }

  deinit { hasEnded.store(true, ordering: .releasing) }

  /// What was heard up to now.
  var heard: UniverseBoard { board.withLock { $0 } }
  /// Ends its threads.
  func end() { hasEnded.store(true, ordering: .releasing) }
  /// The clock of the board, in milliseconds.
  static var now: Int64 { Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000) }

  private func listen(
    _ socket: DatagramSocket, _ name: String,
    _ read: @escaping @Sendable ([UInt8], IPv4Endpoint) -> UniverseBoard.Levels?
  ) {
    let thread = Thread { [weak self] in
      linux_name_thread(name)
      var buffer = [UInt8](repeating: 0, count: 1500)
      while self?.hasEnded.load(ordering: .acquiring) == false {
        guard let (count, from) = socket.receive(into: &buffer, within: 250) else { continue }
        guard let levels = read(Array(buffer.prefix(count)), from) else { continue }
        self?.board.withLock { $0.take(levels, at: Self.now) }
      }
    }
    thread.start()
  }

  private static func sacn(_ octets: [UInt8], _ from: IPv4Endpoint) -> UniverseBoard.Levels? {
    guard case .levels(let levels)? = try? SACNPacket(octets), levels.startCode == 0 else { return nil }
    return UniverseBoard.Levels(
      key: .init(universe: levels.universe, lineProtocol: .sacn, source: levels.component.text),
      name: levels.sourceName, address: from.host, priority: levels.priority, sequence: levels.sequence,
      firstSequence: 0, isEnd: levels.isTerminated, slots: levels.slots)
  }

  private static func artnet(_ octets: [UInt8], _ from: IPv4Endpoint) -> UniverseBoard.Levels? {
    guard case .levels(let levels)? = try? ArtNetMessage.read(octets) else { return nil }
    return UniverseBoard.Levels(
      key: .init(universe: levels.universe, lineProtocol: .artnet, source: from.host), name: from.host,
      address: from.host, priority: nil, sequence: levels.sequence, firstSequence: 1, isEnd: false, slots: levels.slots)
  }
}
