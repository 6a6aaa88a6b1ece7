import Onirica

/// Lays a splice on a page: a function of reel and moment, which allocates nothing and touches each pixel a few times.
struct SplicePage {
  private static let background: UInt32 = 0x0E1116
  private static let regionsASide = 8
  /// Shares of light: of strands that stand, and of those that were read. Rows of light and dark over much of a screen are
  /// what photosensitive eyes bear least: only the few that something happens to have all their light.
  private static let standing = 150, read = 100

  let reel: SpliceReel
  let moment: SpliceMoment

  /// Draws.
  ///
  /// - Parameters:
  ///   - frame: of the layout's screen.
  ///   - shift: pixels by which the whole page has wandered, so that nothing burns in.
  func draw(into frame: Frame, shift: (x: Int, y: Int)) {
    let pen = PagePen(frame: frame, shiftX: shift.x, shiftY: shift.y)
    frame.fill(SplicePage.background)
    drawParents(pen)
    drawChild(pen)
    drawStrands(pen)
    drawReturned(pen)
    pen.lay(reel.words[moment.scene.rawValue], at: reel.layout.words, share: wordsShare)
  }

  /// How much is left of everything when the splice goes.
  private var leave: Int { moment.scene == .leaving ? 256 - SplicePage.share(moment.progress) : 256 }

  private var wordsShare: Int {
    let come = SplicePage.share(moment.progress * 5)
    return moment.scene == .leaving ? leave : come
  }

  private static func share(_ value: Double) -> Int { Int(256 * min(max(value, 0), 1)) }

  private func drawParents(_ pen: PagePen) {
    let come = moment.scene == .parents ? SplicePage.share(moment.progress * 1.6) : 256
    // What was spliced steps back.
    let share = moment.scene.rawValue >= SpliceMoment.Scene.encoding.rawValue ? 120 : come
    pen.lay(reel.first, at: reel.layout.first, share: min(share, leave))
    pen.lay(reel.second, at: reel.layout.second, share: min(share, leave))
  }

  /// The genome first, then region by region the child; and it goes as its strands come.
  private func drawChild(_ pen: PagePen) {
    let count = SplicePage.regionsASide * SplicePage.regionsASide
    switch moment.scene {
    case .parents: return
    case .splicing:
      let come = SplicePage.share(moment.progress * 5)
      pen.lay(reel.genome, at: reel.layout.child, share: come)
      let done = Int(Double(count) * max(0, (moment.progress - 0.25) / 0.65))
      for region in 0..<min(count, done) { pen.lay(reel.child, at: reel.layout.child, region: region, share: 256) }
    case .encoding:
      pen.lay(reel.child, at: reel.layout.child, share: 256)
      let gone = Int(Double(count) * moment.progress * 1.1)
      for region in 0..<min(count, gone) {
        pen.shade(reel.layout.child, region: region, to: SplicePage.background, share: 214)
      }
    default:
      pen.lay(reel.child, at: reel.layout.child, share: min(42, leave))
      if moment.scene == .shown {
        pen.lay(reel.child, at: reel.layout.child, share: SplicePage.share(moment.progress * 4))
      }
      if moment.scene == .leaving { pen.lay(reel.child, at: reel.layout.child, share: leave) }
    }
  }

  private func drawStrands(_ pen: PagePen) {
    let rows = reel.rows.count
    let fresh = max(2, rows / 30)
    let origin = reel.layout.strands
    switch moment.scene {
    case .parents, .splicing: return
    case .encoding:
      let done = min(rows, Int(Double(rows) * min(1, moment.progress * 1.08)))
      for row in 0..<done {
        let isNew = row >= done - fresh && done < rows
        pen.lay(
          reel.written, rows: reel.rows[row], in: origin, share: isNew ? 256 : SplicePage.standing)
      }
    case .spoiling:
      let done = min(rows, Int(Double(rows) * min(1, moment.progress * 1.15)))
      for place in 0..<rows {
        let isNew = place < done && place >= done - fresh && done < rows
        pen.lay(
          place < done ? reel.spoiled : reel.written, rows: reel.rows[reel.order[place]], in: origin,
          share: isNew ? 256 : SplicePage.standing)
      }
    case .decoding:
      // What was read steps back, the strands that are being read stand out.
      let done = Int(Double(rows) * moment.progress)
      for row in 0..<rows {
        let share = row < done ? SplicePage.read : row < done + fresh ? 256 : SplicePage.standing
        pen.lay(reel.spoiled, rows: reel.rows[row], in: origin, share: share)
      }
    case .shown, .leaving:
      for row in 0..<rows {
        pen.lay(reel.spoiled, rows: reel.rows[row], in: origin, share: min(SplicePage.read, leave))
      }
    }
  }

