import ArgumentParser
import BrokerFixture
import Foundation
import Onirica
import OniricaGPU
import SleepLab
import Testing

@testable import DreamDesk

private let hasDevice = RendererWish.gpu.tried(patienceSeconds: 60).loss == nil

@Suite("Who draws a screen's dreams", .timeLimit(.minutes(4)), .serialized)
struct RendererTests {
  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.makeNight("demo", [.rem, .rem])
    return folder
  }

  private func start(_ folder: TestFolder, broker: String, environment: [String] = []) throws -> ChildProcess {
    try ChildProcess(
      ["/usr/bin/env"] + environment + [
        reverieProgram, "serve", "--id", "wall", "--night", "demo", "--nights", folder.path, "--broker", broker,
        "--size", "128x72", "--fps", "10", "--threads", "1", "--state", "\(folder.path)/wall.json", "--renderer", "gpu",
      ], mergesOutput: false)
  }

  @Test("a graphics device draws, and the screen says so", .enabled(if: hasDevice, "there is no EGL device here"))
  func device() async throws {
    let folder = try folder()
    let broker = try PrivateBroker()
    let watcher = try await ScreenWatcher(broker: broker, id: "wall")
    let screen = try start(folder, broker: broker.url)
    defer { screen.end() }
    let report = try await watcher.actual { $0["state"] as? String == "dreaming" && $0["renderer"] as? String == "gpu" }
    #expect(report.members["night"] as? String == "demo")
  }

  @Test("where there is no device the processor draws, and the screen says why")
  func none() async throws {
    let folder = try folder()
    let broker = try PrivateBroker()
    let watcher = try await ScreenWatcher(broker: broker, id: "wall")
    // EGL finds no driver in an empty folder.
    let screen = try start(folder, broker: broker.url, environment: ["__EGL_VENDOR_LIBRARY_DIRS=\(folder.path)"])
    defer { screen.end() }
    let report = try await watcher.actual {
      $0["state"] as? String == "dreaming" && ($0["warnings"] as? [String])?.isEmpty == false
    }
    #expect(report.members["renderer"] as? String == "cpu")
    let warnings = try #require(report.members["warnings"] as? [String])
    #expect(warnings.contains { $0.contains("no graphics device") && $0.hasSuffix("the processor draws instead") })
    #expect(warnings.count == 1)
  }

  @Test("a trial that crashes or says nothing costs the device, not the screen")
  func brokenTrial() throws {
    let folder = try TestFolder()
    let program = "\(folder.path)/trial"
    for (script, words) in [("kill -SEGV $$", "ended with 139"), ("exit 3", "ended with 3")] {
      try "#!/bin/sh\n\(script)\n".write(toFile: program, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
      let renderer = ScreenRenderer(.gpu, program: program)
      #expect(renderer.opening == nil)
      #expect(try #require(renderer.loss).description.contains(words))
    }
    #expect(ScreenRenderer(.cpu, program: program).loss == nil)
  }

  @Test("a film drawn by a device has the length of the processor's", .enabled(if: hasDevice, "no EGL device here"))
  func film() throws {
    let folder = try folder()
    let lengths = try ["cpu", "gpu"].map { renderer in
      let output = "\(folder.path)/\(renderer).y4m"
      try RenderCommand.parse([
        "\(folder.path)/demo.night", "--seconds", "0.5", "--fps", "10", "--size", "64x64", "--renderer", renderer, "-o",
        output,
      ]).run()
      return try Data(contentsOf: URL(filePath: output)).count
    }
    #expect(lengths[0] == lengths[1])
    #expect(lengths[0] > 5 * 64 * 64)
  }
}
