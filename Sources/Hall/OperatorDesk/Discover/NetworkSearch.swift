import ArtNet
import Dispatch
import Endings
import Foundation
import Lighting
import PJLink
import SACN
import Show

/// Asks a network who is there, and hears the answers.
struct NetworkSearch {
  /// Where questions go, and on which ports answers are heard.
  struct Ports: Sendable {
    var everybody: UInt32
    var pjlink = PJLinkSearch.port
    var artnet = ArtNetFamily.usualPort
    var sacn = SACNPacket.usualPort
    /// Where answers of Art-Net are heard: nodes answer to the standard's port, whoever asked.
    var artnetHeard = ArtNetFamily.usualPort
  }

  private let projectors: DatagramSocket
  private let nodes: DatagramSocket
  private let sources: DatagramSocket
  private let ports: Ports

  /// Opens the sockets.
  ///
  /// - Parameters:
  ///   - interface: this machine's address on the network; 0 for that of the default route.
  ///   - ports: where questions go; everybody on that network unless given.
  /// - Throws: status 74 where a port cannot be had.
  init(interface: UInt32, ports: Ports? = nil) throws(CommandFault) {
    let usual = NetworkInterface.broadcast(of: interface, port: 0)?.address ?? 0xffff_ffff
    self.ports = ports ?? Ports(everybody: usual)
    do throws(LineFault) {
      projectors = try DatagramSocket(interface: interface)
      nodes = try DatagramSocket(interface: interface)
      try nodes.bind(IPv4Endpoint(address: 0, port: self.ports.artnetHeard))
      sources = try DatagramSocket(interface: interface)
      try sources.bind(IPv4Endpoint(address: 0, port: self.ports.sacn))
      _ = sources.join(group: SACNPacket.group(of: SACNPacket.discoveryUniverse), interface: interface)
    } catch {
      throw CommandFault(.inputOutput, "the network cannot be searched: \(error)")
    }
  }

  /// The port on which sources of sACN are heard.
  var sacnPort: UInt16 { sources.port }
  /// The port on which answers of Art-Net are heard.
  var artnetPort: UInt16 { nodes.port }

  /// Asks.
  ///
  /// - Returns: what could not be asked, each as a sentence.
  func ask() -> [String] {
    let questions: [(DatagramSocket, [UInt8], UInt16, String)] = [
      (projectors, PJLinkSearch.question, ports.pjlink, "projectors"),
      (nodes, ArtNetMessage.pollEverybody, ports.artnet, "nodes of Art-Net"),
    ]
    return questions.compactMap { socket, question, port, who in
      let failure = socket.send(question, to: IPv4Endpoint(address: ports.everybody, port: port))
      return failure == 0 ? nil : "\(who) could not be asked: \(SystemError.text(failure))"
    }
  }

  /// Hears what comes within a time, however much that is: levels come to these ports too, dozens a second.
  ///
  /// - Parameter milliseconds: how long to listen for each kind of answer.
  func hear(within milliseconds: Int32) -> Set<FoundThing> {
    var found: Set<FoundThing> = []
    forEachAnswer(on: projectors, within: milliseconds) { octets, from in
      guard let address = PJLinkSearch.hardwareAddress(answer: octets) else { return }
      found.insert(FoundThing(projectorAt: from.host, hardwareAddress: address))
    }
    forEachAnswer(on: nodes, within: milliseconds) { octets, from in
      guard case .node(let node)? = try? ArtNetMessage.read(octets) else { return }
      found.insert(FoundThing(node, from: from.host))
    }
    forEachAnswer(on: sources, within: milliseconds) { octets, from in
      guard case .discovery(_, let name, _, _, let universes)? = try? SACNPacket(octets) else { return }
      found.insert(FoundThing(source: name, universes: universes, from: from.host))
    }
    return found
  }

  private func forEachAnswer(
    on socket: DatagramSocket, within milliseconds: Int32, _ body: ([UInt8], IPv4Endpoint) -> Void
  ) {
    var buffer = [UInt8](repeating: 0, count: 1500)
    let end = DispatchTime.now() + .milliseconds(Int(milliseconds))
    while DispatchTime.now() < end {
      let left = Int32((Int64(end.uptimeNanoseconds) - Int64(DispatchTime.now().uptimeNanoseconds)) / 1_000_000)
      guard let (count, from) = socket.receive(into: &buffer, within: max(0, left)) else { return }
      body(Array(buffer.prefix(count)), from)
    }
  }
}
