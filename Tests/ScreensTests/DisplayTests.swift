import Testing

@testable import Screens

@Suite("What a display says")
struct DisplayNewsTests {
  @Test(
    "a line says what was said",
    arguments: [
      DisplayNews.refused(.kmsdrm, why: "no card: try another"), .closed, .key("Left Shift"),
      .open(.x11, width: 1920, height: 1080, refreshHz: 50, isSoftware: true),
      .open(.wayland, width: 3840, height: 2160, refreshHz: 0, isSoftware: false),
    ])
  func roundTrip(news: DisplayNews) {
    #expect(DisplayNews(line: news.line) == news)
  }

  @Test("a reason of several lines stays one line, and a foreign line says nothing")
  func foreign() {
    #expect(DisplayNews.refused(.x11, why: "a\nb\r\nc").line == "refused x11 a b c")
    for line in ["", "open", "open x11 1 2", "open vga 1 2 3 software", "refused", "closed now", "libGL error"] {
      #expect(DisplayNews(line: line) == nil, "\(line)")
    }
  }
}

@Suite("The care for a display")
struct DisplayCareTests {
  private let open = DisplayNews.open(.x11, width: 640, height: 360, refreshHz: 60, isSoftware: false)

  @Test(
    "without any display it says which drivers gave none and why, and waits longer each time, half a minute at most")
  func none() {
    var care = DisplayCare()
    var now = 0.0
    var waits: [Double] = []
    for _ in 0..<8 {
      #expect(care.isDue(atSeconds: now))
      care.begin()
      #expect(!care.isDue(atSeconds: now))
      care.hear(.refused(.kmsdrm, why: "no card"), atSeconds: now)
      care.hear(.refused(.x11, why: "no server"), atSeconds: now)
      care.end(status: 69, atSeconds: now)
      guard case .waiting(let instant) = care.state else {
        Issue.record("it does not wait")
        return
      }
      waits.append(instant - now)
      now = instant
    }
    #expect(waits == [1, 2, 4, 8, 16, 30, 30, 30])
    let warning = care.warning ?? ""
    #expect(warning.contains("kmsdrm: no card; x11: no server"))
    care.begin()
    #expect(care.warning == warning, "while it is tried again, what is wrong stays said")
  }

  @Test("a display that goes away is said so, and tried again at once where it had stayed")
  func away() {
    var care = DisplayCare()
    for stay in [100.0, 100, 100] {
      care.begin()
      care.hear(open, atSeconds: 0)
      #expect(care.warning == nil)
      care.end(status: 1, atSeconds: stay)
      #expect(care.state == .waiting(untilSeconds: stay + 1))
      #expect(care.warning?.contains("went away") == true)
    }
    #expect(!care.avoidsGraphics)
  }

  @Test("graphics that crash are not used again")
  func crash() {
    var care = DisplayCare()
    care.begin()
    care.end(status: 139, atSeconds: 1)
    #expect(!care.avoidsGraphics, "nothing was open")
    care.begin()
    care.hear(open, atSeconds: 2)
    care.end(status: 139, atSeconds: 3)
    #expect(care.avoidsGraphics)
  }

  @Test("a window that someone closed stays closed")
  func closed() {
    var care = DisplayCare()
    care.begin()
    care.hear(open, atSeconds: 0)
    care.hear(.closed, atSeconds: 1)
    care.end(status: 0, atSeconds: 1)
    #expect(!care.isDue(atSeconds: 1e9))
    #expect(care.warning?.contains("closed") == true)
  }
}
