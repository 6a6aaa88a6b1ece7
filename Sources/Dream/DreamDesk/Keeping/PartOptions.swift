import ArgumentParser
import Endings

/// One of the parts that a film is made in: `2/8`.
struct FilmPart: ExpressibleByArgument, Sendable, Equatable {
  let number: Int, count: Int

  init?(argument: String) {
    let words = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard words.count == 2, let number = Int(words[0]), let count = Int(words[1]) else { return nil }
    guard (1...10_000).contains(count), (1...count).contains(number) else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// The frames of this part; all parts together are all frames, each once.
  func frames(of all: Int) -> Range<Int> { (number - 1) * all / count..<number * all / count }
}

/// How a film is divided, and where its states are kept.
struct PartOptions: ParsableArguments {
  @Option(name: .customLong("parts"), help: "Only part K of N: 3/8. `reverie join` makes one film of them again.")
  var part: FilmPart?

  @Option(
    help: ArgumentHelp(
      "Keep checkpoints in this folder, and begin at the last one that is there.", valueName: "folder"))
  var checkpoints: String?

  @Option(help: ArgumentHelp("Minutes of film from one checkpoint to the next.", valueName: "minutes"))
  var every = 1.0

  func validate() throws {
    guard every > 0, every <= 1440 else { throw ValidationError("--every takes more than 0, to 1440 minutes") }
  }
}
