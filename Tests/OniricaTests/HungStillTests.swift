import Testing

@testable import Onirica

/// Stills of plain colours and gradients, made here.
private func plain(_ word: UInt32, width: Int = 64, height: Int = 48) -> Frame {
  let frame = Frame(width: width, height: height)
  frame.fill(word)
  return frame
}

private func gradient(width: Int = 160, height: Int = 90, shift: Int = 0) -> Frame {
  let frame = Frame(width: width, height: height)
  for y in 0..<height {
    for x in 0..<width {
      frame[x, y] =
        UInt32((x * 255 / width + shift) & 255) << 16 | UInt32(y * 255 / height) << 8 | UInt32((x + y) & 255)
    }
  }
  return frame
}

private func hung(_ frame: Frame, width: Int = 160, height: Int = 90, fit: StillFit = .cover) -> HungStill {
  let still = HungStill(width: width, height: height)
  still.hang(frame, fit: fit)
  return still
}

private func painted(
  _ moment: StillsMoment, width: Int = 160, height: Int = 90, threads: Int = 1, level: KernelLevel = .best
) -> Frame {
  let frame = Frame(width: width, height: height)
  let painter = StillsPainter(width: width, height: height)
  painter.paint(moment, into: frame, tools: FrameTools(crew: Crew(threadCount: threads), level: level))
  return frame
}

private func moment(_ still: HungStill, seconds: Double = 10, elapsed: Double = 1000) -> StillsMoment {
  StillsMoment(StillsMoment.Hanging(still: still, number: 3, seconds: seconds), elapsed: elapsed)
}

private func words(_ frame: Frame) -> [UInt32] {
  (0..<frame.height).flatMap { y in (0..<frame.width).map { frame[$0, y] } }
}

/// Mean linear luminance, 0 to 1, of some rows.
private func light(_ frame: Frame, rows: Range<Int>? = nil) -> Double {
  let rows = rows ?? 0..<frame.height
  var sum = 0.0
  for y in rows {
    for x in 0..<frame.width {
      let light = DisplayCode.light(frame[x, y])
      sum += Double(0.2126 * light.x + 0.7152 * light.y + 0.0722 * light.z)
    }
  }
  return sum / Double(rows.count * frame.width)
}

@Suite("Stills on a whole screen")
struct HungStillTests {
  @Test("a plain still has its own colour, to a code, whatever the colour")
  func plainColours() {
    for code in stride(from: UInt32(0), through: 255, by: 5) {
      let frame = painted(moment(hung(plain(code << 16 | (255 - code) << 8 | code / 2))))
      for word in words(frame) {
        #expect(abs(Int(word >> 16 & 255) - Int(code)) <= 1 && abs(Int(word >> 8 & 255) - Int(255 - code)) <= 1)
        #expect(abs(Int(word & 255) - Int(code / 2)) <= 1)
      }
    }
  }

  @Test("cover fills the screen and keeps proportions; contain shows all of the still, black beside it")
  func fits() {
    let wide = plain(0x80_8080, width: 400, height: 100)
    #expect(words(painted(moment(hung(wide)))).allSatisfy { $0 & 255 > 100 })
    let whole = painted(moment(hung(wide, fit: .contain)))
    let rows = (0..<90).filter { whole[80, $0] & 255 > 64 }
    #expect(abs(rows.count - 40) <= 2, "a quarter as high as it is wide: \(rows.count)")
    #expect(whole[80, 2] == 0 && whole[80, 87] == 0)
    #expect(whole[2, 45] & 255 > 100 && whole[157, 45] & 255 > 100)
  }

  @Test("all levels and any number of threads give the same bits, in fade, morph, growth and night")
  func determinism() {
    let first = hung(gradient()), second = hung(gradient(shift: 90))
    for transition in StillTransition.allCases {
      var moment = moment(second, seconds: 1)
      moment.going = StillsMoment.Hanging(still: first, number: 2, seconds: 9)
      (moment.share, moment.transition, moment.growth, moment.night) = (0.45, transition, 0.6, 0.3)
      moment.motion = 1
      let expected = words(painted(moment, level: .portable))
      for level in KernelLevel.allCases where level.isAvailable {
        for threads in [1, 3] {
          #expect(words(painted(moment, threads: threads, level: level)) == expected, "\(level), \(threads)")
        }
      }
    }
  }

