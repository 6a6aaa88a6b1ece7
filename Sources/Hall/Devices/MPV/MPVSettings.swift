import Show

/// How players are run.
public struct MPVSettings: Hashable, Sendable {
  /// The folder in which media stand.
  public var mediaFolder: String
  /// The program.
  public var program: String
  /// Arguments that come last, and so win.
  public var moreArguments: [String]

  /// Where media stand unless the configuration says otherwise.
  public static let usualMediaFolder = "/var/lib/regie/media"

  /// Settings.
  public init(mediaFolder: String = usualMediaFolder, program: String = "mpv", moreArguments: [String] = []) {
    (self.mediaFolder, self.program, self.moreArguments) = (mediaFolder, program, moreArguments)
  }

  /// The arguments of an mpv that fills a screen and takes nothing from anybody else.
  ///
  /// - Parameters:
  ///   - output: the connector of the screen; mpv's own choice where none is given.
  ///   - audio: the audio device as mpv names it; likewise.
  public func arguments(output: String?, audio: String?) -> [String] {
    var arguments = [
      program, "--no-config", "--idle=yes", "--no-terminal", "--input-ipc-client=fd://3",
      // Nothing but the show says what is to be seen and heard.
      "--load-scripts=no", "--ytdl=no", "--osc=no", "--osd-level=0", "--input-default-bindings=no",
      "--input-vo-keyboard=no", "--cursor-autohide=always", "--access-references=no", "--audio-display=no",
      "--resume-playback=no", "--sub-auto=no", "--audio-file-auto=no",
      // The last picture stays, stills stay, and a loudspeaker may be 12 dB above the medium.
      "--keep-open=yes", "--image-display-duration=inf", "--volume-max=200", "--hr-seek=yes", "--pause=yes",
      // Pictures at the display's own beat: 8 frames a second take 7 and 8 refreshes of 60 in turn, and never 6.
      "--video-sync=display-resample", "--interpolation=no", "--fullscreen=yes",
    ]
    if let output { arguments += ["--force-window=yes", "--drm-connector=\(output)", "--fs-screen-name=\(output)"] }
    if let audio { arguments += ["--audio-device=\(audio)"] }
    return arguments + moreArguments
  }
}
