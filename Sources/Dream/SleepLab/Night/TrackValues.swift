/// The numbers of a track: in memory, or where they lie in a night's file that is mapped.
enum TrackValues: Sendable {
  case memory([Float])
  /// Little-endian floats from an offset in bytes on.
  case mapped(MappedBytes, offset: Int, count: Int)

  /// How many numbers.
  var count: Int {
    switch self {
    case .memory(let values): values.count
    case .mapped(_, _, let count): count
    }
  }

  /// One number; 0 where it lies beyond the file or is none, so that a file that was not verified harms nobody.
  subscript(index: Int) -> Float {
    switch self {
    case .memory(let values): values[index]
    case .mapped(let bytes, let offset, _):
      bytes.withBytes(in: (offset + 4 * index)..<(offset + 4 * index + 4)) { memory in
        guard memory.count == 4 else { return 0 }
        let value = Float(bitPattern: UInt32(littleEndian: memory.loadUnaligned(as: UInt32.self)))
        return value.isFinite ? value : 0
      }
    }
  }

  /// A stretch of the numbers; of a mapped file a copy.
  func slice(_ range: Range<Int>) -> ArraySlice<Float> {
    switch self {
    case .memory(let values): values[range]
    case .mapped: range.map { self[$0] }[...]
    }
  }
}
