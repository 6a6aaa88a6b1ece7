import Show
import ShowFiles
import Testing

@Suite("Faults of triggers and conditions")
struct TriggerFaultTests {
  @Test(
    "each fault of a trigger is named at its place",
    arguments: [
      Marked("‸{ go: two }", "nothing starts this trigger"),
      Marked("‸{ after: 3s }", "this trigger does nothing"),
      Marked("{ after: 3s, ‸at: 17:30, go: two }", "a trigger has one start"),
      Marked("{ after: ‸3, go: two }", "`after` is a length of time"),
      Marked("{ at: ‸25:00, go: two }", "`at` is a time of day"),
      Marked("{ at: ‸24:00, go: two }", "`at` is a time of day"),
      Marked(
        "{ trigger: ‸vistor is true, go: two }", "there is no input or sensor `vistor`", hint: "did you mean `visitor`"),
      Marked("{ trigger: visitor‸, go: two }", "what `visitor` is to do is missing", hint: "`visitor is true`"),
      Marked("{ trigger: visitor is ‸maybe, go: two }", "`visitor` is never `maybe`", hint: "true or false"),
      Marked("{ trigger: crowd is above ‸61, go: two }", "`crowd` is never `61`", hint: "0 to 60"),
      Marked("{ trigger: visitor is above ‸3, go: two }", "`visitor` is true or false, neither more nor less"),
      Marked("{ trigger: door becomes ‸opne, go: two }", "`door` is never `opne`", hint: "did you mean `open`"),
      Marked("{ trigger: visitor rises above ‸3, go: two }", "`visitor` is true or false, no number"),
      Marked("{ trigger: crowd rises ‸over 3, go: two }", "`above` is missing"),
      Marked("{ trigger: 'crowd is above 8, rearms below ‸9', go: two }", "it would rearm at once"),
      Marked("{ trigger: 'crowd is above 8, rearms ‸above 6', go: two }", "`below` is missing"),
      Marked("{ trigger: 'crowd is 8, rearms ‸below 6', go: two }", "`rearms` needs a limit"),
      Marked("{ trigger: 'crowd is above 8, ‸for 3s', go: two }", "`rearms` is expected"),
      Marked("{ trigger: visitor is true ‸and crowd is 3, go: two }", "`and` is one word too many", hint: "`when`"),
      Marked("{ trigger: ‸time is 17:30, go: two }", "a trigger cannot watch `time`", hint: "`at:`"),
      Marked("{ trigger: ‸hall is open, go: two }", "a trigger cannot watch `hall`", hint: "`when`"),
      Marked("{ trigger: media ‸end, go: two }", "`ends` is missing"),
      Marked("{ trigger: ‸screen media ends, go: two }", "screen is a screen, no player"),
      Marked("{ trigger: ‸wash reports on, go: two }", "wash reports nothing"),
      Marked("{ trigger: voice ‸is playing, go: two }", "`voice` is a device", hint: "reports"),
      Marked("{ trigger: voice reports‸, go: two }", "the state that voice reports is missing"),
      Marked("{ after: 3s, ‸for: 3s, go: two }", "`for` needs something that lasts"),
      Marked("{ after: 3s, ‸debounce: 3s, go: two }", "`debounce` needs something that lasts"),
      Marked("{ trigger: visitor is true, ‸unless_for: 3s, go: two }", "`unless_for` forgives"),
      Marked("{ trigger: visitor is true, mode: ‸queued, go: two }", "a `go` cannot be `queued`"),
      Marked("{ trigger: visitor is true, ‸max: 3, note: a }", "`max` is for `queued`"),
      Marked("{ trigger: visitor is true, mode: ‸twice, note: a }", "`mode` cannot be `twice`"),
      Marked("{ trigger: visitor is true, name: ‸a b, go: two }", "`name` is a name"),
      Marked("{ trigger: visitor is true, ‸fade: { wash: 1 } }", "this fade takes no time"),
      Marked("{ trigger: visitor is true, go: ‸tow }", "this artwork has no scene `tow`"),
      Marked(
        "{ trigger: visitor is true, ‸wen: late, go: two }", "a trigger has no key `wen`", hint: "did you mean `when`"),
    ])
  func trigger(_ marked: Marked) {
    MarkedShow(artwork: Texts.trigger(marked.text)).expect(marked, file: "piece.yaml")
  }

