import DeviceLines
import Sequencer
import Show
import Testing

@testable import MPV

@Suite("A player alone") struct PlayerMachineTests {
  private func playing(_ loop: Bool = false) -> PlayerBench {
    var bench = PlayerBench()
    bench.open()
    bench.take(.desired(PlayerBench.desired("a/b.mp4", loop: loop, at: bench.now)))
    bench.load()
    return bench
  }

  @Test("a medium is loaded paused, played when it is there, and told when it plays") func plays() {
    var bench = PlayerBench()
    bench.open()
    bench.take(.desired(PlayerBench.desired("a/b.mp4", rev: 5, at: bench.now)))
    #expect(bench.loads == ["/media/a/b.mp4"] && bench.last("pause") == .flag(true))
    #expect(bench.reports.isEmpty, "nothing is confirmed before it is so")
    bench.load()
    #expect(bench.last("pause") == .flag(false))
    #expect(bench.reports == [DeviceReport(rev: 5, state: "playing")])
    #expect(bench.told.first == .availability(online: true))
  }

  @Test("the end of a medium is told once; of one that loops, never") func ends() {
    var bench = playing()
    bench.hear(#"{"event":"property-change","id":3,"name":"eof-reached","data":true}"#)
    bench.hear(#"{"event":"property-change","id":3,"name":"eof-reached","data":true}"#)
    #expect(bench.reports.compactMap(\.state) == ["playing", "ended"])
    var looping = playing(true)
    looping.hear(#"{"event":"property-change","id":3,"name":"eof-reached","data":true}"#)
    #expect(looping.reports.compactMap(\.state) == ["playing"] && looping.last("loop-file") == .text("inf"))
  }

  @Test("the same medium again begins anew without loading") func again() {
    var bench = playing()
    bench.hear(#"{"event":"property-change","id":3,"name":"eof-reached","data":true}"#)
    bench.pass(.seconds(5))
    bench.take(.desired(PlayerBench.desired("a/b.mp4", rev: 2, at: bench.now)))
    #expect(bench.sent.last == [.text("seek"), .number(0), .text("absolute+exact")])
    bench.hear(#"{"event":"playback-restart"}"#)
    #expect(bench.reports.last == DeviceReport(rev: 2, state: "playing") && bench.loads.count == 1)
  }

  @Test("a medium set without playing is there before it is wanted, and starts at once") func preloads() {
    var bench = PlayerBench()
    bench.open()
    bench.take(.desired(PlayerBench.desired("a.mp4", from: 3, playing: false, at: bench.now)))
    #expect(bench.last("start") == .text("+3.0"))
    bench.load()
    #expect(bench.reports.last?.state == "stopped" && bench.last("pause") == .flag(true))
    bench.pass(.seconds(9))
    let before = bench.sent.count
    bench.take(.desired(PlayerBench.desired("a.mp4", rev: 2, from: 3, at: bench.now)))
    #expect(Array(bench.sent[before...]) == [[.text("set_property"), .text("pause"), .flag(false)]])
  }

  @Test("a player that comes late starts where the show is, at the instant it was laid for") func joins() {
    var bench = PlayerBench()
    bench.open()
    bench.take(.desired(PlayerBench.desired("a.mp4", loop: true, at: bench.now - .seconds(125))))
    bench.load()
    #expect(bench.seeks(near: 5.3))
    bench.hear(#"{"event":"playback-restart"}"#)
    #expect(bench.last("pause") == .flag(true))
    bench.pass(.milliseconds(299))
    #expect(bench.last("pause") == .flag(true))
    bench.pass(.milliseconds(1))
    #expect(bench.last("pause") == .flag(false))
  }

  @Test("a small drift is corrected by the speed, within two in a hundred; a great one by a seek") func drifts() {
    var bench = playing()
    bench.pass(.milliseconds(10_000))
    bench.answer(position: 9.5)
    #expect(bench.last("speed") == .number(1.02))
    bench.pass(.milliseconds(500))
    bench.answer(position: 10.45)
    #expect(bench.last("speed") == .number(1), "within its frame a picture is where it is to be")
    bench.pass(.milliseconds(500))
    bench.answer(position: 11.01)
    #expect(bench.last("speed")?.number.map { abs($0 - 0.99) < 1e-9 } == true)
    bench.pass(.milliseconds(500))
    bench.answer(position: 8)
    #expect(bench.seeks(near: 11.8))
  }

  @Test("what is broken is replaced by a still, which is said; without one it is said too") func breaks() {
    var bench = PlayerBench()
    bench.open()
    bench.take(.desired(PlayerBench.desired("a/b.mp4", at: bench.now)))
    bench.hear(#"{"data":{"playlist_entry_id":4},"request_id":\#(bench.machine.file.request),"error":"success"}"#)
    bench.hear(#"{"event":"end-file","reason":"error","playlist_entry_id":3,"file_error":"of another"}"#)
    #expect(bench.loads.count == 1)
    bench.hear(#"{"event":"end-file","reason":"error","playlist_entry_id":4,"file_error":"loading failed"}"#)
    #expect(bench.loads.last == "/media/a/b.png")
    bench.load(entry: 5)
    #expect(bench.reports.last?.state == "still")
    #expect(bench.reports.last?.warnings == ["it cannot play a/b.mp4: loading failed; a still stands in for it"])
    bench.take(.desired(PlayerBench.desired("c.mp4", rev: 2, at: bench.now)))
    for entry in 6...10 {
      bench.hear(
        #"{"data":{"playlist_entry_id":\#(entry)},"request_id":\#(bench.machine.file.request),"error":"success"}"#)
      bench.hear(#"{"event":"end-file","reason":"error","playlist_entry_id":\#(entry),"file_error":"loading failed"}"#)
    }
    #expect(bench.reports.last?.state == "broken")
    #expect(bench.loads.suffix(5) == ["c.mp4", "c.png", "c.jpg", "still.png", "still.jpg"].map { "/media/\($0)" })
  }

  @Test("a gain fades in decibels, 25 steps a second, and then rests") func fades() {
    var bench = playing()
    let gain = Fade(from: .plain(.number(-60)), to: .plain(.number(0)), at: bench.now, over: .seconds(1))
    bench.take(.desired(PlayerBench.desired("a/b.mp4", gain: gain, at: bench.now)))
    #expect(bench.last("volume")?.number.map { abs($0 - 10) < 1e-9 } == true)
    let before = bench.sent.count { $0.prefix(2) == [.text("set_property"), .text("volume")] }
    for _ in 0..<3000 { bench.pass(.milliseconds(1)) }
    let steps = bench.sent.count { $0.prefix(2) == [.text("set_property"), .text("volume")] } - before
    #expect((24...28).contains(steps) && bench.last("volume") == .number(100))
    #expect(PlayerProgramme.volume(decibels: -100) == 0)
    #expect(abs(PlayerProgramme.volume(decibels: 12) - 158.489) < 0.001)
  }

  @Test("a process that ends is started again, later each time, and never twice at once") func restarts() {
    var bench = PlayerBench()
    bench.open()
    bench.take(.desired(PlayerBench.desired("a.mp4", loop: true, at: bench.now)))
    bench.load()
    bench.take(.lost("it closed its line"))
    #expect(bench.told.last == .availability(online: false) && bench.opens == 1)
    var delays: [Int64] = []
    for round in 2...10 {
      let wakes = bench.machine.wakesAt ?? .zero
      delays.append((wakes - bench.now).milliseconds)
      bench.now = wakes
      bench.take(.due)
      #expect(bench.opens == round && bench.machine.wakesAt == nil, "nothing is asked for while it opens")
      bench.take(.lost("mpv cannot be started"))
    }
    #expect(delays[0] <= 250 && delays.last.map { $0 >= 15_000 && $0 <= 30_000 } == true)
    #expect(bench.told.count { $0 == .availability(online: false) } == 1)
  }

  @Test("a process that says nothing any more is ended and started again") func hangs() {
    var bench = playing()
    for _ in 0..<700 where bench.closes == 0 { bench.passSilently(.milliseconds(10)) }
    #expect(bench.closes == 1 && bench.told.last == .availability(online: false))
  }

  @Test("words that are no message change nothing") func noise() {
    var bench = playing()
    let (sent, told, medium) = (bench.sent, bench.told, bench.machine.medium)
    for line in ["", "{", "[]", "null", "\u{0}", #"{"event":3}"#, #"{"request_id":"x"}"#] { bench.hear(line) }
    #expect(bench.sent == sent && bench.told == told && bench.machine.medium == medium)
  }
}

extension PlayerBench {
  /// Whether the last seek was to there, in seconds.
  func seeks(near position: Double) -> Bool {
    sent.last { $0.first == .text("seek") }?[1].number.map { abs($0 - position) < 0.001 } ?? false
  }
}
