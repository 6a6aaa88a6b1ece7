import DeviceLines
import Foundation
import MPV
import PJLink
import Sequencer
import Show
import Synchronization
import Testing
import TextBoxSimulator
import TextBoxes

/// The drivers that must all pass the same tests.
enum Protocol: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case mpv, pjlink, text

  var testDescription: String { rawValue }

  var kind: DeviceKind {
    switch self {
    case .mpv: .player
    case .pjlink: .projector
    case .text: .display
    }
  }

  func peer(_ manner: Manner) -> Peer {
    switch self {
    case .mpv: return Peer(manner, end: "\n") { PlayerTalk() }
    case .pjlink:
      let place = ProjectorTalk.Place()
      return Peer(manner, end: "\r") { ProjectorTalk(place) }
    case .text:
      let place = BoxTalk.Place()
      return Peer(manner, end: "\r") { BoxTalk(place) }
    }
  }

  func driver(
    _ peers: [DeviceID: Peer], showNow: @escaping @Sendable () -> ShowInstant
  ) -> any DeviceDriver {
    switch self {
    case .mpv:
      LineDriver("players", showNow: showNow) { device in
        peers[device.id].map { DrivenDevice(PlayerMachine(MPVSettings(), seed: 1), over: $0) }
      }
    case .pjlink:
      LineDriver("projectors", showNow: showNow) { device in
        peers[device.id].map { peer in
          var timings = ProjectorTimings()
          (timings.changingPoll, timings.restingPoll) = (.milliseconds(50), .milliseconds(500))
          (timings.answer, timings.betweenStrikes) = (.seconds(1), .milliseconds(50))
          return DrivenDevice(ProjectorMachine(timings: timings, seed: 1), over: peer)
        }
      }
    case .text:
      LineDriver("text-boxes", showNow: showNow) { device in
        peers[device.id].map { DrivenDevice(BoxMachine(BoxTalk.connection, seed: 1), over: $0) }
      }
    }
  }

  /// Something to be, by its number; every number is another.
  func desired(_ rev: Int64, at now: ShowInstant) -> DesiredState {
    func fade(_ value: Value) -> Fade { Fade(to: .plain(value), at: now) }
    switch self {
    case .mpv:
      return DesiredState(
        rev: rev, at: now,
        properties: [
          .media: fade(.text("film-\(rev % 2).mp4")), .playing: fade(.flag(true)), .loop: fade(.flag(true)),
        ])
    case .pjlink, .text:
      return DesiredState(
        rev: rev, at: now,
        properties: [.power: fade(.flag(true)), .input: fade(.text("hdmi\(1 + rev % 2)")), .mute: fade(.flag(false))])
    }
  }
}

/// A driver with its devices on loopback, and what they told.
struct Bench {
  let kind: Protocol
  let peers: [DeviceID: Peer]
  let driver: any DeviceDriver
  let told: AsyncStream<(DeviceID, DriverReport)>
  let seen = Seen()
  let now: @Sendable () -> ShowInstant

  /// Everything that was told so far.
  final class Seen: Sendable {
    private let reports = Mutex<[(DeviceID, DriverReport)]>([])
    func note(_ device: DeviceID, _ report: DriverReport) { reports.withLock { $0.append((device, report)) } }
    func reports(of device: DeviceID) -> [DriverReport] {
      reports.withLock { reports in reports.filter { $0.0 == device }.map(\.1) }
    }
    var count: Int { reports.withLock { $0.count } }
  }

  init(_ kind: Protocol, _ manners: [DeviceID: Manner], devices: [DeviceID]? = nil) {
    let peers = manners.mapValues { kind.peer($0) }
    let begun = ContinuousClock.now
    let now: @Sendable () -> ShowInstant = {
      ShowInstant(milliseconds: 3_600_000 + Int64((ContinuousClock.now - begun) / .milliseconds(1)))
    }
    let driver = kind.driver(peers, showNow: now)
    let (stream, continuation) = AsyncStream.makeStream(of: (DeviceID, DriverReport).self)
    (self.kind, self.peers, self.driver, self.now, told) = (kind, peers, driver, now, stream)
    driver.begin { [seen] device, report in
      seen.note(device, report)
      continuation.yield((device, report))
    }
    _ = driver.follow(hall(devices ?? Array(peers.keys)))
  }

  func hall(_ devices: [DeviceID]) -> Hall {
    var hall = Hall(name: "h", topics: "h", operators: [:])
    hall.devices = Dictionary(uniqueKeysWithValues: devices.map { ($0, Device(id: $0, kind: kind.kind)) })
    return hall
  }

  func desire(_ rev: Int64, of device: DeviceID) { driver.desire(kind.desired(rev, at: now()), of: device) }

  /// Waits until a device tells something.
  func wait(for device: DeviceID, _ isWanted: (DriverReport) -> Bool) async throws {
    if seen.reports(of: device).contains(where: isWanted) { return }
    for await (id, report) in told where id == device && isWanted(report) { return }
    throw CancellationError()
  }

  /// Waits until a device confirms what it is to be.
  func confirms(_ rev: Int64, _ device: DeviceID) async throws {
    try await wait(for: device) { if case .actual(let report, _) = $0 { report.rev == rev } else { false } }
  }

  func hasConfirmed(_ device: DeviceID) -> Bool {
    seen.reports(of: device).contains { if case .actual(let report, _) = $0 { report.rev != nil } else { false } }
  }
}
