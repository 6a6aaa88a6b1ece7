import ArgumentParser
import BrokerFixture
import Endings
import Foundation
import Glibc
import Onirica
import OpenSoundControl
import Screens
import SleepLab
import Testing

@testable import DreamDesk

@Suite("Sounds that a dream follows", .timeLimit(.minutes(3)), .serialized)
struct SoundTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// A sound that swells, with strokes, low and high, as samples of ±1.
  private func samples(seconds: Double, rateHz: Double = 48_000) -> [Float] {
    (0..<Int(seconds * rateHz)).map { index in
      let now = Double(index) / rateHz
      let stroke = exp(-8 * (now - now.rounded(.down)))
      return Float(
        0.25 * sin(2 * .pi * 90 * now) * now / seconds + 0.2 * stroke * sin(2 * .pi * 1250 * now)
          + 0.1 * sin(2 * .pi * 5000 * now) * (1 - now / seconds))
    }
  }

  /// Writes samples as bytes, and as WAV by ffmpeg.
  private func write(_ samples: [Float]) throws -> (raw: String, wave: String) {
    let raw = "\(folder.path)/sound.raw", wave = "\(folder.path)/sound.wav"
    try samples.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: raw))
    try ChildProcess.run([
      "ffmpeg", "-v", "error", "-y", "-f", "f32le", "-ar", "48000", "-ac", "1", "-i", raw, "-c:a", "pcm_f32le", wave,
    ])
    return (raw, wave)
  }

  @Test("a file's loudness is ffmpeg's momentary loudness, as EBU R 128 has it")
  func peer() throws {
    let sound = samples(seconds: 6)
    let (_, wave) = try write(sound)
    let said = try ChildProcess.run([
      "ffmpeg", "-v", "error", "-i", wave, "-af", "ebur128=metadata=1,ametadata=print:file=-", "-f", "null", "-",
    ])
    let theirs = said.split(separator: "\n").compactMap { line in
      line.hasPrefix("lavfi.r128.M=") ? Double(line.dropFirst(13)) : nil
    }
    var meter = SoundMeter(rateHz: 48_000)
    var ours: [Double] = []
    for (index, sample) in sound.enumerated() {
      _ = meter.hear(sample)
      if index % 4800 == 4799 { ours.append(-0.691 + 10 * log10(meter.momentaryPower)) }
    }
    #expect(theirs.count >= 59 && ours.count == 60)
    for (index, (mine, other)) in zip(ours, theirs).enumerated().dropFirst(4) {
      #expect(abs(mine - other) < 0.1, "at \(Double(index) / 10 + 0.1) s: \(mine) and \(other) LUFS")
    }
  }

  @Test("a file is measured as its samples are, in every form of the same samples; what is none is refused")
  func files() throws {
    let sound = samples(seconds: 2)
    let (_, wave) = try write(sound)
    var meter = SoundMeter(rateHz: 48_000)
    let hops = sound.compactMap { meter.hear($0) ? meter.sound : nil }
    #expect(try SoundFile.measure(wave).measures == hops && hops.count == 200 && hops.last?.onsets ?? 0 >= 2)
    for form in ["flac", "aiff", "stereo.wav"] {
      let path = "\(folder.path)/\(form)"
      let words = [
        "ffmpeg", "-v", "error", "-i", wave, "-af", form.hasPrefix("stereo") ? "pan=stereo|c0=c0|c1=c0" : "anull",
        "-c:a",
      ]
      let codec = form == "flac" ? "flac" : form == "aiff" ? "pcm_s16be" : "pcm_s16le"
      try ChildProcess.run(words + [codec, "-f", form == "stereo.wav" ? "wav" : form, path])
      let track = try SoundFile.measure(path).measures
      #expect(track.count == 200)
      #expect(
        zip(track, hops).allSatisfy { abs($0.loudness - $1.loudness) < 0.01 && $0.onsets == $1.onsets }, "\(form)")
    }
    try Data("this is no sound".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/text.wav"))
    #expect(throws: ScreenError.self) { try SoundFile.measure("\(folder.path)/text.wav") }
  }

  @Test("a device of ALSA is heard; one that is missing is named, and waited for")
  func alsa() async throws {
    let (raw, _) = try write(samples(seconds: 20))
    let configuration = "\(folder.path)/asound.conf"
    let device = "pcm.tape { type file slave.pcm { type null } file /dev/null infile \"\(raw)\" format raw }\n"
    try Data(device.utf8).write(to: URL(fileURLWithPath: configuration))
    setenv("ALSA_CONFIG_PATH", configuration, 1)
    let input = ALSAInput(device: "tape")
    var heard = Sound.silence
    while heard.loudness < 0.2 || heard.onsets < 1 {
      try Task.checkCancellation()
      await Task.yield()
      heard = input.sound(atSeconds: 0)
    }
    #expect(input.warning == nil)
    input.stop()
    let missing = ALSAInput(device: "nowhere")
    while missing.warning == nil {
      try Task.checkCancellation()
      await Task.yield()
    }
    #expect(missing.warning?.contains("it is tried again") == true && missing.sound(atSeconds: 0) == .silence)
    missing.stop()
  }

  @Test("what liblo's oscsend tells is heard, and nothing that is no packet does harm")
  func osc() async throws {
    let input = try OSCInput(port: 0, isOpen: false)
    defer { input.stop() }
    let place = try DatagramSocket(to: try #require(HostPort(argument: "127.0.0.1:\(input.port)")))
    for length in 0..<64 { place.send((0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }) }
    place.send(Array("#bundle\0".utf8) + [0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff])
    let send = { (words: [String]) in
      try ChildProcess.run(["oscsend", "localhost", "\(input.port)"] + words)
    }
    func heard(_ rule: (Sound) -> Bool, _ words: [[String]]) async throws {
      while !rule(input.sound(atSeconds: 0)) {
        try Task.checkCancellation()
        for line in words { _ = try send(line) }
        await Task.yield()
      }
    }
    try await heard(
      { abs($0.loudness - 0.75) < 0.001 && $0.low == 1 && abs($0.mid - 0.5) < 0.001 && $0.high == 1.5 },
      [
        ["/sound/loudness", "f", "0.75"], ["/sound/low", "i", "1"], ["/sound/mid", "d", "0.5"],
        ["/sound/high", "f", "9"], ["/sound/onset", "i", "0"], ["/else", "s", "text"],
      ])
    #expect(input.sound(atSeconds: 0).onsets == 0)
    try await heard({ $0.onsets > 0 }, [["/sound/onset"]])
    let bundle = OSCMessage.bundles([OSCMessage("/a", [.float(2), .text("b"), .integer(-3)]), OSCMessage("/b", [])])[0]
    let messages = OSCPacket.messages(in: bundle[...])
    #expect(messages.map(\.address) == ["/a", "/b"] && messages[0].arguments == [.float(2), .text("b"), .integer(-3)])
    // What is not told anew for a second is over.
    while input.sound(atSeconds: 0).loudness > 0 {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  @Test("a film with a sound is exact, in one piece and in parts; silence is no sound; another one is refused")
  func films() throws {
    try folder.makeNight("demo", [.n2, .rem])
    let (_, wave) = try write(samples(seconds: 3))
    try ChildProcess.run([
      "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "anullsrc=r=44100", "-t", "3", "\(folder.path)/silence.wav",
    ])
    let render = { (name: String, more: [String]) throws -> Data in
      let output = "\(self.folder.path)/\(name).y4m"
      let words = ["\(self.folder.path)/demo.night", "--seconds", "3", "--fps", "10", "--size", "96x64", "--force"]
      try RenderCommand.parse(words + ["-o", output] + more).run()
      return try Data(contentsOf: URL(fileURLWithPath: output))
    }
    let plain = try render("plain", []), heard = try render("heard", ["--sound", wave])
    #expect(try render("again", ["--sound", wave, "--threads", "1"]) == heard && heard != plain)
    #expect(try render("silent", ["--sound", "\(folder.path)/silence.wav"]) == plain)
    let states = ["--checkpoints", "\(folder.path)/states", "--every", "0.01"]
    let parts = try (1...2).map { try render("part-\($0)", ["--sound", wave, "--parts", "\($0)/2"] + states) }
    #expect(parts[0] + parts[1].dropFirst(81) == heard)
    #expect {
      _ = try render("other", ["--parts", "2/2"] + states)
    } throws: {
      "\($0)".contains("its sound is another one")
    }
    #expect {
      _ = try render("none", ["--sound", "\(folder.path)/none.wav"])
    } throws: {
      ($0 as? CommandFault)?.exitStatus == .noSuchInput
    }
  }

  @Test("options say sounds as the reference has them")
  func options() {
    #expect(SoundOption(argument: "alsa:hw:1,0") == .alsa("hw:1,0"))
    #expect(SoundOption(argument: "osc:9000") == .osc(port: 9000, isOpen: false))
    #expect(SoundOption(argument: "osc:0.0.0.0:9000") == .osc(port: 9000, isOpen: true))
    #expect(SoundOption(argument: "music.flac") == .file("music.flac"))
    for refused in ["", "alsa:", "osc:", "osc:x", "osc:70000", "osc:example.org:9000"] {
      #expect(SoundOption(argument: refused) == nil, "\(refused)")
    }
  }
}
