import Foundation
import Show
import Testing

@testable import Rehearsal

@Suite("Chance")
struct ChanceTests {
  @Test("the same seed and stream give the same numbers, on every machine these")
  func numbers() {
    var chance = Chance(seed: 7, for: "visitors")
    var again = Chance(seed: 7, for: "visitors")
    var other = Chance(seed: 7, for: "sensors")
    let numbers = (0..<4).map { _ in chance.next() }
    #expect(numbers == (0..<4).map { _ in again.next() })
    #expect(numbers != (0..<4).map { _ in other.next() })
    var waits = Chance(seed: 1)
    #expect((0..<3).map { _ in Int(waits.waiting(mean: 1000)) } == Self.firstWaits)
  }

  private static let firstWaits = [237, 2152, 2]

  @Test("the logarithm is the library's, to 14 digits")
  func logarithm() {
    var chance = Chance(seed: 3)
    for _ in 0..<10_000 {
      let number = chance.part() * (chance.happens(0.5) ? 1 : 1e9) + 1e-12
      #expect(abs(naturalLogarithm(number) - log(number)) <= 1e-14 * max(1, abs(log(number))), "\(number)")
    }
    #expect(naturalLogarithm(1) == 0)
  }

  @Test("waiting times have their mean and their spread, stays theirs, groups theirs")
  func moments() {
    var chance = Chance(seed: 11)
    let count = 40_000
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func spread(_ values: [Double]) -> Double {
      let middle = mean(values)
      return (values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(values.count)).squareRoot()
    }
    // The mean of n values is within five of its standard errors, spread/√n; the seed is fixed.
    let waits = (0..<count).map { _ in chance.waiting(mean: 60_000) }
    #expect(abs(mean(waits) - 60_000) < 5 * 60_000 / Double(count).squareRoot())
    #expect(abs(spread(waits) / 60_000 - 1) < 0.05)
    let stays = (0..<count).map { _ in Double(chance.stay(mean: .seconds(90)).milliseconds) }
    #expect(abs(mean(stays) - 90_000) < 5 * 63_640 / Double(count).squareRoot())
    #expect(abs(spread(stays) / 63_640 - 1) < 0.05)
    let groups = (0..<count).map { _ in Double(chance.number(mean: 1.8, most: 40)) }
    #expect(abs(mean(groups) - 1.8) < 5 * 1.2 / Double(count).squareRoot())
  }

  @Test("what waits comes in the order of its instants, of two at one instant in the order in which it came in")
  func waiting() {
    var chance = Chance(seed: 5)
    var waiting = Waiting<Int>()
    var sent: [(at: Int64, order: Int)] = []
    for order in 0..<500 {
      let at = Int64(chance.index(below: 60))
      sent.append((at, order))
      waiting.add(order, at: ShowInstant(milliseconds: at))
    }
    let wanted = sent.sorted { ($0.at, $0.order) < ($1.at, $1.order) }
    var taken: [Int] = []
    while let next = waiting.take(by: ShowInstant(milliseconds: 100)) { taken.append(next.happening) }
    #expect(taken == wanted.map(\.order))
  }
}
