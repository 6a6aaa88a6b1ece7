import Sequencer
import Show
import Testing

@testable import Rehearsal

@Suite("Visitors")
struct VisitorTests {
  /// Three artworks: one with presence and count, one with two places to stand, one with a contact.
  static let show: Show = {
    let sensors: [Sensor] = [
      Sensor(id: "near", kind: .presence), Sensor(id: "crowd", kind: .count, range: 0...60),
      Sensor(id: "left", kind: .presence), Sensor(id: "right", kind: .presence), Sensor(id: "spot", kind: .contact),
      Sensor(id: "hall", kind: .count, range: 0...500), Sensor(id: "fire", kind: .contact, alarm: true),
    ]
    func artwork(_ id: ArtworkID, _ inputs: [String: SensorID]) -> Artwork {
      Artwork(id: id, start: "on", closed: "off", inputs: inputs, scenes: [Scene(id: "on"), Scene(id: "off")])
    }
    let hall = Hall(
      name: "test", topics: "test", artworkOrder: ["a", "b", "c"], operators: ["lead": .admin],
      sensors: Dictionary(uniqueKeysWithValues: sensors.map { ($0.id, $0) }))
    return Show(
      hall: hall,
      artworks: [
        artwork("a", ["near": "near", "crowd": "crowd"]), artwork("b", ["left": "left", "right": "right"]),
        artwork("c", ["spot": "spot"]),
      ])
  }()

  private func hour(_ seed: UInt64, _ habits: VisitorHabits = VisitorHabits(groupsPerHour: 40)) -> VisitorFlow {
    var flow = VisitorFlow(Self.show, habits: habits, seed: seed)
    flow.doors(open: true, at: .zero)
    flow.advance(to: .zero + .hours(1))
    return flow
  }

  @Test("arrivals are a Poisson process: their mean and their spread over 300 seeds are as they must be")
  func poisson() {
    let counts = (1...300).map { Double(hour(UInt64($0)).arrivals.groups) }
    let mean = counts.reduce(0, +) / 300
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 299
    // The sum is Poisson of 12 000: its standard deviation is 110. The index of dispersion has one of √(2/299) = 0.082.
    #expect(abs(mean * 300 - 12_000) < 5 * 110, "\(mean)")
    #expect(abs(variance / mean - 1) < 5 * 0.082, "\(variance / mean)")
  }

  @Test("waiting times between arrivals have no memory: as many as must be are longer than the mean, and than twice it")
  func memoryless() {
    var gaps: [Double] = []
    for seed in 1...100 as ClosedRange<UInt64> {
      var flow = VisitorFlow(Self.show, habits: VisitorHabits(groupsPerHour: 40), seed: seed)
      flow.doors(open: true, at: .zero)
      var (before, last) = (0, Int64(0))
      while let next = flow.next, next < .zero + .hours(1) {
        flow.advance(to: next)
        guard flow.arrivals.groups > before else { continue }
        gaps.append(Double(next.milliseconds - last))
        (before, last) = (flow.arrivals.groups, next.milliseconds)
      }
    }
    // e⁻¹ and e⁻² of some 4000 gaps; gaps longer than what is left of the hour are missing, 1 in 40.
    let one = Double(gaps.count { $0 > 90_000 }) / Double(gaps.count)
    let two = Double(gaps.count { $0 > 180_000 }) / Double(gaps.count)
    #expect(abs(one - 0.3679) < 0.04 && abs(two - 0.1353) < 0.03, "\(one) \(two)")
  }

  @Test("they stay as long as they are to, and nobody is counted twice or left behind")
  func stays() {
    var (stayed, groups) = (0.0, 0)
    for seed in 1...60 as ClosedRange<UInt64> {
      var flow = hour(seed)
      flow.setGroupsPerHour(0, at: .zero + .hours(1))
      flow.advance(to: .zero + .hours(9))
      #expect(flow.inside == 0 && flow.atStand == [0, 0, 0], "seed \(seed)")
      #expect(flow.before.values.allSatisfy { $0 == 0 } && flow.made.values.allSatisfy(\.isEmpty), "seed \(seed)")
      for count in flow.counts.values where count.groups > 0 {
        stayed += Double(count.stayed.milliseconds) / Double(count.visits) * Double(count.groups)
        groups += count.groups
      }
    }
    // Stays shorter than 2 s are lengthened: 1 in 1000 of them. Groups of all sizes stay alike.
    #expect(abs(stayed / Double(groups) / 90_000 - 1) < 0.05, "\(stayed / Double(groups))")
  }

  @Test("sensors read who is there: at every change, presence, count and the hall's own count agree with the groups")
  func readings() {
    var flow = VisitorFlow(Self.show, habits: VisitorHabits(groupsPerHour: 300), seed: 4)
    flow.doors(open: true, at: .zero)
    let sensors = Self.show.hall.sensors
    var (touched, leftAlone) = (false, false)
    while let next = flow.next, next < .zero + .hours(1) {
      flow.advance(to: next)
      let there = flow.groups.values.filter { $0.stand == 0 && !$0.isWalking }.reduce(0) { $0 + $1.size }
      #expect(sensors["crowd"].flatMap(flow.reading) == .number(Double(there)))
      #expect(sensors["near"].flatMap(flow.reading) == .flag(there > 0))
      #expect(sensors["hall"].flatMap(flow.reading) == .number(Double(flow.inside)))
      let atB = flow.groups.values.contains { $0.stand == 1 && !$0.isWalking }
      let (left, right) = (sensors["left"].flatMap(flow.reading), sensors["right"].flatMap(flow.reading))
      #expect((left == .flag(true) || right == .flag(true)) == atB)
      if sensors["spot"].flatMap(flow.reading) == .flag(true) { touched = true } else { leftAlone = true }
      #expect(sensors["fire"].flatMap(flow.reading) == nil)
    }
    #expect(touched && leftAlone)
  }

  @Test("closed doors: nobody comes, and whoever is there leaves")
  func doors() {
    var flow = VisitorFlow(Self.show, habits: VisitorHabits(groupsPerHour: 600), seed: 9)
    flow.advance(to: .zero + .hours(1))
    let isLetIn = flow.arrive(size: 3, at: .zero)
    #expect(flow.arrivals.groups == 0 && !isLetIn)
    flow.doors(open: true, at: .zero + .hours(1))
    flow.advance(to: .zero + .hours(2))
    let before = flow.arrivals.groups
    #expect(before > 400 && flow.inside > 0)
    flow.doors(open: false, at: .zero + .hours(2))
    #expect(flow.inside == 0 && flow.next == nil)
    flow.advance(to: .zero + .hours(3))
    #expect(flow.arrivals.groups == before)
  }

  @Test("a class that is let in goes to the artwork it came for")
  func classes() {
    var flow = VisitorFlow(Self.show, habits: VisitorHabits(groupsPerHour: 0), seed: 2)
    flow.doors(open: true, at: .zero)
    let isLetIn = flow.arrive(size: 30, first: "b", at: .zero)
    #expect(isLetIn)
    #expect(flow.visitors(at: "b") == 30 && flow.counts["b"]?.most == 30)
  }
}
