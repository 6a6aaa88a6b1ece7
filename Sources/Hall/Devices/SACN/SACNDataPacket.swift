/// An E1.31 data packet of 512 slots: made once, then only its numbers and levels change.
struct SACNDataPacket: Hashable, Sendable {
  /// 638 octets, as they go out.
  private(set) var octets: [UInt8]

  /// A packet of a universe, dark, its sequence number 0.
  ///
  /// - Parameters:
  ///   - component: who sends.
  ///   - sourceName: what people read, at most 63 octets of UTF-8 of it.
  ///   - universe: 1 to 63999.
  ///   - priority: 0 to 200.
  ///   - synchronization: the universe whose synchronisation packets receivers are to wait for; 0 is none.
  init(component: ComponentID, sourceName: String, universe: Int, priority: Int, synchronization: Int = 0) {
    let wire = SACNWire.self
    octets = wire.root(wire.rootData, length: 638, component)
    // Framing layer, octets 38 to 114 (table 6-2).
    octets += wire.lengthField(638 - 38) + wire.bytes(wire.framingData) + wire.name(sourceName)
    octets += [UInt8(max(0, min(200, priority)))] + wire.bytes(UInt16(synchronization)) + [0, 0]
    octets += wire.bytes(UInt16(universe))
    // Device management protocol layer, octets 115 to 637 (table 7-4): set property, slots 0 to 512, start code 0.
    octets += wire.lengthField(638 - 115) + [0x02, 0xa1, 0, 0, 0, 1] + wire.bytes(UInt16(513))
    octets += [UInt8](repeating: 0, count: 513)
  }

  /// The sequence number, octet 111.
  var sequence: UInt8 { octets[111] }

  /// Takes the next sequence number and these levels.
  mutating func next(_ slots: [UInt8]) {
    octets[111] &+= 1
    for index in 0..<min(512, slots.count) { octets[126 + index] = slots[index] }
  }

  /// Takes the next sequence number and says that the stream ends (6.2.6).
  mutating func nextTerminated() {
    octets[111] &+= 1
    octets[112] |= SACNWire.terminated
  }

  /// Begins a stream again after an end.
  mutating func resume() { octets[112] &= ~SACNWire.terminated }
}
