import Sequencer
import Show

/// What happens to a device's machine.
public enum LineEvent: Hashable, Sendable {
  /// What the device is to be from now on.
  case desired(DesiredState)
  /// Its line is open; the secret is what the opener found for it, read anew for every line.
  case opened(secret: String?)
  /// A line of text came, without its end.
  case line(String)
  /// Bytes came, as they came; for machines that cut them into answers themselves.
  case bytes([UInt8])
  /// The line was lost or could not be opened; why, for a person.
  case lost(String)
  /// The instant came for which the machine asked.
  case due
  /// The line, which others talk on too, is the machine's alone until it passes it on.
  case turn
}

/// What a device's machine wants done.
public enum LineAction: Hashable, Sendable {
  /// Open the line; `opened` or `lost` comes of it. Never asked for while a line is open or on its way.
  case open
  /// Send bytes.
  case send([UInt8])
  /// Close the line; nothing comes of it.
  case close
  /// Ask for the line alone; `turn` comes of it, after those who asked before. Only on a line that is shared.
  case turn
  /// Let the next one have the line.
  case pass
  /// Tell the show.
  case tell(DriverReport)
}

/// One device as a pure state machine: takes what happens and the time, gives back what is to be done.
///
/// It has no clock, socket or thread, so that a test drives it alone. ``LineDriver`` gives it these.
public protocol DeviceMachine: Sendable {
  /// Whether it takes what its device says as bytes, not as lines of text.
  static var hearsBytes: Bool { get }

  /// When `due` is wanted next; nothing where only events count.
  var wakesAt: ShowInstant? { get }

  /// Takes an event.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - now: show time, never before that of the event before.
  /// - Returns: what is to be done, in order.
  mutating func take(_ event: LineEvent, at now: ShowInstant) -> [LineAction]
}

extension DeviceMachine {
  /// Most machines take lines of text.
  public static var hearsBytes: Bool { false }
}

/// A line that was opened.
public struct OpenLine: Hashable, Sendable {
  /// A socket or a serial port, not blocking, closed on exec; it belongs to whoever has this.
  public var descriptor: Int32
  /// Whether it is a socket.
  public var isSocket: Bool
  /// The process at its other end, where it is a child.
  public var child: Int32?
  /// What the device wants to be shown, where it has a secret.
  public var secret: String?

  /// An open line.
  public init(descriptor: Int32, isSocket: Bool = true, child: Int32? = nil, secret: String? = nil) {
    (self.descriptor, self.isSocket, self.child, self.secret) = (descriptor, isSocket, child, secret)
  }
}

/// Why a line could not be opened.
public struct LineFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What failed, and the way out.
  public let description: String

  /// A fault in words.
  public init(_ description: String) { self.description = description }
}

/// Opens the lines of one device; may wait, since it is called on a thread of its own.
public protocol LineOpener: Sendable {
  /// Opens a line.
  ///
  /// - Throws: `LineFault` after a few seconds at most.
  func open() throws(LineFault) -> OpenLine
}
