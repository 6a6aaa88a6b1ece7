import Rehearsal
import Sequencer
import Show
import Testing

/// A button of a foreign box: done anew each time it is set.
@Suite("What is done anew each time") struct PulseTests {
  private static let press: PropertyPath = "button.press"

  /// An open hall with a button, and these cues in its scene.
  private func hall(_ cues: [Cue]) -> VirtualHall {
    var press = BoxProperty(Self.press.property, .text)
    press.send = BoxText([.value(BoxText.NumberForm())])
    press.isPulse = true
    var volume = BoxProperty(.gain, .number(-100...12))
    volume.send = press.send
    var box = Box(name: "companion")
    box.properties = [press, volume]
    var button = Device(id: "button", kind: .box)
    button.connection = .box(BoxConnection(box, by: .tcp(port: 1), at: .network(host: "h", port: 1)))
    var show = TestShow.show([scene("calm", cues: cues)])
    show.hall.devices["button"] = button
    var hall = VirtualHall(show: show)
    hall.command(.hall(.open))
    return hall
  }

  private func told(_ hall: VirtualHall, _ name: PropertyName) -> [(value: PropertyValue, at: ShowInstant)] {
    var told: [(value: PropertyValue, at: ShowInstant)] = []
    for case .desired("button", let state) in hall.moments.flatMap(\.step.effects) {
      guard let fade = state.properties[name], told.last?.at != fade.at else { continue }
      told.append((fade.to, fade.at))
    }
    return told
  }

  private func set(_ text: String) -> Action { .set([Self.press: .plain(.text(text))]) }

  @Test("the same button twice is told twice, by the moments of its cues; another value is told once")
  func twice() {
    let gain = Action.set(["button.gain": .plain(.number(-20))])
    var hall = hall([
      Cue(start: .at(.seconds(1)), action: set("1/0/1")), Cue(start: .at(.seconds(1)), action: gain),
      Cue(start: .at(.seconds(9)), action: set("1/0/1")), Cue(start: .at(.seconds(9)), action: gain),
    ])
    hall.advance(by: .seconds(20))
    let presses = told(hall, Self.press.property)
    #expect(presses.map(\.value) == [.plain(.text("1/0/1")), .plain(.text("1/0/1"))])
    #expect(presses.count == 2 && presses[1].at - presses[0].at == .seconds(8))
    #expect(told(hall, .gain).count == 1)
  }

  @Test("a scene that is held and goes on presses nothing, and an override that ends neither")
  func held() {
    var hall = hall([Cue(start: .at(.seconds(1)), action: set("1/0/1"))])
    hall.advance(by: .seconds(3))
    hall.command(.hold("work"))
    hall.advance(by: .seconds(3))
    hall.command(.resume("work"))
    hall.advance(by: .seconds(3))
    #expect(told(hall, Self.press.property).count == 1)
    hall.command(.override(Self.press, .text("2/0/1")))
    hall.advance(by: .seconds(3))
    hall.command(.release(Self.press))
    hall.advance(by: .seconds(3))
    let presses = told(hall, Self.press.property)
    #expect(presses.map(\.value) == ["1/0/1", "2/0/1", "1/0/1"].map { .plain(.text($0)) })
    #expect(presses.count == 3 && presses[2].at == presses[0].at, "what is told again is told with its old moment")
  }
}
