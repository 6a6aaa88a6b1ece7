/// A line of up to 512 slots to fixtures, as `hall.yaml` declares it under `universes:`.
public struct LightUniverse: Hashable, Sendable, Codable {
  /// How a universe's levels travel.
  public enum LineProtocol: String, Hashable, Sendable, Codable, CaseIterable {
    /// Streaming ACN, ANSI E1.31-2018.
    case sacn
    /// Art-Net 4.
    case artnet
  }

  /// The universe, 1 to 63999; for Art-Net the port-address is one less than it, 0 to 32767.
  public var number: Int
  /// How its levels travel.
  public var lineProtocol: LineProtocol
  /// Where to: an IPv4 address; without one sACN goes to the universe's multicast group, Art-Net to everybody.
  public var address: String?
  /// Which source wins where several send, 0 to 200 (sACN alone).
  public var priority: Int
  /// What people read.
  public var title: String
  /// The most frames a second that its receivers bear, 1 to 44.
  public var rateHz: Int

  /// A universe; see the properties for meanings and ranges.
  public init(
    number: Int, lineProtocol: LineProtocol, address: String? = nil, priority: Int = 100, title: String = "",
    rateHz: Int = 44
  ) {
    (self.number, self.lineProtocol, self.address, self.priority) = (number, lineProtocol, address, priority)
    (self.title, self.rateHz) = (title.isEmpty ? "universe \(number)" : title, rateHz)
  }
}
