import CLinux
import Glibc
import OpenSoundControl
import Synchronization

/// Hears messages of Open Sound Control on a port of UDP, by a thread of its own.
public final class OSCListener: Sendable {
  /// Why a port cannot be listened on.
  public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and the way out.
    public let description: String
  }

  /// The port.
  public let port: Int
  private let hasEnded = Atomic(false)
  private let descriptor: Int32

  /// Opens the port and begins.
  ///
  /// - Parameters:
  ///   - host: the address of this machine that is listened on; `0.0.0.0` is all.
  ///   - port: of UDP; 0 takes one that is free.
  ///   - hear: takes the messages of a datagram, in their order, on the listener's thread.
  /// - Throws: why the port cannot be had.
  public init(host: String, port: Int, hear: @escaping @Sendable ([OSCMessage]) -> Void) throws(Fault) {
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    guard inet_pton(AF_INET, host, &place.sin_addr) == 1 else {
      throw Fault(description: "`\(host)` is no address of this machine: write 0.0.0.0:\(port) for all of them")
    }
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Fault(description: "no socket: \(String(cString: strerror(errno)))") }
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(descriptor, name, length) == 0 && getsockname(descriptor, name, &length) == 0
      }
    }
    guard isBound else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw Fault(description: "\(host):\(port) cannot be listened on: \(reason)")
    }
    self.port = Int(UInt16(bigEndian: place.sin_port))
    self.descriptor = descriptor
    let listening = Listening(listener: self, descriptor: descriptor, hear: hear)
    Listening.begin(listening)
  }

  /// Ends within a twentieth of a second.
  public func end() { hasEnded.store(true, ordering: .releasing) }

  fileprivate var isEnding: Bool { hasEnded.load(ordering: .acquiring) }
}

/// The thread of a listener.
private final class Listening: Sendable {
  private let listener: OSCListener
  private let descriptor: Int32
  private let hear: @Sendable ([OSCMessage]) -> Void

  init(listener: OSCListener, descriptor: Int32, hear: @escaping @Sendable ([OSCMessage]) -> Void) {
    (self.listener, self.descriptor, self.hear) = (listener, descriptor, hear)
  }

  static func begin(_ listening: Listening) {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(listening).toOpaque()
    let started = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let listening = Unmanaged<Listening>.fromOpaque(argument).takeRetainedValue()
        linux_name_thread("osc-listener")
        listening.run()
        return nil
      }, argument)
    guard started == 0 else { return Unmanaged<Listening>.fromOpaque(argument).release() }
    pthread_detach(thread)
  }

  private func run() {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while !listener.isEnding {
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 50) > 0 else { continue }
      let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { continue }
      let messages = OSCPacket.messages(in: bytes[..<count])
      if !messages.isEmpty { hear(messages) }
    }
    close(descriptor)
  }
}
