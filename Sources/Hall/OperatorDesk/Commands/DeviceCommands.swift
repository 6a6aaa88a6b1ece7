import ArgumentParser
import Show

struct OverrideCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "override", abstract: "Give a device's property a value above the scenes, until release.",
    shouldDisplay: Help.isFull)
  @Argument(help: ArgumentHelp("For example wash.level.", valueName: "device.property")) var path: String
  @Argument(help: "A number, on or off, a text, or a colour as ff8800 (its # only in quotes: shells drop it).")
  var value: String
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions

  func validate() throws { _ = try act() }
  func act() throws -> CommandAct {
    let path = try propertyPath(path)
    return .override(path, try OperatorDesk.value(value, for: path.property))
  }
}

struct ReleaseCommand: ActCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "End an override, or (release alarm) an alarm whose contact is closed again.")
  @Argument(help: ArgumentHelp("DEVICE.PROPERTY, or the word alarm.", valueName: "what")) var what: String
  @OptionGroup var sending: SendingOptions

  func validate() throws { _ = try act() }
  func act() throws -> CommandAct { what == "alarm" ? .releaseAlarm : .release(try propertyPath(what)) }
}

struct SenseCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "sense", abstract: "Pretend a sensor's reading; the journal marks it as injected.",
    shouldDisplay: Help.isFull)
  @Argument(help: "The sensor, as hall.yaml names it.") var sensor: String
  @Argument(help: "true, false, a number or a text.") var value: String
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions

  func validate() throws { _ = try act() }
  func act() throws -> CommandAct { .sense(try name(sensor, "the sensor"), reading(value)) }
}

struct ArmCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "arm", abstract: "Let a trigger of an artwork fire.", shouldDisplay: Help.isFull)
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var trigger: TriggerArgument
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .arm(try target.id(), try trigger.id(), true) }
}

struct DisarmCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "disarm", abstract: "Keep a trigger of an artwork from firing.", shouldDisplay: Help.isFull)
  @OptionGroup var target: ArtworkArgument
  @OptionGroup var trigger: TriggerArgument
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .arm(try target.id(), try trigger.id(), false) }
}

/// The trigger that a command is for.
struct TriggerArgument: ParsableArguments {
  @Argument(help: "The trigger's name, or SCENE/NUMBER counted from 1.") var trigger: String

  func validate() throws { _ = try id() }
  func id() throws -> TriggerID {
    let parts = trigger.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ TriggerID.isWellFormed(String($0)) }) else {
      throw ValidationError("‘\(printable(trigger))’ is not a trigger: give its name, or SCENE/NUMBER counted from 1")
    }
    return TriggerID(trigger)
  }
}
