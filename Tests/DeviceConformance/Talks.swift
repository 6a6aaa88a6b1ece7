import Foundation
import PJLinkSimulator
import Show
import Synchronization
import TextBoxSimulator

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

/// A line to a display that talks text and is not there: `PWR ON`, `PWR?`, `PWR=ON`.
final class BoxTalk: PeerTalk {
  /// The box, which all its lines share.
  final class Place: Sendable {
    let box = Mutex(SimulatedBox(BoxTalk.connection.box))
  }

  /// Its description.
  static let connection: BoxConnection = {
    func text(_ pieces: BoxText.Piece...) -> BoxText { BoxText(pieces) }
    func bytes(_ text: String) -> BoxText.Piece { .bytes(Array(text.utf8)) }
    func property(_ name: PropertyName, _ type: ValueType, _ word: String, _ words: [(Value, String)]) -> BoxProperty {
      var property = BoxProperty(name, type)
      property.words = words.map { BoxProperty.Word($0.0, texts: [Array($0.1.utf8)]) }
      property.send = text(bytes("\(word) "), .value(BoxText.NumberForm()))
      property.expect = text(bytes("\(word) OK"))
      property.ask = text(bytes("\(word)?"))
      property.reads = [text(bytes("\(word)="), .value(BoxText.NumberForm()))]
      property.needsPower = name != .power
      return property
    }
    let flags: [(Value, String)] = [(.flag(true), "ON"), (.flag(false), "OFF")]
    var box = Box(name: "display")
    box.end = [0x0d]
    box.answerWithin = .seconds(1)
    (box.poll, box.changingPoll) = (.milliseconds(500), .milliseconds(50))
    box.properties = [
      property(.power, .flag, "PWR", flags),
      property(.input, .choice(["hdmi1", "hdmi2"]), "INP", [(.text("hdmi1"), "1"), (.text("hdmi2"), "2")]),
      property(.mute, .flag, "MUT", flags),
    ]
    box.errors = [BoxError(says: text(bytes("ERR")), meaning: .refused, words: "it says ERR")]
    return BoxConnection(box, by: .tcp(port: 1), at: .network(host: "127.0.0.1", port: 1))
  }()

  private let place: Place
  init(_ place: Place) { self.place = place }

  var greeting: [String] { ["HELLO"] }

  func answers(to line: String, as manner: Manner) -> [String] {
    place.box.withLock { box in
      switch manner {
      case .refusing: box.manner = .refusing
      case .lying: box.manner = .lying
      default: box.manner = .obedient
      }
      return box.take(Array(line.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
  }
}

/// A line to a PC that sleeps: it says nothing, whatever comes.
final class SleeperTalk: PeerTalk {
  var greeting: [String] { [] }
  func answers(to line: String, as manner: Manner) -> [String] { [] }
}
