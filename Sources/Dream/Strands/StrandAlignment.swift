/// How one strand became another, base by base, with the fewest faults (Sellers 1974, doi 10.1137/0126070).
public struct StrandAlignment: Sendable, Hashable {
  /// What became of a base, or came between two.
  public enum Step: Sendable, Hashable {
    /// The base is as it was.
    case kept
    /// Another letter stands for it.
    case changed(UInt8)
    /// It is gone.
    case fallen
    /// A letter came in before the next base.
    case came(UInt8)
  }

  /// A change and one base that falls out or comes in, in hundredths of a fault: two changes are likelier than one of each.
  private static let changeCost = 100, shiftCost = 101

  /// From the first base to the last.
  public let steps: [Step]
  /// How many steps are faults.
  public let faultCount: Int

  /// Aligns two strands.
  ///
  /// - Parameters:
  ///   - original: letters in ASCII.
  ///   - read: letters in ASCII, what became of them.
  ///   - faultsAtMost: from 0; strands with more are taken to have nothing to do with one another.
  /// - Returns: nil where there are more faults.
  public init?(from original: [UInt8], to read: [UInt8], faultsAtMost: Int) {
    guard abs(original.count - read.count) <= faultsAtMost else { return nil }
    let table = StrandAlignment.table(original, read, band: faultsAtMost)
    let width = 2 * faultsAtMost + 1
    let cost = { (row: Int, column: Int) -> Int in
      abs(column - row) <= faultsAtMost ? table[row * width + column - row + faultsAtMost] : .max / 2
    }
    guard cost(original.count, read.count) <= faultsAtMost * StrandAlignment.shiftCost else { return nil }
    var steps: [Step] = []
    var (row, column) = (original.count, read.count)
    while row > 0 || column > 0 {
      let here = cost(row, column)
      if row > 0, column > 0, original[row - 1] == read[column - 1], cost(row - 1, column - 1) == here {
        steps.append(.kept)
        (row, column) = (row - 1, column - 1)
      } else if row > 0, column > 0, cost(row - 1, column - 1) + StrandAlignment.changeCost == here {
        steps.append(.changed(read[column - 1]))
        (row, column) = (row - 1, column - 1)
      } else if row > 0, cost(row - 1, column) + StrandAlignment.shiftCost == here {
        steps.append(.fallen)
        row -= 1
      } else {
        steps.append(.came(read[column - 1]))
        column -= 1
      }
    }
    self.steps = steps.reversed()
    faultCount = steps.count { $0 != .kept }
    guard faultCount <= faultsAtMost else { return nil }
  }

  /// The least cost between all beginnings, row by row, along a band about the diagonal.
  private static func table(_ original: [UInt8], _ read: [UInt8], band: Int) -> [Int] {
    let width = 2 * band + 1
    var table = [Int](repeating: .max / 2, count: (original.count + 1) * width)
    for row in 0...original.count {
      for column in max(0, row - band)...max(0, min(read.count, row + band)) where abs(column - row) <= band {
        let place = row * width + column - row + band
        if row == 0 || column == 0 {
          table[place] = (row + column) * shiftCost
          continue
        }
        var best = table[place - width] + (original[row - 1] == read[column - 1] ? 0 : changeCost)
        if column > row - band { best = min(best, table[place - 1] + shiftCost) }
        if column < row + band { best = min(best, table[place - width + 1] + shiftCost) }
        table[place] = best
      }
    }
    return table
  }
}
