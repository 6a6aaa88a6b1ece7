import ArgumentParser
import DreamDesk
import Endings

/// A night's sleep becomes pictures: the laboratory's table, the film desk and the screen, in one program.
@main
struct Reverie: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reverie", abstract: "Read nights in a sleep laboratory, and dream them.",
    subcommands: [
      InspectCommand.self, PrepareCommand.self, EpochsCommand.self, EventsCommand.self, SynthesizeCommand.self,
      DeidentifyCommand.self, LiveCommand.self, ReportsCommand.self,
      WithdrawCommand.self, StreamCommand.self, ExportCommand.self, RenderCommand.self, JoinCommand.self,
      PlayCommand.self,
      ServeCommand.self,
      BenchCommand.self, LooksCommand.self, LimitCommand.self, ContactSheetCommand.self, StepsCommand.self,
      DisplayCommand.self,
      GraphicsCommand.self, DnaCommand.self, SpliceCommand.self, FlowersCommand.self,
    ])

  static func main() async {
    await runAndExit()
  }
}
