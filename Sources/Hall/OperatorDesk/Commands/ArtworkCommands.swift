import ArgumentParser
import Show

/// The artwork that a command is for.
struct ArtworkArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The artwork, as hall.yaml names it.", valueName: "artwork"))
  var artwork: String

  func validate() throws { _ = try id() }
  func id() throws -> ArtworkID { try name(artwork, "the artwork") }
}

struct GoCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "go", abstract: "Send an artwork to a scene; without one, to the next.")
  @OptionGroup var target: ArtworkArgument
  @Argument(help: "The scene; without it the one after.") var scene: String?
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions

  func validate() throws { _ = try act() }
  func act() throws -> CommandAct { .go(try target.id(), try scene.map { try name($0, "the scene") }) }
}

struct NextCommand: EndingActCommand {
  static let configuration = CommandConfiguration(commandName: "next", abstract: "Enter the scene after this one.")
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .next(try target.id()) }
}

struct BackCommand: EndingActCommand {
  static let configuration = CommandConfiguration(commandName: "back", abstract: "Enter the scene before this one.")
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .back(try target.id()) }
}

struct RestartCommand: EndingActCommand {
  static let configuration = CommandConfiguration(commandName: "restart", abstract: "Begin the present scene anew.")
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .restart(try target.id()) }
}

struct SkipCommand: ActCommand {
  static let configuration = CommandConfiguration(
    commandName: "skip", abstract: "End the cue that runs or waits, go on with the one after.")
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .skip(try target.id()) }
}

struct HoldCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold", abstract: "Let time stand still for an artwork, until resume.")
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .hold(try target.id()) }
}

struct ResumeCommand: ActCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let time go on, after hold or stop.")
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .resume(try target.id()) }
}

extension StopManner: ExpressibleByArgument {}

struct StopCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Put an artwork to rest, until resume or go.")
  @OptionGroup var target: ArtworkArgument
  @Option(help: "With the scene's release time, when its loop has ended, or at once.")
  var how = StopManner.graceful
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .stop(try target.id(), how) }
}
