import Foundation
import Rehearsal
import Sequencer
import Show
import Testing

/// Every scene that ships has a golden trace: `UPDATE_GOLDEN=1` writes them anew; look at the difference before it is kept.
@Suite struct `Golden traces` {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  /// A visitor's five minutes in a scene: nobody, somebody at 5 s, a crowd at 20 s, nobody from 90 s on.
  private func trace(_ artwork: Artwork, _ scene: SceneID) throws -> String {
    var hall = try ShippedShow.open()
    let first = hall.moments.count
    hall.feed(.command(Command(id: "go", by: "lead", act: .go(artwork.id, scene))))
    let sensors = hall.sequencer.show.hall.sensors
    func read(_ flag: Bool, _ number: Double) {
      for id in Set(artwork.inputs.values).sorted() {
        switch sensors[id]?.kind {
        case .presence, .contact: hall.feed(.reading(sensor: id, value: .flag(flag), arrival: .live))
        case .count, .measure: hall.feed(.reading(sensor: id, value: .number(number), arrival: .live))
        default: break
        }
      }
    }
    read(false, 0)
    for (wait, flag, number) in [(5, true, 1), (15, true, 12), (70, false, 0)] {
      hall.advance(by: .seconds(Int64(wait)))
      read(flag, Double(number))
    }
    hall.advance(by: .seconds(210))
    let start = hall.moments[first].input.at
    let devices = Set(artwork.devices.map(\.text))
    return hall.moments.dropFirst(first).compactMap { moment in
      var mine = moment
      mine.input.at = ShowInstant.zero + (moment.input.at - start)
      mine.step.decisions.removeAll { $0.artwork != artwork.id && $0.artwork != nil }
      mine.step.effects.removeAll { effect in
        effect.subject.map { !devices.contains($0) && effect.kind == "desired" } ?? false
      }
      let isQuiet = mine.step.decisions.isEmpty && mine.step.effects.allSatisfy { $0.line == nil }
      switch mine.input.event {
      case .report, .deadline: if isQuiet { return nil }
      default: break
      }
      return mine.line
    }.joined(separator: "\n") + "\n"
  }

  @Test func `the show that ships has scenes in each of its seven artworks`() throws {
    #expect(try #require(ShippedShow.show).unavailable.isEmpty)
    #expect(Set(ShippedShow.scenes.map(\.artwork)).count == 7)
  }

  @Test(arguments: ShippedShow.scenes.map { "\($0.artwork)/\($0.scene)" })
  func `a scene does what its golden trace says`(name: String) throws {
    let parts = name.split(separator: "/").map(String.init)
    let artwork = try #require(ShippedShow.show?.artwork(ArtworkID(parts[0])))
    let trace = try trace(artwork, SceneID(parts[1]))
    #expect(trace.contains("\n"))
    let file = Self.folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(trace.utf8).write(to: file)
      return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    if trace == golden { return }
    let (now, before) = (trace.split(separator: "\n"), golden.split(separator: "\n"))
    let line = zip(now, before).enumerated().first { $1.0 != $1.1 }?.offset ?? min(now.count, before.count)
    Issue.record(
      "\(name), line \(line + 1): is «\(now.dropFirst(line).first ?? "nothing")», was «\(before.dropFirst(line).first ?? "nothing")»; UPDATE_GOLDEN=1 writes it anew"
    )
  }
}

/// The shipped show under days of random visitors.
@Suite struct `The hall that ships` {
  @Test(arguments: 1...2) func `no day of visitors makes a fault of the show, and each starts again by itself`(
    seed: Int
  ) throws {
    var hall = try ShippedShow.open()
    var state = UInt64(seed)
    func random(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    let sensors = hall.sequencer.show.hall.sensors.values.filter { !$0.alarm }.sorted { $0.id < $1.id }
    for _ in 0..<600 {
      hall.advance(by: .seconds(Int64(random(60))))
      let sensor = sensors[Int(random(UInt64(sensors.count)))]
      switch sensor.type {
      case .flag: hall.feed(.reading(sensor: sensor.id, value: .flag(random(2) == 0), arrival: .live))
      case .number(let range):
        let value =
          (Double(random(1000)) / 1000 * ((range?.upperBound ?? 20) - (range?.lowerBound ?? 0))
          + (range?.lowerBound ?? 0)).rounded()
        hall.feed(.reading(sensor: sensor.id, value: .number(value), arrival: .live))
      default: break
      }
    }
    let decisions = hall.moments.flatMap(\.step.decisions)
    #expect(decisions.filter { $0.kind == .fault }.isEmpty, "seed \(seed)")
    for artwork in hall.sequencer.show.artworks {
      #expect(
        decisions.filter { $0.kind == .scene && $0.artwork == artwork.id }.count > 2, "\(artwork.id), seed \(seed)")
    }
  }
}
