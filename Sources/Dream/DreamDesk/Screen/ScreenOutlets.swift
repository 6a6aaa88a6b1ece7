import Endings
import Glibc
import Logging
import Onirica
import Screens
import SleepLab

/// Everywhere a screen's frames go: display, film, recording, preview. None of them can stop the picture.
struct ScreenOutlets: Sendable {
  let preview: PreviewServer?
  private let film: StreamOutput?
  private let display: DisplayOutput?
  private let recording: FilmRecording?
  private let sound: (any SoundInput)?

  /// Opens what the settings name.
  ///
  /// - Parameters:
  ///   - settings: of the screen.
  ///   - night: the night that the screen begins with, whose mark a recording carries.
  /// - Throws: a fault where an output cannot be opened that nothing could open later.
  init(_ settings: ServeSettings, night: NightID?, logger: Logger) throws {
    sound = settings.soundInput
    let note: @Sendable (String) -> Void = { logger.notice("\($0)") }
    do throws(ScreenError) {
      preview = try settings.preview.map { address throws(ScreenError) in
        try PreviewServer(host: address.host, port: address.port, settings: settings.loop)
      }
      switch settings.output {
      case .nothing: film = nil
      case .y4m(let path): film = try StreamOutput(path: path, format: .y4m, settings: settings.loop)
      case .raw(let path): film = try StreamOutput(path: path, format: .raw, settings: settings.loop)
      }
      display = try settings.display.map { wish throws(ScreenError) in
        var wish = wish
        wish.title = "reverie \(settings.id)"
        return try DisplayOutput(wish, settings: settings.loop, note: note)
      }
    } catch { throw CommandFault(.inputOutput, error.description) }
    recording = settings.record.map { path in
      FilmRecording(path: path, settings: settings.loop, mark: night.map(NightMark.text), note: note)
    }
    if let preview { logger.info("preview on port \(preview.port)") }
  }

  /// Where the screen puts its frames.
  var exchanges: [FrameExchange] {
    [display?.exchange, preview?.exchange, film?.exchange, recording?.exchange].compactMap { $0 }
  }

  /// What is not as it should be, for the screen's report.
  var warnings: [String] { [display?.warning, recording?.warning, sound?.warning].compactMap { $0 } }

  /// Ends them all; a recording is finished first.
  func stop() {
    recording?.stop()
    film?.stop()
    display?.stop()
    preview?.stop()
    sound?.stop()
  }
}
