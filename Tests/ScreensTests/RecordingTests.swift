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

  @Test("a file of sound that is followed is heard in the film, at the instants at which it was followed")
  func soundtrack() async throws {
    try await withFolder { folder in
      let (film, sound) = (
        folder.appending(path: "film.mp4").path(percentEncoded: false),
        folder.appending(path: "beep.wav").path(percentEncoded: false)
      )
      // A beep from half a second of each round on, and a picture that is white as long.
      try ChildProcess.run([
        "ffmpeg", "-v", "error", "-f", "lavfi", "-i",
        "aevalsrc='0.8*sin(2*PI*1000*t)*between(t,0.5,0.75)':s=48000:d=1.0004",
        sound,
      ])
      let seconds = try #require(try SoundFile.measure(sound).roundSeconds)
      let track = FilmRecording.Soundtrack(path: sound, seconds: seconds)
      let recording = FilmRecording(path: film, settings: settings, mark: nil, soundtrack: track, note: { _ in })
      while recording.framesWritten < 105 {
        let isLight = (0.5..<0.75).contains(track.place(atUnixSeconds: Date().timeIntervalSince1970))
        recording.exchange.writable.fill(isLight ? 0xffffff : 0)
        recording.exchange.publish()
        try Task.checkCancellation()
        await Task.yield()
      }
      recording.stop()
      #expect(recording.warning == nil)
      let probe = try ChildProcess.run([
        "ffprobe", "-v", "error", "-show_entries", "stream=codec_name,duration", "-of", "csv=p=0", film,
      ])
      #expect(probe.contains("h264") && probe.contains("aac"), "\(probe)")
      func raw(_ options: [String]) throws -> [UInt8] {
        let path = folder.appending(path: "raw-\(UUID().uuidString)").path(percentEncoded: false)
        try ChildProcess.run(["ffmpeg", "-v", "error", "-i", film] + options + [path])
        return [UInt8](try Data(contentsOf: URL(filePath: path)))
      }
      let light = try raw(["-map", "0:v", "-vf", "scale=1:1", "-f", "rawvideo", "-pix_fmt", "gray"]).map { $0 > 120 }
      let loud = try raw(["-map", "0:a", "-ac", "1", "-ar", "48000", "-f", "u8"])
      let tenths = stride(from: 0, to: loud.count - 47, by: 48).map { at in
        loud[at..<(at + 48)].contains { $0 > 160 }
      }
      let seen = Self.onsets(light).map { Double($0) / 30 }
      let heard = Self.onsets(tenths).map { Double($0) / 1000 }
      #expect(seen.count >= 2)
      for instant in seen where instant < Double(tenths.count) / 1000 - 0.2 {
        let nearest = heard.map { abs($0 - instant) }.min() ?? .infinity
        #expect(nearest < 0.1, "\(instant) s, of \(heard)")
      }
    }
  }

  /// Where something begins that was not there before.
  private static func onsets(_ flags: [Bool]) -> [Int] {
    flags.indices.dropFirst().filter { flags[$0] && !flags[$0 - 1] }
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
