import Foundation
import PJLinkSimulator
import Show
import Synchronization

/// What an mpv says that loads everything at once.
final class PlayerTalk: PeerTalk {
  private let entries = Mutex(0)

  var greeting: [String] { [#"{"event":"idle"}"#] }

  func answers(to line: String, as manner: Manner) -> [String] {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
      let words = object["command"] as? [Any], let name = words.first as? String,
      let request = object["request_id"] as? Int
    else { return [#"{"error":"invalid parameter"}"#] }
    switch (name, manner) {
    case ("loadfile", .refusing): return [#"{"request_id":\#(request),"error":"error running command"}"#]
    case ("loadfile", .lying): return [answer(request, entry: next())]
    case ("loadfile", _):
      let entry = next()
      return [
        answer(request, entry: entry), #"{"event":"start-file","playlist_entry_id":\#(entry)}"#,
        #"{"event":"playback-restart"}"#,
      ]
    case ("seek", .obedient):
      return [#"{"request_id":\#(request),"error":"success"}"#, #"{"event":"playback-restart"}"#]
    case ("get_property", _): return [#"{"request_id":\#(request),"error":"property unavailable"}"#]
    default: return [#"{"request_id":\#(request),"error":"success"}"#]
    }
  }

  private func next() -> Int {
    entries.withLock { entries in
      entries += 1
      return entries
    }
  }

  private func answer(_ request: Int, entry: Int) -> String {
    #"{"data":{"playlist_entry_id":\#(entry)},"request_id":\#(request),"error":"success"}"#
  }
}

/// A line to a projector that is not there.
final class ProjectorTalk: PeerTalk {
  /// The projector, which all its lines share.
  final class Place: Sendable {
    let projector = Mutex(SimulatedProjector(warmUp: .milliseconds(200), coolDown: .milliseconds(200)))
    let begun = ContinuousClock.now
  }

  private let place: Place
  init(_ place: Place) { self.place = place }

  var greeting: [String] { ["PJLINK 0"] }

  func answers(to line: String, as manner: Manner) -> [String] {
    let now = ShowInstant(milliseconds: Int64((ContinuousClock.now - place.begun) / .milliseconds(1)))
    return place.projector.withLock { projector in
      switch manner {
      case .refusing: projector.manner = .refusing(2)
      case .lying: projector.manner = .lying
      default: projector.manner = .obedient
      }
      return projector.take(line, seed: nil, at: now).map { [$0] } ?? []
    }
  }
}
