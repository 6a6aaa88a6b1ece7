import Show
import Testing

@testable import DeviceLines

@Suite("Turns on a line") struct LineTurnsTests {
  @Test("whoever asks first has it, the others in their order; who leaves early is not waited for")
  func order() {
    var turns = LineTurns()
    #expect(turns.ask("a") && turns.ask("b") == false && turns.ask("c") == false && turns.ask("d") == false)
    #expect(turns.ask("a") == false && turns.ask("b") == false && turns.holder == "a")
    #expect(turns.leave("c") == nil && turns.holder == "a")
    #expect(turns.leave("a") == "b" && turns.ask("a") == false)
    #expect(turns.leave("b") == "d" && turns.leave("d") == "a" && turns.leave("a") == nil)
    #expect(turns.holder == nil && turns.ask("c"))
  }
}
