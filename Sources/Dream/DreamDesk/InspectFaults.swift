import Endings
import SleepLab

/// Turns the laboratory's errors into faults with the contract's exit codes.
enum LabFault {
  /// Runs a body and gives its error the number for the shell.
  static func guarded<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws -> Result {
    do { return try body() } catch { throw fault(of: error) }
  }

  /// The fault of an error of the laboratory; any other error as it is.
  static func fault(of error: any Error) -> any Error {
    switch error {
    case let error as RecordingError:
      if case .file(let file) = error { return fault(ofFile: file) }
      return CommandFault(.unusableInput, error.description)
    case let error as HypnogramError:
      if case .file(let file) = error { return fault(ofFile: file) }
      if case .recording(.file(let file)) = error { return fault(ofFile: file) }
      return CommandFault(.unusableInput, error.description)
    case let error as NightFileError:
      if case .file(let file) = error { return fault(ofFile: file) }
      return CommandFault(.unusableInput, error.description)
    case let error as StageProbabilitiesError:
      if case .file(let file) = error { return fault(ofFile: file) }
      return CommandFault(.unusableInput, error.description)
    case let error as MontageError: return CommandFault(.unusableInput, error.description)
    case let error as DreamReportError:
      if case .file(let file) = error { return fault(ofFile: file) }
      return CommandFault(.unusableInput, error.description)
    case let error as PreparationError: return CommandFault(.unusableInput, error.description)
    case let error as WholeFile.Failure:
      return CommandFault(error == .exists ? .outputExists : .inputOutput, error.description)
    case let error as FileError: return fault(ofFile: error)
    default: return error
    }
  }

  private static func fault(ofFile error: FileError) -> CommandFault {
    switch error {
    case .absent, .notAFile: CommandFault(.noSuchInput, error.description)
    case .system: CommandFault(.inputOutput, error.description)
    }
  }
}
