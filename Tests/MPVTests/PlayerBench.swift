import DeviceLines
import Foundation
import Sequencer
import Show

@testable import MPV

/// A machine, a clock that the test moves, and what mpv would be told.
struct PlayerBench {
  var machine = PlayerMachine(MPVSettings(mediaFolder: "/media"), seed: 1)
  var now = ShowInstant(milliseconds: 10_000)
  var sent: [[Value]] = []
  var told: [DriverReport] = []
  var opens = 0
  var closes = 0
  var lastRequest = 0

  /// A desired state of a player, all of whose properties changed at one instant.
  static func desired(
    _ media: String?, rev: Int64 = 1, from: Double = 0, loop: Bool = false, gain: Fade? = nil, playing: Bool = true,
    at instant: ShowInstant
  ) -> DesiredState {
    func fade(_ value: Value) -> Fade { Fade(to: .plain(value), at: instant) }
    var properties: [PropertyName: Fade] = [
      .position: fade(.number(from)), .loop: fade(.flag(loop)), .playing: fade(.flag(playing)),
    ]
    if let media { properties[.media] = fade(.text(media)) }
    properties[.gain] = gain
    return DesiredState(rev: rev, at: instant, properties: properties)
  }

  mutating func take(_ event: LineEvent) {
    for action in machine.take(event, at: now) {
      switch action {
      case .open: opens += 1
      case .close: closes += 1
      case .turn, .pass: break
      case .tell(let report): told.append(report)
      case .send(let bytes):
        guard let words = try? JSONDecoder().decode(Spoken.self, from: Data(bytes)) else { continue }
        sent.append(words.command)
        lastRequest = words.request_id
      }
    }
  }

  mutating func hear(_ line: String) { take(.line(line)) }

  /// Opens the line, and lets mpv say its first word.
  mutating func open() {
    take(.due)
    take(.opened(secret: nil))
    hear(#"{"event":"idle"}"#)
  }

  /// Lets mpv load what it was told to load last.
  mutating func load(entry: Int = 1, duration: Double = 60, rate: Double = 8) {
    hear(#"{"data":{"playlist_entry_id":\#(entry)},"request_id":\#(machine.file.request),"error":"success"}"#)
    hear(#"{"event":"start-file","playlist_entry_id":\#(entry)}"#)
    hear(#"{"event":"property-change","id":1,"name":"duration","data":\#(duration)}"#)
    hear(#"{"event":"property-change","id":2,"name":"container-fps","data":\#(rate)}"#)
    hear(#"{"event":"playback-restart"}"#)
  }

  /// Answers the question for the position that is under way.
  mutating func answer(position: Double) {
    hear(#"{"data":\#(position),"request_id":\#(machine.watch.request),"error":"success"}"#)
  }

  /// Lets time pass for an mpv that is alive: it answers all questions before the last, though it knows no position.
  mutating func pass(_ span: TimeSpan) {
    let end = now + span
    while end - now > .seconds(1) {
      passSilently(.seconds(1))
      hear(#"{"request_id":\#(machine.watch.request),"error":"property unavailable"}"#)
    }
    passSilently(end - now)
  }

  /// Lets time pass for an mpv that says nothing.
  mutating func passSilently(_ span: TimeSpan) {
    now = now + span
    if let wakes = machine.wakesAt, wakes <= now { take(.due) }
  }

  func last(_ property: String) -> Value? {
    sent.last { $0.prefix(2) == [.text("set_property"), .text(property)] }?.last
  }
  var reports: [DeviceReport] {
    told.compactMap { if case .actual(let report, _) = $0 { report } else { nil } }
  }
  var loads: [String] { sent.filter { $0.first == .text("loadfile") }.compactMap { $0[1].text } }
}

private struct Spoken: Decodable {
  var command: [Value]
  var request_id: Int
}
