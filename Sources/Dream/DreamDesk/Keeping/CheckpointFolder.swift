import Endings
import Foundation
import SleepLab

/// A folder of one film's checkpoints, from which its parts begin.
struct CheckpointFolder {
  let path: String
  private static let ending = ".checkpoint"

  /// Opens the folder, or makes it.
  ///
  /// - Throws: a fault with the contract's number where there can be none.
  init(path: String) throws(CommandFault) {
    do throws(WholeFile.Failure) { try WholeFile.makeFolder(path) } catch {
      throw CommandFault(.inputOutput, "the checkpoints' folder cannot be made: its parent must be there")
    }
    self.path = path
  }

  /// Names sort as frames do.
  private func file(of frame: Int) -> String {
    let digits = String(frame)
    let name = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    return "\(path)/frame-\(name)\(CheckpointFolder.ending)"
  }

  func has(frame: Int) -> Bool { WholeFile.exists(file(of: frame)) }

  func keep(_ checkpoint: FilmCheckpoint, of identity: FilmIdentity) throws(CommandFault) {
    try checkpoint.write(to: file(of: checkpoint.frame), of: identity)
  }

  /// The last checkpoint that is not behind a frame.
  ///
  /// - Throws: a fault that says what differs, where the folder's checkpoints are of another film.
  func last(atMost frame: Int, of identity: FilmIdentity) throws(CommandFault) -> FilmCheckpoint? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let frames = names.compactMap { name -> Int? in
      guard name.hasPrefix("frame-"), name.hasSuffix(CheckpointFolder.ending) else { return nil }
      return Int(name.dropFirst(6).dropLast(CheckpointFolder.ending.count))
    }
    for number in frames.sorted(by: >) where number <= frame {
      do throws(FilmCheckpoint.Fault) {
        return try FilmCheckpoint(path: file(of: number), of: identity)
      } catch {
        // A damaged one is passed over, and so made anew; one of another film says that the folder is the wrong one.
        guard case .otherFilm = error else { continue }
        throw CommandFault(
          .unusableInput, "the checkpoint of frame \(number) cannot be used: \(error): give another folder")
      }
    }
    return nil
  }
}
