/// The state of a dream as bytes: one list of what there is, walked both ways, written down or put back.
///
/// Numbers are little-endian and of fixed length, one after the other, without names: whoever keeps the bytes also keeps
/// what they belong to. Memory is copied as it lies; every processor that this is built for is little-endian.
public struct StateLedger {
  /// Raised whenever the list changes: states of another edition cannot be put back.
  public static let edition = 4

  /// What was written down, or is put back.
  public private(set) var bytes: [UInt8]
  /// Whether numbers are put back from the bytes; else they are appended to them.
  public let isPuttingBack: Bool
  private var place = 0
  private var isCut = false

  /// A ledger to write into.
  public init() {
    bytes = []
    isPuttingBack = false
  }

  /// A ledger to put back from.
  ///
  /// - Parameter bytes: what an earlier ledger held.
  public init(puttingBack bytes: [UInt8]) {
    self.bytes = bytes
    isPuttingBack = true
  }

  /// Whether all bytes were put back, no more and no fewer were asked for.
  public var isSpent: Bool { !isCut && place == bytes.count }

  /// A whole number.
  ///
  /// - Parameter number: what is written down, or put back.
  public mutating func exchange<Number: FixedWidthInteger>(_ number: inout Number) {
    let size = Number.bitWidth / 8
    if isPuttingBack {
      guard bytes.count - place >= size else {
        isCut = true
        return
      }
      var value: Number = 0
      for index in 0..<size { value |= Number(truncatingIfNeeded: bytes[place + index]) << Number(8 * index) }
      number = value
      place += size
    } else {
      for index in 0..<size { bytes.append(UInt8(truncatingIfNeeded: number >> Number(8 * index))) }
    }
  }

  mutating func exchange(_ number: inout Double) {
    var bits = number.bitPattern
    exchange(&bits)
    number = Double(bitPattern: bits)
  }

  mutating func exchange(_ number: inout Float) {
    var bits = number.bitPattern
    exchange(&bits)
    number = Float(bitPattern: bits)
  }

  mutating func exchange(_ flag: inout Bool) {
    var byte: UInt8 = flag ? 1 : 0
    exchange(&byte)
    flag = byte != 0
  }

  /// A number that may be missing.
  mutating func exchange(_ number: inout Double?) {
    var isThere = number != nil
    var value = number ?? 0
    exchange(&isThere)
    exchange(&value)
    number = isThere ? value : nil
  }

  mutating func exchange(_ vector: inout SIMD3<Float>) {
    for lane in 0..<3 { exchange(&vector[lane]) }
  }

  mutating func exchange<Vector: SIMD>(_ vector: inout Vector) where Vector.Scalar == Double {
    for lane in vector.indices { exchange(&vector[lane]) }
  }

  /// Numbers of which the count does not change.
  mutating func exchange(_ numbers: inout [Double]) {
    for index in numbers.indices { exchange(&numbers[index]) }
  }

  /// Memory of the kernels: all of it, as it lies.
  mutating func exchange<Element: BitwiseCopyable>(_ slab: Slab<Element>) {
    exchange(memory: UnsafeMutableRawBufferPointer(start: slab.base, count: slab.count * MemoryLayout<Element>.stride))
  }

  /// A picture: all of its words.
  mutating func exchange(_ frame: Frame) {
    exchange(memory: UnsafeMutableRawBufferPointer(start: frame.words, count: frame.pitch * frame.height * 4))
  }

  private mutating func exchange(memory: UnsafeMutableRawBufferPointer) {
    guard isPuttingBack else { return bytes += memory }
    guard bytes.count - place >= memory.count else {
      isCut = true
      return
    }
    bytes.withUnsafeBytes {
      memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place..<(place + memory.count)]))
    }
    place += memory.count
  }
}
