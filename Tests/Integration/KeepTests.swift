import Foundation
import Journal
import MQTTLink
import Testing

@Suite("What the configuration keeps") struct KeepTests {
  @Test("readings that are older than `keep` says are gone after a start, and the log says so") func erases()
    async throws
  {
    let rig = try await HallRig()
    let clock = try SetClock(in: rig.folder, saying: "09:00:00")
    let configuration = rig.folder + "/regie.yaml"
    try "regie: 1\nkeep: { readings: 1d }\n".write(toFile: configuration, atomically: true, encoding: .utf8)
    // Old readings; a sign that the hall ran by this clock half a day before the end; and the end.
    for (time, day) in [("09:00:00", 10), ("21:00:00", 10), ("10:00:00", 11)] {
      try clock.set(to: time, on: day)
      let before = rig.heard.count
      let child = try rig.start(["--assume-clock", "--config", configuration], environment: clock.environment)
      let isOnline = await rig.heard.first(from: before) {
        $0.topic == "hall/t/controller" && $0.text.contains("online")
      }
      try #require(isOnline != nil, "\(rig.account)")
      for value in 1...20 {
        try await rig.client.publish(MQTTPublication("hall/t/sensor/crowd", "\(value)"))
      }
      _ = try await rig.ask(#"{"id":"\#(day)-\#(time.prefix(2))","do":"ping"}"#)
      if day == 11 {
        #expect(await child.log.first { $0.contains("old readings are erased") } != nil, "\(rig.account)")
      }
      #expect(rig.stop() == 0)
    }
    let reader = try JournalReader(path: rig.journal)
    #expect(try reader.figures().erasedCount == 20)
    #expect(try reader.entries(EntryFilter(kind: "reading", role: .input)).count == 40)
    #expect(try reader.entries(EntryFilter(kind: Journal.Entry.erasureKind, role: .mark)).count == 1)
    #expect(try reader.verifyAll() == nil)
  }
}
