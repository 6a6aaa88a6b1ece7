import BrokerFixture
import Foundation
import MQTTLink
import Rehearsal
import Show
import Testing

/// A pool of six stills on a screen of its own program, by the hall's program, over a broker; two of the six are damaged.
@Suite("A pool on a real screen", .serialized, .timeLimit(.minutes(4))) struct PassedStillsTests {
  private static let wall = """
    regie: 1
    artwork: wall
    start: hanging
    closed: dark
    pools: { flowers: { order: no_repeat, items: "wall/{00001..00006}.jpg" } }
    scenes:
      hanging:
        cues:
          - { still: { wall: { from: flowers } }, every: 1s }
      dark:
        cues:
          - set: { wall.brightness: 0 }
    """

  private func prepared() async throws -> HallRig {
    let rig = try await HallRig()
    let hall = HallRig.hall.replacing("artworks: [bell]", with: "artworks: [bell, wall]")
    try (hall + "\n  wall: { kind: screen, default: { mode: stills } }\n").write(
      toFile: rig.showFolder + "/hall.yaml", atomically: true, encoding: .utf8)
    try Self.wall.write(toFile: rig.showFolder + "/wall.yaml", atomically: true, encoding: .utf8)
    let flowers = try ChildProcess([
      DaemonChild.program("reverie"), "flowers", rig.folder + "/stills/wall", "--count", "6", "--size", "96x64",
    ])
    try #require(flowers.wait() == 0)
    try Data("no picture".utf8).write(to: still(2, rig))
    try Data(contentsOf: still(1, rig)).prefix(900).write(to: still(5, rig))
    return rig
  }

  private func still(_ number: Int, _ rig: HallRig) -> URL {
    URL(fileURLWithPath: rig.folder + "/stills/wall/0000\(number).jpg")
  }

  private func begun(_ rig: HallRig) throws -> ChildProcess {
    try ChildProcess(
      [
        DaemonChild.program("reverie"), "serve", "--id", "wall", "--topics", "hall/t", "--stills",
        rig.folder + "/stills",
        "--broker", rig.broker.url, "--size", "128x72", "--fps", "10", "--threads", "1", "--state",
        rig.folder + "/wall.json",
      ], mergesOutput: false)
  }

  /// The stills that the hall wanted, from a message on.
  private func wanted(_ rig: HallRig, from start: Int) -> [String] {
    rig.heard.all.dropFirst(start).filter { $0.topic == "hall/t/device/wall/desired" }.compactMap {
      (try? JSONValue(strict: $0.payload))?.at(pointer: "/still")?.text
    }
  }

  private func warned(_ rig: HallRig, from start: Int = 0, _ words: String) async -> Bool {
    await rig.heard.first(from: start, within: 60) {
      $0.topic == "hall/t/controller" && $0.text.contains("device-stills:wall") && $0.text.contains(words)
    } != nil
  }

  @Test("damaged stills are passed over by name, across restarts of both, until they were mended") func passes()
    async throws
  {
    let rig = try await prepared()
    var screen = try begun(rig)
    try await rig.run()
    _ = try await rig.ask(#"{"id":"1","do":"hall","to":"open"}"#)
    #expect(await warned(rig, "2 stills are passed over"))
    let known = rig.heard.count
    for number in [1, 3, 4, 6] {
      let isShown = await rig.heard.first(from: known, within: 60) { message in
        message.topic == "hall/t/device/wall/actual"
          && (try? JSONValue(strict: message.payload))?.at(pointer: "/still")?.text == "wall/0000\(number).jpg"
      }
      #expect(isShown != nil, "number \(number)")
    }
    rig.kill()
    screen.end()
    screen = try begun(rig)
    let restarted = rig.heard.count
    try await rig.run()
    for number in [1, 3, 4, 6] {
      let isWanted = await rig.heard.first(from: restarted, within: 60) { message in
        message.topic == "hall/t/device/wall/desired"
          && (try? JSONValue(strict: message.payload))?.at(pointer: "/still")?.text == "wall/0000\(number).jpg"
      }
      #expect(isWanted != nil, "number \(number), after the restart")
    }
    let damaged = Set(["wall/00002.jpg", "wall/00005.jpg"])
    #expect(damaged.isDisjoint(with: wanted(rig, from: known)), "\(wanted(rig, from: known))")
    let before = rig.heard.count
    try Data(contentsOf: still(1, rig)).write(to: still(5, rig))
    #expect(await warned(rig, from: before, "a still is passed over until mended: wall/00002.jpg"))
    let back = await rig.heard.first(from: before, within: 60) { message in
      message.topic == "hall/t/device/wall/actual"
        && (try? JSONValue(strict: message.payload))?.at(pointer: "/still")?.text == "wall/00005.jpg"
    }
    #expect(back != nil)
    screen.end()
    #expect(rig.stop() == 0)
    #expect(try rig.replayed().isSameState)
  }
}
