import CLinux
import Glibc

/// An instant of CLOCK_BOOTTIME: nanoseconds since the machine started, sleep included, untouched by clock steps.
public struct BootInstant: InstantProtocol, Codable, Sendable, CustomStringConvertible {
  /// Nanoseconds since the machine started.
  public var nanoseconds: Int64

  /// An instant by its nanoseconds since the machine started.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// This instant.
  public static var now: BootInstant { BootInstant(nanoseconds: linux_boot_nanoseconds()) }

  /// The instant that lies a duration after this one; kept inside the range that the type can hold.
  public func advanced(by duration: Duration) -> BootInstant {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.nanosecondsClamped)
    if overflow { return BootInstant(nanoseconds: duration < .zero ? .min : .max) }
    return BootInstant(nanoseconds: sum)
  }

  /// The time from this instant to another.
  public func duration(to other: BootInstant) -> Duration {
    .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
  }

  /// The earlier one is less.
  public static func < (left: BootInstant, right: BootInstant) -> Bool { left.nanoseconds < right.nanoseconds }

  /// Seconds since the machine started.
  public var description: String { "boot+\(Duration.nanoseconds(nanoseconds))" }
}

extension Duration {
  /// The duration in nanoseconds, kept inside the range of `Int64` (292 years).
  public var nanosecondsClamped: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return carry ? (whole < 0 ? .min : .max) : sum
  }
}

/// Which start of the machine this is.
public enum BootIdentifier {
  /// The kernel's random name of this start, 36 characters.
  ///
  /// - Returns: the identifier, or nil where the kernel does not tell (`/proc` is not mounted).
  public static func read() -> String? {
    guard let file = fopen("/proc/sys/kernel/random/boot_id", "re") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let text = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
    return text.count == 36 ? String(decoding: text, as: UTF8.self) : nil
  }
}
