import Glibc

/// Memory for the kernels: aligned, zeroed, of one size for its whole life.
///
/// `@unchecked Sendable`: kernels write through `base` from several threads at once, each its own rows. Whoever holds a
/// slab sees to it that no two passes with the same output run at the same time; `Crew.run` returns only when its
/// pass is done, which is all the order that is needed. Bounds are `count` elements; kernels state theirs beside
/// each pass.
final class Slab<Element: BitwiseCopyable>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  /// Large slabs lie on 2 MiB boundaries, so that the system may back them with huge pages.
  init(count: Int, of zero: Element) {
    let bytes = max(1, count) * MemoryLayout<Element>.stride
    let hugePage = 1 << 21
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: bytes >= hugePage ? hugePage : 64)
    if bytes >= hugePage { madvise(raw, bytes, MADV_HUGEPAGE) }
    self.base = raw.bindMemory(to: Element.self, capacity: count)
    self.count = count
    base.initialize(repeating: zero, count: count)
  }

  /// A copy, for those who only look.
  var array: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }

  deinit { base.deallocate() }
}
