import ArgumentParser
import Endings
import Onirica
import Screens
import SleepLab

/// A sound to follow, as options write it: `alsa:DEVICE`, `osc:PORT`, or a file.
enum SoundOption: ExpressibleByArgument, Sendable, Equatable {
  case file(String)
  case alsa(String)
  /// Of this machine alone, unless open.
  case osc(port: Int, isOpen: Bool)

  init?(argument: String) {
    if argument.hasPrefix("alsa:") {
      let device = String(argument.dropFirst(5))
      guard !device.isEmpty else { return nil }
      self = .alsa(device)
    } else if argument.hasPrefix("osc:") {
      let words = argument.dropFirst(4).split(separator: ":", omittingEmptySubsequences: false)
      guard let last = words.last, let port = Int(last), (0...65_535).contains(port), words.count <= 2 else {
        return nil
      }
      if words.count == 2, words[0] != "0.0.0.0", words[0] != "127.0.0.1" { return nil }
      self = .osc(port: port, isOpen: words.count == 2 && words[0] == "0.0.0.0")
    } else {
      guard !argument.isEmpty else { return nil }
      self = .file(argument)
    }
  }

  /// Opens it for a screen: a file is played round and round by the clock that all screens share.
  ///
  /// - Throws: a fault with the contract's number. A device that is missing is none: it is tried again.
  func open() throws(CommandFault) -> LiveSound {
    switch self {
    case .file(let path):
      var track = try SoundOption.measure(path)
      track.isLooping = true
      return LiveSound(source: track, input: nil)
    case .alsa(let device):
      let input = ALSAInput(device: device)
      return LiveSound(source: input, input: input)
    case .osc(let port, let isOpen):
      do throws(ScreenError) {
        let input = try OSCInput(port: port, isOpen: isOpen)
        return LiveSound(source: input, input: input)
      } catch { throw CommandFault(.inputOutput, error.description) }
    }
  }

  /// Measures a file.
  ///
  /// - Throws: a fault with the contract's number.
  static func measure(_ path: String) throws(CommandFault) -> SoundTrack {
    guard WholeFile.exists(path) else { throw CommandFault(.noSuchInput, "there is no such file of sound") }
    do throws(ScreenError) { return try SoundFile.measure(path) } catch {
      throw CommandFault(.unusableInput, error.description)
    }
  }
}

/// A sound that a screen follows.
struct LiveSound: Sendable {
  let source: any SoundSource
  /// What comes in while the screen runs; nil for a file.
  let input: (any SoundInput)?
}
