import Glibc
import SleepLab

/// Where a night that is in use came from, to see whether it is still there: withdrawing takes the file away.
struct NightPlace: Sendable, Hashable {
  /// What became of a file.
  enum Fate: Sendable, Hashable {
    /// It lies where it lay.
    case there
    /// Another file has its name.
    case replaced
    /// Nothing has its name any longer.
    case gone
  }

  let path: String
  private let device: UInt
  private let number: UInt64

  /// The place of the file that a path names now; nil where there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.path = path
    device = UInt(status.st_dev)
    number = UInt64(status.st_ino)
  }

  /// What became of the file.
  var fate: Fate {
    guard let now = NightPlace(path: path) else { return .gone }
    return now == self ? .there : .replaced
  }
}

/// A night in use: what it holds, and where it came from.
struct OpenedNight: Sendable {
  var night: Night
  /// Nil for a night that was prepared on the fly: it has no file that could be withdrawn.
  var place: NightPlace?

  /// Why the night may not be used any longer, in words; nil as long as it may.
  func ending(of use: PermittedUse, nowUnixSeconds: Double) -> String? {
    if place?.fate == .gone { return "the night was withdrawn: its file is gone" }
    return night.consent.refusal(of: use, nowUnixSeconds: nowUnixSeconds)?.description
  }
}
