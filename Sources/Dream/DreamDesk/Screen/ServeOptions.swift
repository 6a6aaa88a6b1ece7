import ArgumentParser
import MQTTLink
import OniricaGPU

/// A host and a port, as options write them: `127.0.0.1:8090`, `[::1]:8090`.
struct HostPort: ExpressibleByArgument, Sendable, Equatable {
  let host: String, port: Int

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"), let port = Int(argument[argument.index(after: colon)...]) else {
      return nil
    }
    var host = String(argument[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard !host.isEmpty, (0...65535).contains(port) else { return nil }
    (self.host, self.port) = (host, port)
  }
}

/// Where a screen's frames go, beside the preview.
enum ScreenOutput: ExpressibleByArgument, Sendable, Equatable {
  case nothing
  case y4m(String)
  case raw(String)

  init?(argument: String) {
    if argument == "none" {
      self = .nothing
    } else if argument.hasPrefix("y4m:"), argument.count > 4 {
      self = .y4m(String(argument.dropFirst(4)))
    } else if argument.hasPrefix("raw:"), argument.count > 4 {
      self = .raw(String(argument.dropFirst(4)))
    } else {
      return nil
    }
  }
}

/// Options of `reverie serve`; each has a variable REVERIE_… of the same name, which the option wins over.
struct ServeOptions: ParsableArguments {
  @OptionGroup var link: LinkOptions

  @Option(help: "The screen's id, as hall.yaml has it.")
  var id: String?

  @Option(help: "The night of the default dream: a name in the nights' folder, or a file.")
  var night: String?

  @Option(help: "Folder of prepared nights.")
  var nights: String?

  @Option(help: "Folder that stills are named in.")
  var stills: String?

  @Option(help: "What kind of screen it begins as: dream, stills or splice; the desired state's `mode` changes it.")
  var mode: DesiredState.Mode?

  @Option(help: "In modes stills and splice: the folder inside --stills whose stills are shown from the beginning.")
  var folder: String?

  @Option(help: "Folder of looks, from which desired states choose by name; a file that changes is taken over at once.")
  var looks: String?

  @Option(help: "Folder of stills (PNG, JPEG, WebP) to dream of; without it pictures are painted.")
  var pictures: String?

  @Option(help: "A sound that dreams follow: alsa:DEVICE, osc:PORT, or a file, round and round.")
  var sound: String?

  @Option(help: "Size in pixels.")
  var size: PictureSize?

  @Option(help: "Frames a second.")
  var fps: Double?

  @Option(help: "What chance comes from, where the desired state names no seed.")
  var seed: UInt64?

  @Option(help: "Preview in a browser: HOST:PORT, or none.")
  var preview: String?

  @Option(help: "none, y4m:FILE or raw:FILE; FILE may be a pipe, or - for standard output.")
  var output: ScreenOutput?

  @Option(
    help: "none, auto (the whole display by kmsdrm, wayland or x11, the first that works), one of these, or window.")
  var display: DisplayOption?

  @Option(help: "Record what is shown as FILE.mp4, by ffmpeg; the night's consent must permit films.")
  var record: String?

  @Option(help: "Who draws: auto (a graphics card, where it draws the processor's picture), cpu, or gpu.")
  var renderer: RendererWish?

  @Option(help: "File in which the last state is kept.")
  var state: String?

  @Option(help: ArgumentHelp("Threads that make a frame.", visibility: .hidden))
  var threads: Int?

  @Option(help: ArgumentHelp("Instruction set: portable, v2, v3 or v4.", visibility: .hidden))
  var level: String?
}

extension DesiredState.Mode: ExpressibleByArgument {}
