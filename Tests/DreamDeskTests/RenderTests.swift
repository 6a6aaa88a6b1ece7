import ArgumentParser
import Endings
import Dispatch
import Foundation
import SleepLab
import Synchronization
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

  @Test("a film of a night that is withdrawn meanwhile ends there, and says so")
  func withdrawn() throws {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.n3, .rem])
    let night = "\(folder.path)/demo.night", pipe = "\(folder.path)/film.y4m"
    #expect(mkfifo(pipe, 0o600) == 0)
    let words = [night, "--seconds", "600", "--fps", "10", "--size", "64x64", "-o", pipe]
    // The film waits for its reader whenever the pipe is full: it cannot end before the night is gone.
    let ended = Mutex<(any ExitStatusCarrying)?>(nil)
    let isOver = DispatchSemaphore(value: 0)
    try withExtendedLifetime(folder) {
      Thread.detachNewThread {
        do { try RenderCommand.parse(words).run() } catch { ended.withLock { $0 = error as? any ExitStatusCarrying } }
        isOver.signal()
      }
      let reader = try FileHandle(forReadingFrom: URL(filePath: pipe))
      let start = try #require(try reader.read(upToCount: 100))
      #expect(String(decoding: start, as: UTF8.self).hasPrefix("YUV4MPEG2"))
      try FileManager.default.removeItem(atPath: night)
      let rest = try #require(try reader.readToEnd())
      #expect(rest.count < 6000 * 64 * 64)
    }
    isOver.wait()
    let fault = try #require(ended.withLock { $0 })
    #expect(fault.exitStatus == .unusableInput && "\(fault)".contains("withdrawn"))
  }

  @Test("a night in use may be used until its consent ends or does not hold the use")
  func lapsing() throws {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.n2], consent: Consent(uses: [.film], expiresUnixSeconds: 1000))
    let opened = OpenedNight(
      night: try NightFile.read(path: "\(folder.path)/demo.night"), place: NightPlace(path: "\(folder.path)/demo.night")
    )
    #expect(opened.ending(of: .film, nowUnixSeconds: 999) == nil)
    #expect(opened.ending(of: .film, nowUnixSeconds: 1000)?.contains("ended") == true)
    #expect(opened.ending(of: .exhibition, nowUnixSeconds: 999)?.contains("exhibition") == true)
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
