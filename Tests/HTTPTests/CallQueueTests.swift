import Show
import Testing

@testable import HTTP

@Suite("Requests that wait")
struct CallQueueTests {
  private func call(_ host: String) -> HTTPCall { HTTPCall(.post, "http://\(host)/x") }

  @Test("one at a time to each host, in their order; a slow host holds up its own alone")
  func order() {
    var queue = CallQueue()
    for (token, host) in ["a", "a", "b", "a:81", "B"].enumerated() {
      let hasRoom = queue.add(call(host), token: UInt64(token))
      #expect(hasRoom)
    }
    #expect(queue.begin().map(\.token) == [0, 3, 2])
    #expect(queue.begin().isEmpty)
    queue.end(2)
    #expect(queue.begin().map(\.token) == [4])
    queue.end(0)
    #expect(queue.begin().map(\.token) == [1])
    for token in [1, 3, 4] as [UInt64] { queue.end(token) }
    #expect(queue.isEmpty)
  }

  @Test("no more wait than may, and no more hosts are asked at once than may")
  func bounds() {
    var queue = CallQueue()
    let taken = (0..<100).map { queue.add(call("a"), token: $0) }.count { $0 }
    #expect(taken == CallQueue.mostWaiting)
    for number in 0..<100 as Range<UInt64> { _ = queue.add(call("host-\(number)"), token: 1000 + number) }
    #expect(queue.begin().count == CallQueue.mostUnderWay)
    #expect(queue.clear().count == CallQueue.mostWaiting + 100 && queue.isEmpty)
  }

  @Test("a host is host and port, whatever is asked of it")
  func hosts() {
    for url in ["http://A.b:80/c", "HTTPS://a.b:80", "https://a.b:80?x=/y", "http://a.b:80/#f"] {
      #expect(CallQueue.host(of: url) == "a.b:80", "\(url)")
    }
  }
}
