import CLinux
import Glibc
import Onirica
import Synchronization

/// Three frames in memory that two processes share: one writes, one shows, neither waits. As in `FrameExchange`, of the
/// three indices one is the writer's, one the reader's and one lies in the slot.
///
/// `@unchecked Sendable`: the memory is `headBytes + 3 · 4 · width · height` bytes for as long as this lives; each side
/// touches the frame whose index it holds, and no other.
final class SharedFrames: @unchecked Sendable {
  private static let headBytes = 4096
  private static let fresh = 4
  /// What the other process opens.
  let descriptor: Int32
  let width: Int, height: Int
  private let memory: UnsafeMutableRawPointer
  private let slot: UnsafeMutablePointer<Atomic<Int>>
  private var mine: Int

  private static func byteCount(width: Int, height: Int) -> Int { headBytes + 3 * 4 * width * height }

  /// The writer's side: new memory.
  ///
  /// - Throws: `ScreenError` when there is none.
  init(width: Int, height: Int) throws(ScreenError) {
    let bytes = SharedFrames.byteCount(width: width, height: height)
    let descriptor = linux_memory_file("frames")
    guard descriptor >= 0, ftruncate(descriptor, bytes) == 0 else {
      throw .inputOutput(doing: "making memory for the display", errno: errno)
    }
    self.descriptor = descriptor
    (self.width, self.height) = (width, height)
    memory = try SharedFrames.map(descriptor, bytes: bytes)
    slot = memory.bindMemory(to: Atomic<Int>.self, capacity: 1)
    slot.initialize(to: Atomic(1))
    mine = 0
  }

  /// The reader's side: the memory of another process.
  ///
  /// - Throws: `ScreenError` when it is not what it should be.
  init(readingFrom descriptor: Int32, width: Int, height: Int) throws(ScreenError) {
    let bytes = SharedFrames.byteCount(width: width, height: height)
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) == bytes else {
      throw .display("this is the part of reverie that holds a display: `reverie serve --display auto` starts it")
    }
    self.descriptor = descriptor
    (self.width, self.height) = (width, height)
    memory = try SharedFrames.map(descriptor, bytes: bytes)
    slot = memory.bindMemory(to: Atomic<Int>.self, capacity: 1)
    mine = 2
  }

  deinit {
    munmap(memory, SharedFrames.byteCount(width: width, height: height))
    close(descriptor)
  }

  /// Puts a frame in, the newest. Only the writer calls this.
  func put(_ frame: Frame) {
    let target = words(mine)
    for y in 0..<height { (target + y * width).update(from: frame.words + y * frame.pitch, count: width) }
    mine = slot.pointee.exchange(mine | SharedFrames.fresh, ordering: .acquiringAndReleasing) & 3
  }

  /// Takes the newest frame, if there is one that the reader has not had. Only the reader calls this.
  ///
  /// - Returns: its words, row by row without gaps, the reader's until the next call.
  func take() -> UnsafePointer<UInt32>? {
    guard slot.pointee.load(ordering: .acquiring) & SharedFrames.fresh != 0 else { return nil }
    mine = slot.pointee.exchange(mine, ordering: .acquiringAndReleasing) & 3
    return UnsafePointer(words(mine))
  }

  /// Makes the memory new for a reader that starts; there must be none at this moment. Only the writer calls this.
  func startAnew() {
    mine = 0
    slot.pointee.store(1, ordering: .sequentiallyConsistent)
  }

  private func words(_ index: Int) -> UnsafeMutablePointer<UInt32> {
    // The index came out of shared memory: it is held within bounds.
    let offset = SharedFrames.headBytes + min(max(index, 0), 2) * 4 * width * height
    return (memory + offset).assumingMemoryBound(to: UInt32.self)
  }

  private static func map(_ descriptor: Int32, bytes: Int) throws(ScreenError) -> UnsafeMutableRawPointer {
    let mapped = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let mapped, mapped != UnsafeMutableRawPointer(bitPattern: -1) else {
      throw .inputOutput(doing: "mapping memory for the display", errno: errno)
    }
    return mapped
  }
}