  @Test("a fade mixes light, not codes, and begins and ends with the stills themselves")
  func fade() {
    let black = hung(plain(0)), white = hung(plain(0xff_ffff))
    var moment = moment(white, seconds: 1)
    moment.going = StillsMoment.Hanging(still: black, number: 2, seconds: 9)
    moment.share = 0.5
    #expect(abs(light(painted(moment)) - 0.5) < 0.01)
    for (share, expected) in [(0.0, 0.0), (1.0, 1.0)] {
      moment.share = share
      #expect(abs(light(painted(moment)) - expected) < 0.005)
    }
  }

  @Test("a morph has a border: halfway some places are the first still's and some the second's")
  func morph() {
    let black = hung(plain(0)), white = hung(plain(0xff_ffff))
    var moment = moment(white, seconds: 1)
    moment.going = StillsMoment.Hanging(still: black, number: 2, seconds: 9)
    (moment.share, moment.transition) = (0.5, .morph)
    let codes = words(painted(moment)).map { $0 & 255 }
    #expect(codes.contains { $0 < 10 } && codes.contains { $0 > 245 })
    for (share, expected) in [(0.001, 0.0), (0.999, 1.0)] {
      moment.share = share
      #expect(abs(light(painted(moment)) - expected) < 0.01, "at \(share) nothing is seen of the other")
    }
  }

  @Test("the garden grows from the soil up, a little at each step, and what has not grown is dark earth")
  func growth() {
    var moment = moment(hung(plain(0xb0_b0b0)))
    let whole = light(painted(moment))
    var before = -1.0
    for step in 0...20 {
      moment.growth = Double(step) / 20
      let now = light(painted(moment))
      #expect(now >= before - 1e-6, "at \(moment.growth) there is less than before")
      before = now
      if (5...7).contains(step) {
        let frame = painted(moment)
        #expect(light(frame, rows: 60..<90) > 2 * light(frame, rows: 0..<30), "at \(moment.growth)")
      }
    }
    #expect(abs(before - whole) < 0.002)
    moment.growth = 0
    #expect(light(painted(moment)) < 0.06 * whole)
  }

  @Test("by night there is less light and it is bluer; nothing is lost to black")
  func night() {
    var moment = moment(hung(gradient()))
    let day = light(painted(moment))
    moment.night = 1
    let frame = painted(moment)
    let night = light(frame)
    #expect(night < 0.4 * day && night > 0.08 * day)
    let sums = words(frame).reduce(into: (red: 0, blue: 0)) {
      $0.red += Int($1 >> 16 & 255); $0.blue += Int($1 & 255)
    }
    #expect(sums.blue > sums.red)
  }

  @Test("motion sets out from rest, never shows what lies beside the still, and hardly moves in a frame")
  func motion() {
    let still = hung(gradient())
    var before: StillMotion?
    for step in 0..<(60 * 60) {
      var moment = moment(still, seconds: Double(step) / 60, elapsed: 1e9 + Double(step) / 60)
      moment.motion = 1
      let motion = StillMotion(of: moment.coming, in: moment)
      // Half heights from the middle that are looked at.
      #expect(1 / motion.zoom + max(abs(motion.x) * 9 / 16, abs(motion.y)) <= 1.0001)
      if let before {
        #expect(abs(before.x - motion.x) < 0.0006 && abs(before.zoom - motion.zoom) < 0.0003)
      }
      before = motion
    }
  }

  @Test("the whole picture wanders by some pixels over minutes, so that nothing burns in")
  func wander() {
    let still = hung(gradient())
    let places = (0..<300).map { StillMotion(of: moment(still).coming, in: moment(still, elapsed: Double($0))).x }
    #expect((places.max() ?? 0) - (places.min() ?? 0) > 0.015)
    #expect(zip(places, places.dropFirst()).allSatisfy { abs($0 - $1) < 0.001 })
  }

  @Test("every still comes once before any comes again, and none twice in a row", arguments: [1, 2, 3, 7, 100, 10_000])
  func order(count: Int) {
    for round in [-1, 0, 1, 4] {
      let shown = (0..<count).map { StillOrder.indexWithoutEcho(of: round * count + $0, among: count, seed: 5) }
      #expect(Set(shown).count == count && shown.allSatisfy { (0..<count).contains($0) })
    }
    guard count > 2, count < 1000 else { return }
    let shown = (0..<(count * 200)).map { StillOrder.indexWithoutEcho(of: $0, among: count, seed: 5) }
    #expect(zip(shown, shown.dropFirst()).allSatisfy { $0 != $1 })
  }
}