  @Test(
    "each fault of a condition is named at its place",
    arguments: [
      Marked("‸vistor", "nothing here is called `vistor`", hint: "did you mean `visitor`"),
      Marked("visitor and ‸", "a condition is missing here"),
      Marked("(visitor or near‸", "a `)` is missing here"),
      Marked("visitor‸) and near", "`)` is one word too many", hint: "no `(`"),
      Marked("visitor ‸&& near", "`&&` is one word too many", hint: "write `and`"),
      Marked("visitor ‸== true", "`==` is no comparison here", hint: "write `is`"),
      Marked("visitor ‸!= true", "`!=` is no comparison here", hint: "write `is not`"),
      Marked("‸!visitor", "a condition cannot begin with `!`", hint: "write `not`"),
      Marked("crowd ‸=> 3", "`=>` is no comparison", hint: "write `>=`"),
      Marked("‸crowd", "`crowd` is a number from 0 to 60, and needs a comparison"),
      Marked("crowd is above ‸many", "`crowd` is never `many`"),
      Marked("crowd >= ‸-1", "`crowd` is never `-1`"),
      Marked("door is ‸ajar", "`door` is never `ajar`", hint: "one of open, shut"),
      Marked("hall is ‸opne", "the hall has no phase or mode `opne`", hint: "did you mean `open`"),
      Marked("hall ‸above open", "`hall` is neither more nor less"),
      Marked("hall is‸", "a phase of the hall is missing here"),
      Marked("time >= ‸1730", "a time of day is expected here", hint: "17:30"),
      Marked("scene is ‸tow", "this artwork has no scene `tow`", hint: "did you mean `two`"),
      Marked("piece is in ‸tow", "this artwork has no scene `tow`"),
      Marked("visitor near‸", "`near` is one word too many"),
      Marked("‸(((((((((((((((((((((((((((((((((visitor)))))))))))))))))))))))))))))))))", "this condition is nested"),
    ])
  func condition(_ marked: Marked) {
    let show = MarkedShow(artwork: Texts.when(marked.text))
    if marked.message.hasPrefix("this condition is nested") || marked.message.hasPrefix("`near` is one word") {
      #expect(show.loaded.faults.count == 1)
      #expect(show.loaded.faults.first?.message.hasPrefix(marked.message) == true)
    } else {
      show.expect(marked, file: "piece.yaml")
    }
  }

  @Test("all faults of one condition that can be found are found")
  func several() {
    let show = MarkedShow(artwork: Texts.when("visiter and crowd > 99 or hall is opn"))
    #expect(show.loaded.faults.count == 3)
  }

  @Test("conditions that name one another in a circle, or grow beyond bounds, are refused")
  func circles() {
    let line = "conditions: { late: time >= 17:30 }\n"
    let circle = Texts.hall.replacing(line, with: "conditions:\n  a: b\n  b: near and ‸a\n")
    MarkedShow(hall: circle).expect(
      Marked("", "condition `a` leads back to itself: a → b → a"), file: "hall.yaml")
    let growing = (1...20).map { "  c\($0): c\($0 - 1) and c\($0 - 1)\n" }.joined()
    let show = MarkedShow(hall: Texts.hall.replacing(line, with: "conditions:\n  c0: near\n" + growing))
    #expect(show.loaded.faults.count == 1)
    #expect(show.loaded.faults.first?.message == "this condition has more than 1000 parts")
  }

  @Test("the hall's own conditions have no scene, and no names that mean something else")
  func hallConditions() {
    let line = "conditions: { late: time >= 17:30 }\n"
    for (text, message) in [
      ("a: ‸scene is one", "the hall has no scene of its own"), ("‸near: late", "`near` is the name of a sensor too"),
      ("‸hall: near", "`hall` is a word of the language"), ("a: ‸visitor", "nothing here is called `visitor`"),
      ("a: piece.scene is ‸x", "piece has no scene `x`"),
    ] {
      MarkedShow(hall: Texts.hall.replacing(line, with: "conditions: { \(text) }\n"))
        .expect(Marked("", message), file: "hall.yaml")
    }
  }
}
