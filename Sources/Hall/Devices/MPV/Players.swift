import DeviceLines
import Sequencer
import Show

/// The players of a hall, each an mpv of its own.
public enum Players {
  /// A driver of them that has not begun.
  ///
  /// - Parameters:
  ///   - settings: where media stand, and how mpv is run.
  ///   - showNow: a clock of show time; players that play the same since the same instant are in step by it.
  public static func driver(
    _ settings: MPVSettings, showNow: @escaping @Sendable () -> ShowInstant
  ) -> LineDriver<PlayerMachine> {
    LineDriver("players", showNow: showNow) { device in
      guard case .mpv(_, let output, let audio)? = device.connection else { return nil }
      return DrivenDevice(
        PlayerMachine(settings, seed: RetryRhythm.seed(of: device.id)),
        over: ProcessOpener(settings.arguments(output: output, audio: audio)))
    }
  }
}
