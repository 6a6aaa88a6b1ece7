import Foundation
import Glibc

/// How far players are apart, by what mpv itself says: it tells each picture at the instant when it comes.
///
/// Each player has an `--input-ipc-server` beside the line of whoever drives it. A picture is known by its place in the
/// film, so that the same picture of two players is the same place at two instants.
public final class StepMeter {
  /// A picture that came.
  public struct Picture: Hashable, Sendable {
    /// Its place in the film, in seconds, or what else was asked of it.
    public var position: Double
    /// When it came, in milliseconds of a clock that never goes back.
    public var atMilliseconds: Double
  }

  /// Why nothing was measured.
  public struct Fault: Error, CustomStringConvertible {
    /// What is missing.
    public let description: String

    /// A fault in words.
    public init(description: String) { self.description = description }
  }

  private let property: String
  private let descriptors: [Int32]
  private var rests: [[UInt8]]
  private var pictures: [[Picture]]

  /// Listens to players.
  ///
  /// - Parameters:
  ///   - paths: the sockets of their `--input-ipc-server`.
  ///   - property: what is told at each picture; its place in the film unless given.
  ///   - end: how long to wait at most until all are there.
  public init(_ paths: [String], of property: String = "time-pos", before end: ContinuousClock.Instant) throws {
    self.property = property
    descriptors = try paths.map { try Self.connect($0, before: end) }
    rests = paths.map { _ in [] }
    pictures = paths.map { _ in [] }
    let words = Array(#"{"command":["observe_property",1,"\#(property)"]}"#.utf8) + [10]
    for descriptor in descriptors { send(descriptor, words, words.count, Int32(MSG_NOSIGNAL)) }
  }

  deinit { for descriptor in descriptors { close(descriptor) } }

  /// The pictures that come from now on, player by player.
  ///
  /// - Parameters:
  ///   - count: how many of each player at least.
  ///   - end: how long to wait for them at most.
  public func next(_ count: Int, before end: ContinuousClock.Instant) throws -> [[Picture]] {
    while hear(withinMilliseconds: 0) {}
    pictures = pictures.map { _ in [] }
    while pictures.contains(where: { $0.count < count }) {
      let left = (end - .now) / .milliseconds(1)
      guard left > 0, hear(withinMilliseconds: Int32(min(left, 10_000))) else {
        throw Fault(description: "pictures of each player within the time: \(pictures.map(\.count))")
      }
    }
    return pictures
  }

  /// How far apart the players were at each picture that all of them showed, in milliseconds.
  ///
  /// - Parameter pictures: what each showed.
  public static func spreads(_ pictures: [[Picture]]) -> [Double] {
    guard let first = pictures.first else { return [] }
    let others = pictures.dropFirst().map { player in
      Dictionary(player.map { (key($0), $0.atMilliseconds) }) { first, _ in first }
    }
    return first.compactMap { picture in
      let instants = others.compactMap { $0[key(picture)] } + [picture.atMilliseconds]
      guard instants.count == pictures.count, let soonest = instants.min(), let latest = instants.max() else {
        return nil
      }
      return latest - soonest
    }
  }

  private static func key(_ picture: Picture) -> Int { Int((picture.position * 1000).rounded()) }

  private static func connect(_ path: String, before end: ContinuousClock.Instant) throws -> Int32 {
    while ContinuousClock.now < end {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
      let isThere = withUnsafePointer(to: &address) { place in
        place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        }
      }
      if isThere { return descriptor }
      close(descriptor)
      poll(nil, 0, 20)
    }
    throw Fault(description: "no player listens at \(path)")
  }

  /// Reads what came.
  ///
  /// - Returns: whether anything came within the time.
  private func hear(withinMilliseconds milliseconds: Int32) -> Bool {
    var waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard poll(&waiting, nfds_t(waiting.count), milliseconds) > 0 else { return false }
    let now = Double(DispatchTime.now().uptimeNanoseconds) / 1e6
    for (player, entry) in waiting.enumerated() where entry.revents != 0 {
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = read(entry.fd, &bytes, bytes.count)
      guard count > 0 else { return false }
      rests[player] += bytes[..<count]
      while let end = rests[player].firstIndex(of: 10) {
        take(Data(rests[player][..<end]), of: player, at: now)
        rests[player].removeSubrange(...end)
      }
    }
    return true
  }

  private func take(_ line: Data, of player: Int, at now: Double) {
    struct Event: Decodable {
      var name: String?
      var position: Double?

      enum CodingKeys: String, CodingKey {
        case name
        case position = "data"
      }
    }
    guard let event = try? JSONDecoder().decode(Event.self, from: line), event.name == property,
      let position = event.position
    else { return }
    pictures[player].append(Picture(position: position, atMilliseconds: now))
  }
}
