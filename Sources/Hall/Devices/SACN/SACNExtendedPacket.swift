/// E1.31 packets that carry no levels: synchronisation and universe discovery.
enum SACNExtendedPacket {
  /// A synchronisation packet (table 6-3): receivers that wait for this address show what they have.
  ///
  /// - Parameters:
  ///   - component: who sends.
  ///   - sequence: the number of this address's packet.
  ///   - address: the synchronisation universe, 1 to 63999.
  static func synchronization(component: ComponentID, sequence: UInt8, address: Int) -> [UInt8] {
    let wire = SACNWire.self
    return wire.root(wire.rootExtended, length: 49, component) + wire.lengthField(49 - 38)
      + wire.bytes(wire.framingSynchronization) + [sequence] + wire.bytes(UInt16(address)) + [0, 0]
  }

  /// The packets that say which universes a source sends (tables 6-4 and 8-9), 512 universes a page.
  ///
  /// - Parameters:
  ///   - component: who sends.
  ///   - sourceName: what people read.
  ///   - universes: in any order; a source that sends none says so by an empty page.
  static func discovery(component: ComponentID, sourceName: String, universes: [Int]) -> [[UInt8]] {
    let wire = SACNWire.self
    let sorted = universes.sorted()
    let last = max(0, (sorted.count - 1) / wire.mostUniversesOfPage)
    return (0...last).map { page in
      let list = sorted.dropFirst(page * wire.mostUniversesOfPage).prefix(wire.mostUniversesOfPage)
      let length = 120 + 2 * list.count
      return wire.root(wire.rootExtended, length: length, component) + wire.lengthField(length - 38)
        + wire.bytes(wire.framingDiscovery) + wire.name(sourceName) + [0, 0, 0, 0] + wire.lengthField(length - 112)
        + wire.bytes(wire.universeList) + [UInt8(page), UInt8(last)] + list.flatMap { wire.bytes(UInt16($0)) }
    }
  }
}
