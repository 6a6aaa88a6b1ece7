/// A strand of the overlapping code: 100 bases of the message, 15 that tell where they stand, and an end on each side.
///
/// Letters are numbers here, 0 to 3 for A, C, G, T. An A or T at the front and a C or G at the back tell which way a strand
/// was read; every second strand carries the message reversed and complemented.
struct GoldmanStrand: Hashable {
  static let payloadBaseCount = 100
  static let baseCount = 117
  /// How far one strand begins behind the one before it; the overlap is fourfold.
  static let stepBaseCount = 25
  static let fileNumberCount = 9
  static let placeTritCount = 12
  /// 3¹².
  static let placeCount = 531_441

  /// Tells files apart, 0 to 8.
  let fileNumber: Int
  /// Where the strand stands, 0 to 3¹² − 1.
  let place: Int
  /// A hundred letters of the message.
  let payload: [UInt8]

  var letters: [UInt8] {
    let carried = place % 2 == 1 ? GoldmanStrand.turned(payload) : payload
    let marked = carried + RotatingCode.letters(of: index, after: carried[carried.count - 1])
    let front: UInt8 = marked[0] == 0 ? 3 : 0
    let back: UInt8 = marked[marked.count - 1] == 1 ? 2 : 1
    return [front] + marked + [back]
  }

  init(fileNumber: Int, place: Int, payload: [UInt8]) {
    (self.fileNumber, self.place, self.payload) = (fileNumber, place, payload)
  }

  /// Reads a strand in either direction; nil where its length, its ends, its index or its parity are not of this code.
  init?(letters: [UInt8]) {
    guard letters.count == GoldmanStrand.baseCount else { return nil }
    let isFront = { (letter: UInt8) in letter == 0 || letter == 3 }
    let (first, last) = (letters[0], letters[letters.count - 1])
    guard isFront(first) != isFront(last) else { return nil }
    let inside = Array((isFront(first) ? letters : GoldmanStrand.turned(letters)).dropFirst().dropLast())
    var index: [UInt8] = []
    for position in GoldmanStrand.payloadBaseCount..<inside.count {
      guard let trit = RotatingCode.trit(from: inside[position - 1], to: inside[position]) else { return nil }
      index.append(trit)
    }
    fileNumber = TritCode.number(of: index.prefix(2))
    place = TritCode.number(of: index.dropFirst(2).prefix(GoldmanStrand.placeTritCount))
    guard GoldmanStrand.parity(of: index.dropLast()) == index[index.count - 1] else { return nil }
    let carried = Array(inside.prefix(GoldmanStrand.payloadBaseCount))
    payload = place % 2 == 1 ? GoldmanStrand.turned(carried) : carried
  }

  private var index: [UInt8] {
    let trits =
      TritCode.trits(of: fileNumber, count: 2) + TritCode.trits(of: place, count: GoldmanStrand.placeTritCount)
    return trits + [GoldmanStrand.parity(of: trits[...])]
  }

  /// The sum of the trits at odd places, counted from 1; a base that is read wrong changes two neighbours, so one of them.
  private static func parity(of trits: ArraySlice<UInt8>) -> UInt8 {
    trits.enumerated().reduce(0) { ($0 + ($1.offset % 2 == 0 ? $1.element : 0)) % 3 }
  }

  /// Reversed and complemented: as the other half of a double strand reads.
  static func turned(_ letters: [UInt8]) -> [UInt8] { letters.reversed().map { 3 - $0 } }
}
