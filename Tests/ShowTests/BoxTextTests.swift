import Show
import Testing

private func text(_ pieces: BoxText.Piece...) -> BoxText { BoxText(pieces) }
private func literal(_ text: String) -> BoxText.Piece { .bytes(Array(text.utf8)) }
private let value = BoxText.Piece.value(BoxText.NumberForm())
private func form(_ width: Int = 1, _ decimals: Int = 0, hex: Bool = false, large: Bool = false) -> BoxText.NumberForm {
  BoxText.NumberForm(width: width, decimals: decimals, isHexadecimal: hex, isUppercase: large)
}

@Suite("Texts of boxes") struct BoxTextTests {
  @Test(
    "numbers are written in their form, rounded",
    arguments: [
      (7.0, form(), "7"), (7, form(3), "007"), (-7, form(3), "-007"), (-0.2, form(), "0"),
      (255, form(2, hex: true), "ff"),
      (10, form(2, hex: true, large: true), "0A"), (-20, form(1, 1), "-20.0"), (0.05, form(1, 1), "0.1"),
      (9.96, form(1, 1), "10.0"), (.infinity, form(), "0"),
    ])
  func numbers(number: Double, form: BoxText.NumberForm, expected: String) {
    #expect(form.text(of: number) == expected)
  }

  @Test(
    "a pattern finds its value, or nothing",
    arguments: [
      (text(literal("P="), value), "P=12", BoxText.Filling.number(12)), (text(literal("P="), value), "P=x", nil),
      (text(literal("P="), value), "P=1.", .number(1)),
      (text(literal("P="), value, literal("x")), "P=-3.5x", .number(-3.5)),
      (text(.anything, literal("OK"), value), "a 01 OK5", .number(5)),
      (text(.anything, literal("OK"), value), "a 01 NG5", nil),
      (text(literal("P="), value), "P=12 ", nil), (text(.value(form(2, hex: true))), "fF", .number(255)),
    ] as [(BoxText, String, BoxText.Filling?)])
  func numbersFound(pattern: BoxText, answer: String, expected: BoxText.Filling?) {
    #expect(pattern.match(Array(answer.utf8), isNumber: true)?.value == expected)
  }

  @Test("words reach to the next literal, and the last literal ends the answer") func words() {
    func found(_ pattern: BoxText, _ answer: String) -> BoxText.Filling? {
      pattern.match(Array(answer.utf8), isNumber: false)?.value
    }
    #expect(found(text(literal("S"), value, literal(",")), "Sone,") == .bytes(Array("one".utf8)))
    #expect(found(text(literal("S"), value, literal(",")), "Sone,two,") == .bytes(Array("one,two".utf8)))
    #expect(found(text(literal("S"), value, literal(","), .anything), "Sone,two,") == .bytes(Array("one".utf8)))
    #expect(found(text(literal("S"), value), "S") == .bytes([]))
    #expect(text(.anything).match([], isNumber: false) != nil && text(literal("A")).match([], isNumber: false) == nil)
  }

  @Test("what is written with a value is read as that value", arguments: 0...200)
  func roundTrip(number: Int) throws {
    for form in [form(), form(3), form(2, hex: true), form(1, 1)] {
      let pattern = text(literal("V "), .value(form), literal(" end"))
      let bytes = try #require(pattern.bytes(.number(Double(number))))
      #expect(pattern.match(bytes, isNumber: true)?.value == .number(Double(number)))
    }
  }

  @Test("a hostile answer takes a time that grows with its length alone") func linear() {
    let answer = [UInt8](repeating: 0x61, count: 60_000)
    let pattern = text(.anything, literal("aaab"), .anything, literal("aaac"), value, literal("aaad"))
    #expect(pattern.match(answer, isNumber: false) == nil)
  }

  @Test("values fit their range on the line, both ways") func ranges() {
    var property = BoxProperty(.level, .number(0...1))
    property.wire = 0...255
    property.send = text(literal("L"), value)
    #expect(property.send?.bytes(property.wire(.number(0.5))) == Array("L128".utf8))
    #expect(property.reading(BoxText.Filling.number(255)).value == .number(1))
    #expect(property.reading(BoxText.Filling.number(256)).value == nil)
    #expect(property.isSame(.number(0.5), .number(128 / 255.0)) && !property.isSame(.number(0.5), .number(0.51)))
    #expect(property.wire(.number(1.5)) == nil && property.wire(.text("1")) == nil)
    #expect(BoxProperty(.still, .text).wire(.text("a\rb")) == nil)
  }
}
