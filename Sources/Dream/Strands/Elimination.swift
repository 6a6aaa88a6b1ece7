/// Bits over GF(2), and the bytes that the columns of the set bits sum to.
struct BitRow {
  private(set) var bits: [UInt64]
  private(set) var payload: [UInt8]

  init(bitCount: Int, payload: [UInt8]) {
    bits = [UInt64](repeating: 0, count: (bitCount + 63) / 64)
    self.payload = payload
  }

  /// One column, that sums to nothing yet.
  init(bit: Int, of bitCount: Int) {
    self.init(bitCount: bitCount, payload: [UInt8](repeating: 0, count: FountainStrand.payloadByteCount))
    flip(bit)
  }

  func has(_ bit: Int) -> Bool { bits[bit / 64] >> UInt64(bit % 64) & 1 == 1 }

  var isEmpty: Bool { bits.allSatisfy { $0 == 0 } }

  var firstBit: Int? {
    bits.firstIndex { $0 != 0 }.map { $0 * 64 + bits[$0].trailingZeroBitCount }
  }

  mutating func flip(_ bit: Int) { bits[bit / 64] ^= 1 << UInt64(bit % 64) }

  mutating func add(_ other: BitRow) {
    for index in bits.indices { bits[index] ^= other.bits[index] }
    Fountain.mix(other.payload, into: &payload)
  }
}

/// Rows over GF(2) in echelon form, and after `reduce` in reduced echelon form.
struct Elimination {
  private var pivots: [BitRow?]
  private var pivotCount = 0

  init(columnCount: Int) { pivots = [BitRow?](repeating: nil, count: columnCount) }

  /// Whether every column is determined.
  var isComplete: Bool { pivotCount == pivots.count }

  /// The share of columns that have a row of their own, 0 to 1.
  var share: Double { pivots.isEmpty ? 1 : Double(pivotCount) / Double(pivots.count) }

  /// Takes a row; one that follows from the others changes nothing.
  mutating func add(_ row: BitRow) {
    var row = row
    while let column = row.firstBit {
      guard let pivot = pivots[column] else {
        pivots[column] = row
        pivotCount += 1
        return
      }
      row.add(pivot)
    }
  }

  /// Takes every column that has a row of its own out of all other rows.
  mutating func reduce() {
    for column in pivots.indices.reversed() {
      guard var row = pivots[column] else { continue }
      for other in (column + 1)..<max(column + 1, pivots.count) where row.has(other) {
        if let pivot = pivots[other] { row.add(pivot) }
      }
      pivots[column] = row
    }
  }

  /// What the columns of a row sum to; nil where the rows do not determine it. Only after `reduce`.
  ///
  /// - Parameter row: columns, and bytes that are added to their sum.
  func value(of row: BitRow) -> [UInt8]? {
    var rest = row
    for (word, bits) in row.bits.enumerated() {
      var left = bits
      while left != 0 {
        let column = word * 64 + left.trailingZeroBitCount
        left &= left - 1
        if let pivot = pivots[column] { rest.add(pivot) }
      }
    }
    return rest.isEmpty ? rest.payload : nil
  }
}
