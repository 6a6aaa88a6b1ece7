import AllocationCounter
import ArtNet
import Foundation
import SACN
import Sequencer
import Show
import Synchronization
import Testing

@testable import Lighting

/// Without optimisation the language itself takes small pieces of memory for loops and accessors, which optimised code
/// keeps on the stack: there only larger ones count. A universe's slots that were copied would be 512 bytes.
#if DEBUG
  private let smallestBytes = 128
#else
  private let smallestBytes = 1
#endif

/// Counts what the thread of the frames allocates, from the inside: the clock of show time is asked on that thread.
private final class FrameWatch: Sendable {
  /// Frames before the counting: streams begin, states are taken, the runtime notes its types.
  static let warmUpFrames = 66
  static let countedFrames = 132

  private let frames = Atomic<Int>(0)
  private let finished = DispatchSemaphore(value: 0)

  /// One frame has begun; returns its number.
  func frame() -> Int64 {
    let number = frames.add(1, ordering: .relaxed).newValue
    if number == Self.warmUpFrames { allocation_counter_watch(true) }
    if number == Self.warmUpFrames + Self.countedFrames {
      allocation_counter_watch(false)
      finished.signal()
    }
    return Int64(number)
  }

  /// Waits until all frames are counted.
  func waits() -> Bool { finished.wait(timeout: .now() + 120) == .success }
}

@Suite("The memory of the lights' thread", .serialized)
struct LightAllocationTests {
  @Test("the counter sees what the lights' thread would allocate")
  func control() {
    allocation_counter_reset(smallestBytes)
    allocation_counter_watch(true)
    var levels = [[UInt8](repeating: 0, count: 512)]
    let copy = levels
    levels[0][0] = 1
    allocation_counter_watch(false)
    #expect(copy[0][0] == 0 && allocation_counter_total() > 0)
  }

  @Test("after its first second it allocates nothing: every light moves, by sACN and Art-Net, with synchronisation")
  func frames() throws {
    let loopback = try #require(IPv4Endpoint("127.0.0.1", port: 0))
    let ear = try DatagramSocket()
    try ear.bind(loopback)
    let there = "127.0.0.1:\(ear.port)"
    let watch = FrameWatch()
    let sacn = try SACNFamily(
      component: ComponentID(of: "memory"), synchronization: 62_000, interface: loopback.address)
    let artnet = try ArtNetFamily(synchronizes: true, local: loopback, everybody: IPv4Endpoint(there, port: 0))
    let driver = LightingDriver(families: [sacn, artnet]) { ShowInstant(milliseconds: watch.frame() * 22) }
    let models = FixtureProfile.generic.keys.sorted()
    let universes = [1: LightUniverse.LineProtocol.sacn, 2: .artnet].map {
      LightUniverse(number: $0.key, lineProtocol: $0.value, address: there)
    }
    let places = universes.flatMap { universe in
      models.enumerated().map {
        (DeviceID("u\(universe.number)-\($0.offset)"), $0.element, universe.number, 1 + $0.offset * 12)
      }
    }
    allocation_counter_reset(smallestBytes)
    driver.begin { _, _ in }
    for device in driver.follow(lightHall(places, universes: universes)) {
      func fade(_ from: Value, _ to: Value) -> Fade {
        Fade(from: .plain(from), to: .plain(to), at: .zero, over: .seconds(3600), curve: .easeInOut)
      }
      driver.desire(
        DesiredState(
          rev: 1, at: .zero,
          properties: [
            .color: fade(.text("#000000"), .text("#ff8040")), .level: fade(.number(0), .number(1)),
            .kelvin: fade(.number(2000), .number(6500)),
          ]), of: device)
    }
    #expect(watch.waits())
    driver.end()
    #expect(allocation_counter_total() == 0)
    #expect(driver.jitter.frames > FrameWatch.warmUpFrames)
    var buffer = [UInt8](repeating: 0, count: 1500)
    #expect(ear.receive(into: &buffer, within: 0) != nil, "levels went out")
  }
}
