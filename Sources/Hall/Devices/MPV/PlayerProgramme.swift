import Foundation
import Sequencer
import Show

/// What a player is to do, out of a desired state: which medium, since when, from where.
struct PlayerProgramme: Hashable, Sendable {
  /// The medium; none is silence.
  var media: String?
  /// Where it begins, in seconds.
  var from: Double = 0
  /// When it begins there.
  var since: ShowInstant
  var isPlaying: Bool
  var loops: Bool
  /// The way of its loudness, in decibels.
  var gain: Fade?
  /// The number that a report of it answers.
  var rev: Int64

  init(_ state: DesiredState) {
    func plain(_ name: PropertyName) -> Value? {
      if case .plain(let value)? = state.properties[name]?.to { value } else { nil }
    }
    let text = plain(.media)?.text ?? ""
    media = text.isEmpty ? nil : text
    from = max(0, plain(.position)?.number ?? 0)
    isPlaying = plain(.playing)?.flag ?? false
    loops = plain(.loop)?.flag ?? false
    gain = state.properties[.gain]
    rev = state.rev
    since = [PropertyName.media, .position, .playing].compactMap { state.properties[$0]?.at }.max() ?? state.at
  }

  /// Whether another begins nothing anew: the same medium, from the same place, since the same instant.
  func continues(_ other: PlayerProgramme) -> Bool {
    (media, from, since) == (other.media, other.from, other.since)
  }

  /// Where it is to be now, in seconds, not wrapped at the medium's end.
  func position(at now: ShowInstant) -> Double {
    isPlaying ? from + max(0, (now - since).inSeconds) : from
  }

  /// The volume of mpv for a gain: its scale is cubic (mpv manual, `--volume`), so 100·10^(dB/60).
  static func volume(decibels: Double) -> Double { decibels <= -100 ? 0 : 100 * pow(10, decibels / 60) }

  /// Whether the gain is on its way.
  func isFading(at now: ShowInstant) -> Bool { gain.map { $0.over > .zero && now < $0.end } ?? false }

  /// The volume to have now.
  func volume(at now: ShowInstant) -> Double { Self.volume(decibels: gain?.value(at: now).number ?? 0) }
}
