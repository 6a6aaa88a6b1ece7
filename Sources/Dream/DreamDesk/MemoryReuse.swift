import CLinux

/// How the program's memory is had from the system.
enum MemoryReuse {
  /// Keeps memory that was freed for what comes next: a night's signals are large and short-lived, and to be given fresh
  /// memory costs as much as to filter it.
  static func begin() { linux_keep_freed_memory(32 << 20, 1 << 30) }
}
