import Endings
import Onirica
import SleepLab

/// The nights that are dreamt beside a film's own, all of the film long.
struct FilmChorus {
  /// One of them, and its way.
  struct Part {
    let source: OpenedNight
    let passage: Passage
  }

  /// By their places.
  let parts: [Part]

  /// A film of one night alone.
  static let none = FilmChorus(parts: [])

  /// Opens the nights; each runs through its own stages, and `--from` is a place of its own.
  ///
  /// - Throws: a fault with the contract's number that says which of them it is about.
  static func open(
    _ paths: [String], beside own: NightID, stage: Stage?, from: SeekOption?
  ) throws -> FilmChorus {
    var taken: Set<NightID> = [own]
    let parts = try paths.enumerated().map { number, path in
      do {
        let source = try NightInput.prepared(path, for: .film)
        guard taken.insert(source.night.id).inserted else {
          throw CommandFault(.unusableInput, "it is dreamt already: each night is dreamt once")
        }
        let start = try from?.seconds(in: source.night)
        return Part(
          source: source, passage: try NightInput.passage(through: source.night, stage: stage, from: start))
      } catch let fault as CommandFault {
        throw CommandFault(fault.exitStatus, "night \(number + 1) of the chorus: \(fault.description)")
      }
    }
    return FilmChorus(parts: parts)
  }

  var nights: [Night] { parts.map(\.source.night) }

  /// Where all are after some seconds of night.
  func moment(after travelled: Double) -> ChorusMoment {
    var moment = ChorusMoment.alone
    for place in parts.indices {
      moment.positions[place] = parts[place].passage.position(after: travelled)
      moment.presences[place] = 1
    }
    return moment
  }
}
