import Show
import Synchronization

/// A protocol that is opened when the first universe asks for it: a hall without Art-Net leaves its port alone.
public final class DeferredFamily: LineFamily {
  private struct State {
    var family: (any LineFamily)?
    var hall: Hall?
  }

  /// Which one it is.
  public let lineProtocol: LightUniverse.LineProtocol
  private let make: @Sendable () throws(LineFault) -> any LineFamily
  private let state = Mutex(State())

  /// A family that is not opened yet.
  ///
  /// - Parameters:
  ///   - lineProtocol: which one it is.
  ///   - make: opens it; tried again at each universe as long as it fails.
  public init(
    _ lineProtocol: LightUniverse.LineProtocol, make: @escaping @Sendable () throws(LineFault) -> any LineFamily
  ) {
    (self.lineProtocol, self.make) = (lineProtocol, make)
  }

  /// Takes the hall, for the family as soon as there is one.
  public func follow(_ hall: Hall) {
    state.withLock { state in
      state.hall = hall
      state.family?.follow(hall)
    }
  }

  /// Opens the family where it is not open, and the line.
  ///
  /// - Throws: ``LineFault`` where there is no way to its address, or the family cannot be opened.
  public func open(_ universe: LightUniverse) throws(LineFault) -> any UniverseLine {
    let known = state.withLock { $0.family }
    if let known { return try known.open(universe) }
    let family = try make()
    state.withLock { state in
      state.family = family
      if let hall = state.hall { family.follow(hall) }
    }
    return try family.open(universe)
  }

  /// Synchronises a frame; never waits for a hall that is being taken just now.
  public func frameEnded() {
    let family = state.withLockIfAvailable { $0.family }
    family??.frameEnded()
  }

  /// Ends the family, if there is one.
  public func end() { state.withLock { $0.family }?.end() }
}
