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
  func promises(_ seeds: ClosedRange<UInt64>) {
    for seed in seeds {
      let simulation = Simulation(seed: seed, events: Self.events)
      let (one, two) = (simulation.run(), simulation.run())
      #expect(one == two, "not the same twice: \(simulation.command)")
      #expect(one.violation == nil, "\(simulation.command)")
    }
  }

  @Test("finds each promise that is broken on purpose", arguments: Sabotage.allCases)
  func controls(_ sabotage: Sabotage) {
    let caught = (1...40).first { seed in
      Simulation(seed: UInt64(seed), events: 120, sabotage: sabotage).run().violation != nil
    }
    #expect(caught != nil, "no seed from 1 to 40 finds \(sabotage.rawValue)")
  }

  @Test("shrinks a failing seed to one that fails as well")
  func shrinking() throws {
    for seed in 1...20 {
      let simulation = Simulation(seed: UInt64(seed), events: 100, sabotage: .forgetsAnswers)
      let outcome = simulation.run()
      if outcome.violation == nil { continue }
      let least = simulation.shrunk(from: outcome)
      #expect(least.events <= outcome.events)
      #expect(least.without.isEmpty == false)
      #expect(least.run().violation != nil, "\(least.command)")
      return
    }
    Issue.record("no seed from 1 to 20 fails")
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
