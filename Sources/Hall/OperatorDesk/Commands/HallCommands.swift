import ArgumentParser
import Show

/// On or off.
enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

struct BlackoutCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "blackout", abstract: "Darken the whole hall, or end that; ways out stay lit.")
  @Argument(help: "on or off.") var state: Switch
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .blackout(on: state == .on) }
}

struct GrandMasterCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "grand-master", abstract: "Dim all lights of the hall by one fader; ways out stay as they are.")
  @Argument(help: "0 to 1, or 0% to 100%.") var level: String
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions

  func validate() throws { _ = try part() }
  func act() throws -> CommandAct { .grandMaster(try part()) }

  private func part() throws -> Double {
    let number = level.hasSuffix("%") ? Double(level.dropLast()).map { $0 / 100 } : Double(level)
    guard let number, (0...1).contains(number) else {
      throw ValidationError("‘\(level)’ is no level: give 0 to 1, or 0% to 100%")
    }
    return number
  }
}

struct MuteCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "mute", abstract: "Silence all players of the hall, or of a sound zone, or end that.")
  @Argument(help: "on or off.") var state: Switch
  @Argument(help: "A sound zone of hall.yaml; the whole hall without one.") var zone: String?
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .mute(try zone.map { try name($0, "the zone") }, on: state == .on) }
}

struct MasterCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "master", abstract: "Set the master of a sound zone in decibels, or give it back to hall.yaml.")
  @Argument(help: "A sound zone of hall.yaml.") var zone: String
  @Argument(help: "Decibels from -100 to 12, or auto.") var gain: String
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions

  func validate() throws {
    guard gain != "auto" else {
      if ending.length != nil || ending.until != nil {
        throw ValidationError("auto is how the zone is without operators: it has no --for and no --until")
      }
      return
    }
    guard let number = finiteNumber(gain), SoundZone.gains.contains(number) else {
      throw ValidationError("‘\(gain)’ is no master: give decibels from -100 to 12, or auto")
    }
  }
  func act() throws -> CommandAct { .master(try name(zone, "the zone"), gain == "auto" ? nil : finiteNumber(gain)) }
}

struct HallCommand: EndingActCommand {
  static let configuration = CommandConfiguration(
    commandName: "hall", abstract: "Open or close the hall, give it back to the schedule, or set a mode of hall.yaml.")
  @Argument(help: "open, close, auto, or a mode such as cleaning.") var to: String
  @OptionGroup var ending: EndOptions
  @OptionGroup var sending: SendingOptions

  func validate() throws {
    let request = try request()
    if request == .auto, ending.length != nil || ending.until != nil {
      throw ValidationError("auto is how the hall is without operators: it has no --for and no --until")
    }
  }
  func act() throws -> CommandAct { .hall(try request()) }

  private func request() throws -> HallRequest {
    switch to {
    case "open": return .open
    case "close": return .close
    case "auto": return .auto
    case "closed", "opening", "closing":
      throw ValidationError("‘\(to)’ is a phase that the hall passes through: ask for open, close or auto")
    default: return .mode(try name(to, "the mode"))
    }
  }
}

struct PingCommand: ActCommand {
  static let configuration = CommandConfiguration(
    commandName: "ping", abstract: "Ask the hall whether it answers.", shouldDisplay: Help.isFull)
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .ping }
}

struct ReloadCommand: ActCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload", abstract: "Load the show from its folder again; a faulty one is refused.",
    shouldDisplay: Help.isFull)
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .reload }
}

struct RollbackCommand: ActCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Go back to the show that ran before.", shouldDisplay: Help.isFull)
  @OptionGroup var sending: SendingOptions
  func act() throws -> CommandAct { .rollback }
}