  private func drawReturned(_ pen: PagePen) {
    guard moment.scene.rawValue >= SpliceMoment.Scene.decoding.rawValue else { return }
    guard !reel.returned.isEmpty else { return pen.frame(reel.layout.returned, share: leave) }
    let isDone = moment.scene != .decoding
    let place = isDone ? reel.returned.count - 1 : Int(moment.progress * 1.1 * Double(reel.returned.count + 1)) - 1
    guard place >= 0 else { return pen.frame(reel.layout.returned, share: 256) }
    pen.lay(reel.returned[min(place, reel.returned.count - 1)], at: reel.layout.returned, share: leave)
  }
}

/// Lays pictures on a page, within its edges.
private struct PagePen {
  let frame: Frame
  let shiftX: Int, shiftY: Int

  func lay(_ picture: Frame, at box: PixelBox, share: Int) {
    lay(
      picture, from: PixelBox(x: 0, y: 0, width: picture.width, height: picture.height), toX: box.x, toY: box.y,
      share: share)
  }

  /// A region of a picture that stands in a box, row by row from the upper left, every second row back.
  func lay(_ picture: Frame, at box: PixelBox, region: Int, share: Int) {
    let part = PagePen.part(region, width: picture.width, height: picture.height)
    lay(picture, from: part, toX: box.x + part.x, toY: box.y + part.y, share: share)
  }

  /// The part of a picture that lies where it will lie.
  func lay(_ picture: Frame, rows part: PixelBox, in box: PixelBox, share: Int) {
    lay(picture, from: part, toX: box.x + part.x, toY: box.y + part.y, share: share)
  }

  func shade(_ box: PixelBox, region: Int, to word: UInt32, share: Int) {
    let part = PagePen.part(region, width: box.width, height: box.height)
    fill(PixelBox(x: box.x + part.x, y: box.y + part.y, width: part.width, height: part.height), word, share: share)
  }

  /// An empty frame: here something is missing.
  func frame(_ box: PixelBox, share: Int) {
    let quiet: UInt32 = 0x39414D, share = max(0, share)
    fill(PixelBox(x: box.x, y: box.y, width: box.width, height: 2), quiet, share: share)
    fill(PixelBox(x: box.x, y: box.y + box.height - 2, width: box.width, height: 2), quiet, share: share)
    fill(PixelBox(x: box.x, y: box.y, width: 2, height: box.height), quiet, share: share)
    fill(PixelBox(x: box.x + box.width - 2, y: box.y, width: 2, height: box.height), quiet, share: share)
  }

  private static func part(_ region: Int, width: Int, height: Int) -> PixelBox {
    let side = 8, row = region / side
    let column = row % 2 == 0 ? region % side : side - 1 - region % side
    let (left, top) = (column * width / side, row * height / side)
    return PixelBox(
      x: left, y: top, width: (column + 1) * width / side - left, height: (row + 1) * height / side - top)
  }

  private func lay(_ picture: Frame, from part: PixelBox, toX: Int, toY: Int, share: Int) {
    guard share > 0 else { return }
    let left = max(0, -(toX + shiftX))
    let width = min(part.width, picture.width - part.x, frame.width - toX - shiftX)
    guard width > left else { return }
    for row in 0..<part.height {
      let y = toY + shiftY + row
      guard y >= 0, y < frame.height, part.y + row < picture.height else { continue }
      let from = picture.words + (part.y + row) * picture.pitch + part.x
      let to = frame.words + y * frame.pitch + toX + shiftX
      if share >= 256 {
        (to + left).update(from: from + left, count: width - left)
      } else {
        for x in left..<width { to[x] = PagePen.mixed(to[x], from[x], UInt32(share)) }
      }
    }
  }

  private func fill(_ box: PixelBox, _ word: UInt32, share: Int) {
    let left = max(0, box.x + shiftX), right = min(frame.width, box.x + shiftX + box.width)
    guard left < right else { return }
    for row in 0..<box.height {
      let y = box.y + shiftY + row
      guard y >= 0, y < frame.height else { continue }
      let to = frame.words + y * frame.pitch
      for x in left..<right { to[x] = PagePen.mixed(to[x], word, UInt32(share)) }
    }
  }

  private static func mixed(_ from: UInt32, _ to: UInt32, _ share: UInt32) -> UInt32 {
    let keep = 256 - share
    let redBlue = ((from & 0xff00ff) * keep + (to & 0xff00ff) * share) >> 8 & 0xff00ff
    let green = ((from & 0xff00) * keep + (to & 0xff00) * share) >> 8 & 0xff00
    return redBlue | green
  }
}
