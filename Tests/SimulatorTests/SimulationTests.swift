import Foundation
import Testing

@testable import Simulator

@Suite("The simulated hall") struct SimulationTests {
  private static let seeds: ClosedRange<UInt64> = 1...200
  private static let events = 60

  /// Seeds in portions, so that they run side by side.
  private static let portions: [ClosedRange<UInt64>] = stride(from: seeds.lowerBound, through: seeds.upperBound, by: 20)
    .map { $0...min($0 + 19, seeds.upperBound) }

  @Test("keeps every promise, and is the same twice", arguments: portions)
  func promises(_ seeds: ClosedRange<UInt64>) async {
    for seed in seeds {
      let simulation = Simulation(seed: seed, events: Self.events)
      let (one, two) = await onOwnThread { (simulation.run(), simulation.run()) }
      #expect(one == two, "not the same twice: \(simulation.command)")
      #expect(one.violation == nil, "\(simulation.command)")
    }
  }

  @Test("finds each promise that is broken on purpose", arguments: Sabotage.allCases)
  func controls(_ sabotage: Sabotage) async {
    let caught = await onOwnThread {
      (1...40).first { seed in
        Simulation(seed: UInt64(seed), events: 120, sabotage: sabotage).run().violation != nil
      }
    }
    #expect(caught != nil, "no seed from 1 to 40 finds \(sabotage.rawValue)")
  }

  @Test("shrinks a failing seed to one that fails as well")
  func shrinking() async throws {
    let failing = (1...20).map { Simulation(seed: $0, events: 100, sabotage: .forgetsAnswers) }
    typealias Found = (outcome: Simulation.Outcome, least: Simulation, again: Simulation.Outcome)
    let found = await onOwnThread { () -> Found? in
      for simulation in failing {
        let outcome = simulation.run()
        if outcome.violation == nil { continue }
        let least = simulation.shrunk(from: outcome)
        return (outcome, least, least.run())
      }
      return nil
    }
    let (outcome, least, again) = try #require(found, "no seed from 1 to 20 fails")
    #expect(least.events <= outcome.events)
    #expect(least.without.isEmpty == false)
    #expect(again.violation != nil, "\(least.command)")
  }

  @Test("gives a seed the same digest in another process, whose hashing has another seed")
  func otherProcess() throws {
    let here = Simulation(seed: 7, events: 80).run()
    let process = Process()
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    process.executableURL = URL(filePath: tests).deletingLastPathComponent().appending(path: "hall-simulator")
    process.arguments = ["--seed", "7", "--events", "80", "--digest"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(said == "\(here.digest)\n")
  }
}
