import DeviceLines
import Sequencer
import Show

/// The projectors and displays of a hall that speak PJLink.
public enum Projectors {
  /// A driver of them that has not begun.
  ///
  /// - Parameters:
  ///   - timings: how patient it is.
  ///   - showNow: a clock of show time.
  public static func driver(
    _ timings: ProjectorTimings = ProjectorTimings(), showNow: @escaping @Sendable () -> ShowInstant
  ) -> LineDriver<ProjectorMachine> {
    LineDriver("projectors", showNow: showNow) { device in
      guard case .pjlink(let host, let port, let passwordFile)? = device.connection else { return nil }
      return DrivenDevice(
        ProjectorMachine(timings: timings, seed: RetryRhythm.seed(of: device.id)),
        over: NetworkOpener(host: host, port: port, secretFile: passwordFile))
    }
  }
}
