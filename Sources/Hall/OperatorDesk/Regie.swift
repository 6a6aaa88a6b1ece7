import ArgumentParser

/// The operators' and technicians' command line.
public struct Regie: AsyncParsableCommand {
  /// The commands, what an operator needs first.
  public static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "regie",
      abstract: "Operates a hall that regied runs.",
      discussion: Help.isFull ? "" : "Commands and options for technicians: regie --help-all.",
      version: "regie 1",
      groupedSubcommands: [
        CommandGroup(name: "See", subcommands: seeing),
        CommandGroup(name: "Artworks", subcommands: artworks),
        CommandGroup(name: "Hall", subcommands: hall),
        CommandGroup(name: "Technicians", subcommands: technicians),
      ])
  }

  /// The command line itself does nothing: a command has to be named.
  public init() {}
}

extension Regie {
  private static let seeing: [any ParsableCommand.Type] = [
    StatusCommand.self, LogCommand.self, ReportCommand.self, WhyCommand.self, LightsCommand.self,
    PreflightCommand.self, AgendaCommand.self,
    GraphCommand.self,
    CheckCommand.self,
    RehearseCommand.self,
  ]
  private static let artworks: [any ParsableCommand.Type] = [
    GoCommand.self, NextCommand.self, BackCommand.self, RestartCommand.self, SkipCommand.self, HoldCommand.self,
    ResumeCommand.self, StopCommand.self, ModeCommand.self, OutOfOrderCommand.self, BackInOrderCommand.self,
  ]
  private static let hall: [any ParsableCommand.Type] = [
    HallCommand.self, BlackoutCommand.self, GrandMasterCommand.self, ReleaseCommand.self,
  ]
  private static let technicians: [any ParsableCommand.Type] = [
    OverrideCommand.self, SenseCommand.self, ArmCommand.self, DisarmCommand.self, ReloadCommand.self,
    RollbackCommand.self, TestCommand.self, DiscoverCommand.self, PingCommand.self, ReplayCommand.self,
    JournalCommand.self,
    SchemaCommand.self,
  ]
}
