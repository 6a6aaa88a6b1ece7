import MQTTLink
import Show
import Testing

@testable import ControlRoom

@Suite("What comes in is taken, counted or refused") struct IntakeTests {
  private func at(_ seconds: Double) -> ShowInstant { ShowInstant(milliseconds: Int64(seconds * 1000)) }

  @Test("a bucket lets the burst pass, then the rate") func bucket() {
    var bucket = TokenBucket(rate: 20, burst: 40, at: at(0))
    #expect((0..<50).count { _ in bucket.take(at: at(0)) } == 40)
    #expect((0..<50).count { _ in bucket.take(at: at(1)) } == 20)
    #expect((0..<50).count { _ in bucket.take(at: at(100)) } == 40)
    #expect((0..<50).count { _ in bucket.take(at: at(50)) } == 0)
  }

  @Test("invented operators take no room for ever") func inventedNames() {
    let hall = Hall(name: "h", topics: "h", operators: ["desk": .operator])
    var buckets = OperatorBuckets()
    let taken = (0..<5000).count { buckets.take(OperatorName("name\($0)"), hall: hall, at: at(0)) }
    #expect(taken == OperatorBuckets.mostNames)
    let isKnownTaken = buckets.take("desk", hall: hall, at: at(0))
    #expect(isKnownTaken)
    let isLaterTaken = buckets.take("name9999", hall: hall, at: at(10))
    #expect(isLaterTaken)
  }

  @Test("a repeated command gets its answer, a reused id does not, a waiting one waits") func answers() {
    var book = AnswerBook()
    let key = AnswerBook.Key(name: "desk", id: "1")
    let (here, there) = (ReplyAddress(topic: "here"), ReplyAddress(topic: "there"))
    let before = book.find(key, bodyHash: "a", from: here, at: at(0))
    #expect(before == .new)
    book.begin(key, bodyHash: "a", at: at(0))
    let meanwhile = book.find(key, bodyHash: "a", from: there, at: at(0))
    #expect(meanwhile == .underWay)
    let waiting = book.answer(key, bodyHash: "a", reply: "done", at: at(1))
    #expect(waiting == [there])
    let again = book.find(key, bodyHash: "a", from: here, at: at(2))
    #expect(again == .answered("done"))
    let reused = book.find(key, bodyHash: "b", from: here, at: at(2))
    #expect(reused == .reused)
    let nextDay = book.find(key, bodyHash: "b", from: here, at: at(86_402))
    #expect(nextDay == .new)
  }

  @Test("a book that had to forget says so, so that the journal is asked") func forgetting() {
    var book = AnswerBook(capacity: 3)
    for id in ["1", "2", "3", "4"] {
      _ = book.answer(.init(name: "desk", id: id), bodyHash: "a", reply: id, at: at(0))
    }
    let oldest = book.find(.init(name: "desk", id: "1"), bodyHash: "a", from: ReplyAddress(topic: "x"), at: at(1))
    #expect(oldest == .unknown)
    let newest = book.find(.init(name: "desk", id: "4"), bodyHash: "a", from: ReplyAddress(topic: "x"), at: at(1))
    #expect(newest == .answered("4"))
  }

  @Test("a full inbox keeps the newest reading of each sensor, and every command") func inbox() {
    var inbox = Inbox(capacity: 4)
    func message(_ topic: String, _ text: String) -> MQTTMessage {
      MQTTMessage(topic: topic, payload: Array(text.utf8))
    }
    let gone = inbox.add(
      [
        message("s/a", "1"), message("c", "x"), message("s/a", "2"), message("s/b", "1"), message("s/a", "3"),
        message("c", "y"),
      ], isReading: { $0.hasPrefix("s/") })
    #expect(gone == ["s/a", "s/a"])
    #expect(inbox.takeAll().map(\.text) == ["x", "1", "3", "y"])
    #expect(inbox.isEmpty)
    let more = inbox.add((0..<6).map { message("c", "\($0)") }, isReading: { _ in false })
    #expect(more.count == 2)
    #expect(inbox.takeAll().map(\.text) == ["2", "3", "4", "5"])
  }

