import Crypto
import Onirica
import SleepLab

/// What a film is a function of, in words: two films that agree in all of it have the same frames, bit for bit.
struct FilmIdentity: Equatable {
  /// One of the things that frames follow from.
  struct Trait: Equatable {
    let name: String
    let value: String
  }

  let night: NightID
  /// Those that are dreamt beside it.
  let chorus: [NightID]
  let traits: [Trait]

  /// - Parameters:
  ///   - night: the night that it is made of.
  ///   - chorus: those that are dreamt beside it, by their places.
  ///   - way: how it runs through the night, in words.
  ///   - plan: size, rate, seed and looks.
  ///   - pictures: the pictures that it dreams of; nil where they are painted.
  ///   - sound: the sound that it follows; nil for none.
  init(
    night: NightID, chorus: [NightID] = [], way: String, speed: Double, plan: Dream.Plan, pictures: PictureFolder?,
    sound: SoundTrack?
  ) {
    (self.night, self.chorus) = (night, chorus)
    traits = [
      Trait(name: "night", value: night.rawValue),
      Trait(name: "chorus", value: chorus.isEmpty ? "none" : chorus.map(\.rawValue).joined(separator: ",")),
      Trait(name: "way", value: way),
      Trait(name: "speed", value: "\(speed)"),
      Trait(name: "size", value: "\(plan.width)x\(plan.height)"),
      Trait(name: "rate", value: "\(plan.framesPerSecond)"),
      Trait(name: "seed", value: "\(plan.seed)"),
      Trait(name: "look", value: FilmIdentity.digest(of: plan.looks)),
      Trait(name: "pictures", value: pictures?.digest ?? "painted"),
      Trait(name: "sound", value: sound.map(FilmIdentity.digest) ?? "none"),
      Trait(name: "generator", value: FilmIdentity.generator),
    ]
  }

  /// What differs first from another film, in words; nil where nothing does.
  func difference(from other: [Trait]) -> String? {
    for trait in traits {
      guard let found = other.first(where: { $0.name == trait.name }) else {
        return "it does not say its \(trait.name)"
      }
      if found.value == trait.value { continue }
      switch trait.name {
      case "night": return "it is of another night"
      case "chorus": return "other nights are dreamt beside its own"
      case "sound": return "its sound is another one"
      case "look", "pictures": return "its \(trait.name) differ\(trait.name == "look" ? "s" : "")"
      case "generator": return "another version of this program made it, whose frames differ"
      default: return "its \(trait.name) is \(found.value), not \(trait.value)"
      }
    }
    return nil
  }

  private static func add(_ number: Float, _ hash: inout SHA256) {
    hash.update(data: (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> UInt32(8 * $0)) })
  }

  private static func digest(of sound: SoundTrack) -> String {
    var hash = SHA256()
    for heard in sound.measures {
      for number in [heard.loudness, heard.low, heard.mid, heard.high, Float(heard.onsets)] { add(number, &hash) }
    }
    return FilmDigest.hexadecimal(hash.finalize().prefix(8))
  }

  private static func digest(of looks: StageLooks) -> String {
    var hash = SHA256()
    for stage in StageWeights.stages {
      let look = looks[stage]
      for index in look.numbers.indices { add(look.numbers[index], &hash) }
      for index in look.field.numbers.indices { add(look.field.numbers[index], &hash) }
    }
    return FilmDigest.hexadecimal(hash.finalize().prefix(8))
  }

  /// What two frames of a small dream look like here: programs that make other frames have another one.
  private static let generator: String = {
    let night = SampleNight.night(of: .rem, minutes: 1)
    guard let passage = Passage(through: night) else { return "none" }
    let film = Film(
      night: night, passage: passage, speed: 1,
      plan: Dream.Plan(width: 64, height: 64, framesPerSecond: 4, seed: 1), threadCount: 1, level: .best)
    film.begin()
    var digest = FilmDigest()
    for _ in 0..<2 {
      film.advance()
      digest.add(film.frame)
    }
    return "\(StateLedger.edition)-\(digest.text().prefix(16))"
  }()
}
