import Glibc

/// Memory by pages of 2 MiB: a night's signals are large, and half of the time to write one for the first time goes
/// into getting it page by page.
enum LargePages {
  private static let pageBytes = 2 << 20

  /// Asks for large pages before memory is written for the first time; of no effect where the system has none.
  static func advise(_ memory: UnsafeMutableRawBufferPointer) {
    guard let start = memory.baseAddress, memory.count >= 2 * pageBytes else { return }
    let skipped = (pageBytes - Int(bitPattern: start) % pageBytes) % pageBytes
    let length = (memory.count - skipped) / pageBytes * pageBytes
    if length > 0 { madvise(start + skipped, length, MADV_HUGEPAGE) }
  }
}