  @Test(
    "payloads of sensors",
    arguments: [
      ("true", Value.flag(true)), ("false", .flag(false)), (#"{"value":true}"#, .flag(true)),
      (#"{"value":false,"at":"2025-06-10T09:31:00Z"}"#, .flag(false)),
    ])
  func presence(_ text: String, _ value: Value) throws {
    #expect(try Sensor(id: "s", kind: .presence).reading(Array(text.utf8)) == value)
  }

  @Test("foreign payloads are read by pointer and map") func foreign() throws {
    let capsule = Sensor(id: "s", kind: .presence, topic: "z/c", pointer: "/occupancy")
    #expect(try capsule.reading(Array(#"{"battery":93,"occupancy":true}"#.utf8)) == .flag(true))
    let fire = Sensor(
      id: "f", kind: .contact, topic: "b/f", map: ["OPEN": .flag(true), "CLOSED": .flag(false)], alarm: true)
    #expect(try fire.reading(Array("OPEN".utf8)) == .flag(true))
    #expect(try fire.reading(Array(#""CLOSED""#.utf8)) == .flag(false))
    #expect(throws: BadReading.self) { try fire.reading(Array("AJAR".utf8)) }
  }

  @Test(
    "a bad reading has its reason",
    arguments: [
      ("maybe", BadReading.Reason.notJSON), ("3", .wrongType), (#"{"value":true,"x":1}"#, .badForm),
      (#"{"value":true,"at":"noon"}"#, .badForm), ("[true]", .badForm), ("null", .badForm), ("NaN", .notFinite),
    ])
  func bad(_ text: String, _ reason: BadReading.Reason) {
    #expect(throws: BadReading.self) { try Sensor(id: "s", kind: .presence).reading(Array(text.utf8)) }
    do { _ = try Sensor(id: "s", kind: .presence).reading(Array(text.utf8)) } catch { #expect(error.reason == reason) }
  }

  @Test("numbers are in their range, and whole ones are read at once as others are") func numbers() throws {
    let count = Sensor(id: "s", kind: .count, range: 0...60)
    for text in ["0", "7", "60", "7.0", "0.6e1"] { _ = try count.reading(Array(text.utf8)) }
    for text in ["61", "-1", "007", "1e400", "\"7\"", "123456789"] {
      #expect(throws: BadReading.self, "\(text)") { try count.reading(Array(text.utf8)) }
    }
  }

  @Test("topics mean what the contract says") func topics() {
    let hall = Hall(
      name: "7.1", topics: "hall/7.1",
      sensors: [
        "a": Sensor(id: "a", kind: .presence), "b": Sensor(id: "b", kind: .presence, topic: "zigbee/x"),
        "c": Sensor(id: "c", kind: .count, topic: "zigbee/x", pointer: "/n"),
      ])
    let map = TopicMap(hall)
    #expect(map.meaning(of: "hall/7.1/sensor/a") == .sensors(["a"]))
    #expect(map.meaning(of: "zigbee/x") == .sensors(["b", "c"]))
    #expect(map.meaning(of: "hall/7.1/operator/desk/command") == .command("desk"))
    #expect(map.meaning(of: "hall/7.1/schedule/x") == .schedule("x"))
    #expect(map.meaning(of: "hall/7.1/device/d/actual") == .actual("d"))
    #expect(map.meaning(of: "hall/7.1/device/d/availability") == .availability("d"))
    #expect(map.meaning(of: "hall/7.1/controller") == .controller)
    for topic in [
      "hall/7.1", "hall/7.12/controller", "hall/7.1/operator/../command", "hall/7.1/operator//command", "x",
    ] {
      #expect(map.meaning(of: topic) == nil, "\(topic)")
    }
    #expect(map.subscriptions.map(\.filter).contains("zigbee/x"))
    #expect(map.subscriptions.filter(\.retainAsPublished).map(\.filter) == ["hall/7.1/operator/+/command"])
  }
}
