import DeviceLines
import Foundation
import MPV
import MQTTDevices
import PJLink
import Sequencer
import Show
import Synchronization
import Testing
import TextBoxSimulator
import TextBoxes
import WakeOnLAN

/// The drivers that must all pass the same tests.
enum Protocol: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case mpv, pjlink, text, wake, zigbee2mqtt, tasmota, esphome, shellyOne, shellyTwo

  var testDescription: String { rawValue }

  /// Whether its devices answer: what is told of those that do not is what was sent to them.
  var answers: Bool { self != .wake }

  var kind: DeviceKind {
    switch self {
    case .mpv: .player
    case .pjlink: .projector
    case .text: .display
    default: .switch
    }
  }

  /// A device of a hall that is driven so.
  func device(_ id: DeviceID) -> Device {
    var device = Device(id: id, kind: kind)
    device.connection = foreignFamily(id).map { .foreign(ForeignDevice($0)) }
    return device
  }

  private func foreignFamily(_ id: DeviceID) -> ForeignDevice.Family? {
    switch self {
    case .mpv, .pjlink, .text, .wake: nil
    case .zigbee2mqtt: .zigbee2mqtt(base: "z", name: id.text)
    case .tasmota: .tasmota(topic: id.text, fullTopic: ForeignDevice.usualFullTopic, channel: 1)
    case .esphome: .esphome(prefix: id.text, id: "relay", power: nil)
    case .shellyOne: .shellyOne(name: id.text, part: .relay, channel: 0)
    case .shellyTwo: .shellyTwo(name: id.text, part: .switch, channel: 0)
    }
  }

  func peer(_ manner: Manner, _ id: DeviceID) -> any BenchPeer {
    switch self {
    case .mpv: return Peer(manner, end: "\n") { PlayerTalk() }
    case .pjlink:
      let place = ProjectorTalk.Place()
      return Peer(manner, end: "\r") { ProjectorTalk(place) }
    case .text:
      let place = BoxTalk.Place()
      return Peer(manner, end: "\r") { BoxTalk(place) }
    case .wake: return Peer(manner, end: "\n") { SleeperTalk() }
    default: return ForeignPeerOnBench(device(id), manner)
    }
  }

  func driver(
    _ peers: [DeviceID: any BenchPeer], showNow: @escaping @Sendable () -> ShowInstant
  ) -> any DeviceDriver {
    switch self {
    case .mpv:
      LineDriver("players", showNow: showNow) { device in
        (peers[device.id] as? Peer).map { DrivenDevice(PlayerMachine(MPVSettings(), seed: 1), over: $0) }
      }
    case .pjlink:
      LineDriver("projectors", showNow: showNow) { device in
        (peers[device.id] as? Peer).map { peer in
          var timings = ProjectorTimings()
          (timings.changingPoll, timings.restingPoll) = (.milliseconds(50), .milliseconds(500))
          (timings.answer, timings.betweenStrikes) = (.seconds(1), .milliseconds(50))
          return DrivenDevice(ProjectorMachine(timings: timings, seed: 1), over: peer)
        }
      }
    case .text:
      LineDriver("text-boxes", showNow: showNow) { device in
        (peers[device.id] as? Peer).map { DrivenDevice(BoxMachine(BoxTalk.connection, seed: 1), over: $0) }
      }
    case .wake:
      LineDriver("wake-on-lan", showNow: showNow) { device -> DrivenDevice<WakeMachine>? in
        guard let peer = peers[device.id] as? Peer,
          let machine = WakeMachine(hardwareAddress: "AA:BB:CC:DD:EE:FF", seed: 1)
        else { return nil }
        return DrivenDevice(machine, over: peer)
      }
    default:
      ForeignPeerOnBench.driver(of: peers.values.compactMap { $0 as? ForeignPeerOnBench }, showNow: showNow)
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
    // A PC cannot be told to go: it is woken, and woken again.
    case .wake: return DesiredState(rev: rev, at: now, properties: [.power: fade(.flag(true))])
    default: return DesiredState(rev: rev, at: now, properties: [.power: fade(.flag(rev % 2 == 1))])
    }
  }
}

/// A driver with its devices on loopback, and what they told.
struct Bench {
  let kind: Protocol
  let peers: [DeviceID: any BenchPeer]
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
    let peers = Dictionary(uniqueKeysWithValues: manners.map { ($0.key, kind.peer($0.value, $0.key)) })
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
    (driver as? any BrokerDriver)?.linked(true)
  }

  func hall(_ devices: [DeviceID]) -> Hall {
    var hall = Hall(name: "h", topics: "h", operators: [:])
    hall.devices = Dictionary(uniqueKeysWithValues: devices.map { ($0, kind.device($0)) })
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
