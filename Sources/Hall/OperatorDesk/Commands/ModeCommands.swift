import ArgumentParser
import Show

/// The modes that an operator may ask for.
enum AskedMode: String, ExpressibleByArgument, CaseIterable {
  case auto, manual
  case outOfOrder = "out-of-order"

  var mode: ArtworkMode {
    switch self {
    case .auto: .auto
    case .manual: .manual
    case .outOfOrder: .outOfOrder
    }
  }
}

struct ModeCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "mode", abstract: "Who changes an artwork's scenes: auto, manual or out-of-order.")
  @OptionGroup var target: ArtworkArgument
  @Argument(help: "Triggers and schedule, operators alone, or nobody.") var mode: AskedMode
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions

  func validate() throws {
    if mode == .auto, ending.length != nil || ending.until != nil {
      throw ValidationError("auto is how an artwork is without operators: it has no --for and no --until")
    }
  }
  func act() throws -> CommandAct { .mode(try target.id(), mode.mode) }
}

struct OutOfOrderCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "out-of-order", abstract: "Show a slate instead of an artwork that is broken; say why with --note.")
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .mode(try target.id(), .outOfOrder) }
}

struct BackInOrderCommand: ActCommand {
  static let configuration = CommandConfiguration(
    commandName: "back-in-order", abstract: "Show an artwork again that was out of order.")
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .mode(try target.id(), .auto) }
}
