import Show

/// The way of one universe's slots to its receivers: what a protocol fulfils.
///
/// After it is opened the thread of the frames alone calls it, so that nothing in it waits, allocates or locks.
public protocol UniverseLine: AnyObject, Sendable {
  /// Sends the slots.
  ///
  /// - Parameter slots: 512 levels, 0 to 255.
  /// - Returns: 0, or the `errno` that says why they did not go out.
  func send(_ slots: [UInt8]) -> Int32
  /// Tells the receivers that nothing more comes, as the protocol would have it.
  func terminate()
}

/// A protocol with all of its lines.
public protocol LineFamily: AnyObject, Sendable {
  /// Which one it is.
  var lineProtocol: LightUniverse.LineProtocol { get }
  /// Takes the hall whose universes go out; those of other protocols are not its concern.
  func follow(_ hall: Hall)
  /// Opens the line of a universe.
  ///
  /// - Throws: ``LineFault`` where there is no way to its address.
  func open(_ universe: LightUniverse) throws(LineFault) -> any UniverseLine
  /// Called by the thread of the frames after the universes of a frame: the place of the protocol's synchronisation.
  func frameEnded()
  /// Ends what it does beside the lines.
  func end()
}

/// Why a universe cannot go out.
public enum LineFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The address is none.
  case address(String)
  /// The system gives no socket; with `errno`.
  case socket(Int32)
  /// This machine has no such address on any network.
  case interface(UInt32)
  /// No protocol of that name is here.
  case lineProtocol(String)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .address(let text): "`\(text)` is no IPv4 address: write it like 10.0.0.7"
    case .socket(let code): "the system gives no socket (\(SystemError.text(code))): look at the daemon's limits"
    case .interface(let address):
      "this machine has no address \(IPv4Endpoint(address: address, port: 0).host): name one of its own (ip -4 address)"
    case .lineProtocol(let name): "this daemon does not speak \(name): take another `protocol`"
    }
  }
}
