import Glibc
import Onirica
import OpenSoundControl

/// A sound that another program measures and tells by Open Sound Control over UDP.
///
/// | address | number |
/// |---|---|
/// | `/sound/loudness`, `/sound/low`, `/sound/mid`, `/sound/high` | 0 is silence, 1 full |
/// | `/sound/onset` | a stroke begins; 0 is none |
///
/// What is not told anew for a second is over.
public final class OSCInput: SoundInput {
  private let heard = HeardSound()
  private let thread: NamedThread
  /// The port that it listens on.
  public let port: Int

  /// Opens the port and starts to listen.
  ///
  /// - Parameters:
  ///   - port: of UDP; 0 takes one that is free.
  ///   - isOpen: whether programs of other machines are heard too.
  /// - Throws: `ScreenError` when the port cannot be opened.
  public init(port: Int, isOpen: Bool) throws(ScreenError) {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .inputOutput(doing: "opening the port of OSC", errno: errno) }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    place.sin_addr.s_addr = (isOpen ? INADDR_ANY : INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(descriptor, name, length) == 0 && getsockname(descriptor, name, &length) == 0
      }
    }
    guard isBound else {
      let reason = errno
      close(descriptor)
      throw .inputOutput(doing: "opening the port of OSC", errno: reason)
    }
    self.port = Int(UInt16(bigEndian: place.sin_port))
    thread = NamedThread(name: "sound") { [heard] in
      OSCInput.listen(descriptor, heard)
      close(descriptor)
    }
  }

  /// What is not as it should be, in words; nil while it is heard.
  public var warning: String? { heard.warning }

  /// What is heard now, whatever the instant: it never waits.
  ///
  /// - Parameter seconds: passed over.
  /// - Returns: silence where nothing was heard for a second.
  public func sound(atSeconds seconds: Double) -> Sound { heard.sound(atSeconds: seconds) }

  /// Ends its thread.
  public func stop() {
    heard.stop()
    thread.join()
  }

  private static func listen(_ descriptor: Int32, _ heard: HeardSound) {
    var sound = Sound.silence
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while !heard.stops {
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 50) > 0 else { continue }
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { continue }
      let messages = OSCPacket.messages(in: bytes[..<count])
      for message in messages { take(message, into: &sound) }
      if messages.contains(where: { $0.address.hasPrefix("/sound/") }) { heard.tell(sound) }
    }
  }

  private static func take(_ message: OSCMessage, into sound: inout Sound) {
    let number = Float(message.arguments.lazy.compactMap(\.number).first ?? 1)
    switch message.address {
    case "/sound/loudness": sound.loudness = number
    case "/sound/low": sound.low = number
    case "/sound/mid": sound.mid = number
    case "/sound/high": sound.high = number
    case "/sound/onset": if number > 0 { sound.onsets += 1 }
    default: break
    }
  }
}
