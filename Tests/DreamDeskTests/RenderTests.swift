import ArgumentParser
import Endings
import Foundation
import SleepLab
import Testing

@testable import DreamDesk

@Suite("Films and stills")
struct RenderTests {
  private func status(_ arguments: [String]) -> Endings.ExitStatus? {
    do {
      try RenderCommand.parse(arguments).run()
      return .done
    } catch let fault as any ExitStatusCarrying {
      return fault.exitStatus
    } catch {
      return nil
    }
  }

  @Test("a still is written once, and again only by force")
  func still() throws {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.n3, .rem])
    let night = "\(folder.path)/demo.night", output = "\(folder.path)/still.png"
    let arguments = [night, "--seconds", "0.3", "--fps", "10", "--size", "64x64", "-o", output]
    #expect(status(arguments + ["--stage", "REM"]) == .done)
    let first = try Data(contentsOf: URL(fileURLWithPath: output))
    #expect(status(arguments + ["--stage", "N3"]) == .outputExists)
    #expect(try Data(contentsOf: URL(fileURLWithPath: output)) == first)
    #expect(status(arguments + ["--stage", "N3", "--force"]) == .done)
    #expect(try Data(contentsOf: URL(fileURLWithPath: output)) != first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".part") } == [])
  }

  @Test("what cannot be rendered ends with the contract's number")
  func faults() throws {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.n3, .rem])
    let night = "\(folder.path)/demo.night"
    #expect(status(["/no/such/file", "--hash"]) == .noSuchInput)
    #expect(status([night, "--stage", "N1", "--hash"]) == .unusableInput)
    #expect(status([night, "--from", "60", "--hash"]) == .unusableInput)
    #expect(status([night, "--seconds", "0.1", "--size", "64x64", "-o", "/no/such/folder/a.y4m"]) == .inputOutput)
    try Data("this is no recording".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/text.edf"))
    #expect(status(["\(folder.path)/text.edf", "--hash"]) == .unusableInput)
    for refused in [
      [night], [night, "-o", "a.gif"], [night, "--hash", "--size", "8x8"], [night, "--hash", "--stage", "N7"],
      [night, "--hash", "--seconds", "0"], [night, "--hash", "--stage", "REM", "--from", "3"],
      [night, "--hash", "--level", "v9"],
    ] {
      #expect(throws: (any Error).self) { try RenderCommand.parse(refused) }
    }
  }
}
