import BrokerFixture
import Foundation
import Glibc
import Show
import Testing

@Suite("Another's desk on the lighting network", .timeLimit(.minutes(2)))
struct ForeignDeskTests {
  private func sender(_ python: String, _ universe: Int, priority: Int, _ levels: [Int]) throws -> ChildProcess {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "sacn_sender.py")
    let words = [script.path(percentEncoded: false)] + ([universe, priority] + levels).map { "\($0)" }
    let child = try ChildProcess([python] + words, pipesInput: true)
    try #require(child.nextLine(before: .now + .seconds(60)) == "there")
    return child
  }

  @Test("the monitor shows what the Python module sacn sends to a universe's group, and whose universe it is")
  func monitor() throws {
    guard let python = ForeignPython.path(having: "sacn") else { return }
    let desk = try Desk()
    let universe = 20_000 + Int(getpid()) % 20_000
    let strong = try sender(python, universe, priority: 150, [255, 0, 7])
    let weak = try sender(python, universe, priority: 80, [9, 9, 9])
    let ended = try desk.run("lights --once --json --interface 127.0.0.1 --universe \(universe)")
    #expect(ended.status == 0 && ended.errors == "")
    struct Heard: Decodable {
      var universe: Int
      var source: String
      var priority: Int
      var feeds: Bool
      var slots: [Int]
      var lost: Int
    }
    let heard = try JSONDecoder().decode([Heard].self, from: Data(ended.output.utf8)).filter { $0.universe == universe }
      .sorted { $0.priority > $1.priority }
    #expect(heard.map(\.priority) == [150, 80] && heard.map(\.feeds) == [true, false])
    #expect(heard.map { Array($0.slots.prefix(4)) } == [[255, 0, 7, 0], [9, 9, 9, 0]])
    #expect(heard.allSatisfy { $0.source == "a desk of others" && $0.slots.count == 512 && $0.lost == 0 })
    strong.end()
    weak.end()
  }
}
