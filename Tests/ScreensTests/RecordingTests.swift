import BrokerFixture
import Foundation
import Onirica
import Testing

@testable import Screens

@Suite("The clock of a film")
struct FilmClockTests {
  @Test("frames that come in time stand once, however they tremble")
  func steady() {
    var clock = FilmClock(framesPerSecond: 50)
    for index in 0..<1000 {
      let tremble = index % 2 == 0 ? 0.004 : -0.004
      #expect(clock.copies(atSeconds: 7 + Double(index) / 50 + (index == 0 ? 0 : tremble)) == 1)
    }
  }

  @Test("what was lost is made up for: a film is as long as what it shows")
  func lost() {
    var clock = FilmClock(framesPerSecond: 25)
    var written = 0
    for index in stride(from: 0, through: 1000, by: 4) { written += clock.copies(atSeconds: Double(index) / 25) }
    #expect(written == 1001)
    #expect(clock.count == written)
  }
}

@Suite("A recording", .timeLimit(.minutes(2)))
struct FilmRecordingTests {
  private let settings = ScreenLoop.Settings(
    width: 64, height: 48, framesPerSecond: 30, threadCount: 1, level: .portable)

  private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "film-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  /// Offers frames, each of its own grey, until a rule holds; the suite's time limit ends what never comes.
  private func offer(to recording: FilmRecording, until rule: () -> Bool) async throws {
    var grey: UInt32 = 0
    while !rule() {
      grey = (grey + 1) & 0xff
      recording.exchange.writable.fill(grey << 16 | grey << 8 | grey)
      recording.exchange.publish()
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  @Test("ffmpeg makes an MP4 of it that holds every frame and the night's mark")
  func film() async throws {
    try await withFolder { folder in
      let path = folder.appending(path: "film.mp4").path(percentEncoded: false)
      let recording = FilmRecording(
        path: path, settings: settings, mark: "reverie-night:0123456789abcdef", note: { _ in })
      try await offer(to: recording) { recording.framesWritten >= 45 }
      recording.stop()
      #expect(recording.warning == nil)
      let probe = try ChildProcess.run([
        "ffprobe", "-v", "error", "-count_frames", "-show_entries",
        "stream=codec_name,width,height,r_frame_rate,nb_read_frames", "-of", "csv=p=0", path,
      ])
      #expect(probe.contains("h264,64,48,30/1,\(recording.framesWritten)"), "\(probe)")
      let head = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(4096)
      #expect(String(decoding: head, as: UTF8.self).contains("reverie-night:0123456789abcdef"))
    }
  }

  @Test("a film that is there is not written over")
  func names() async throws {
    try await withFolder { folder in
      let path = folder.appending(path: "night.1.mp4").path(percentEncoded: false)
      #expect(FilmRecording.freeName(path) == path)
      for expected in ["night.1-2.mp4", "night.1-3.mp4"] {
        let free = FilmRecording.freeName(path)
        try Data().write(to: URL(fileURLWithPath: free))
        #expect(FilmRecording.freeName(path).hasSuffix(expected))
      }
    }
  }

  @Test("without ffmpeg it says so, and frames go on")
  func missing() async throws {
    let recording = FilmRecording(
      path: "/nonexistent/film.mp4", settings: settings, mark: nil, program: "no-such-ffmpeg", note: { _ in })
    try await offer(to: recording) { recording.warning != nil }
    #expect(recording.warning?.contains("no-such-ffmpeg cannot be started") == true)
    recording.stop()
  }

  @Test("an ffmpeg that dies is said so, and frames go on")
  func dying() async throws {
    let recording = FilmRecording(
      path: "/nonexistent/film.mp4", settings: settings, mark: nil, program: "false", note: { _ in })
    try await offer(to: recording) { recording.warning != nil }
    #expect(recording.warning?.contains("status 1") == true)
    recording.stop()
  }
}
