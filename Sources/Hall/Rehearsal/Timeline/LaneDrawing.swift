import Show

/// What a timeline shows of an artwork: its scenes, each in a row of its own, and what happened to it.
extension TimelinePicture {
  /// The most blocks of a row that are drawn one by one, each with its words; more become one shape.
  private static let mostBlocks = 260

  /// Draws the lane of an artwork.
  mutating func draw(_ lane: TimelineRecord.Lane, in band: TimelineBand) {
    let head = y
    canvas.text(
      TextWidth.fitted(titles[lane.artwork] ?? lane.title, size: 10.5, bold: true, width: TimelineStyle.left - 24), 12,
      head + 11,
      SVGCanvas.Letters(size: 10.5, isBold: true))
    y += TimelineStyle.headHeight
    if hasLabels(lane, in: band) {
      name(lane.modes + lane.overrides, in: band, base: y + 7.5)
      y += TimelineStyle.labelHeight
    }
    let rowsTop = y
    for (place, row) in lane.rows.enumerated() { draw(row, place, of: lane, in: band) }
    canvas.line(
      from: (12, y + TimelineStyle.laneGap / 2), to: (TimelineStyle.width - TimelineStyle.right, y + 3),
      color: TimelineStyle.grid)
    drawBars(lane, in: band, head, rowsTop)
    draw(lane.marks, of: [.cue, .fired, .notFired, .command, .fault], in: band, head + 7)
    y += TimelineStyle.laneGap
  }

  private mutating func draw(
    _ row: TimelineRecord.Row, _ place: Int, of lane: TimelineRecord.Lane, in band: TimelineBand
  ) {
    let (top, middle) = (y + 1, y + TimelineStyle.rowHeight / 2)
    let isReached = !row.blocks.isEmpty
    label(row.scene.text + (isReached ? "" : " (never)"), y + 9, slanted: !isReached)
    canvas.line(
      from: (TimelineStyle.left, middle), to: (TimelineStyle.width - TimelineStyle.right, middle),
      color: TimelineStyle.guide)
    y += TimelineStyle.rowHeight
    let colors = TimelineStyle.scene(place, isClosed: closedScenes[lane.artwork] == row.scene)
    let blocks = row.blocks.filter { band.part($0, end: record.end) != nil }
    guard blocks.count <= Self.mostBlocks else { return drawMany(blocks, row, top, colors.fill, in: band) }
    for block in blocks {
      guard let part = band.part(block, end: record.end) else { continue }
      let width = part.to - part.from
      canvas.rectangle(
        part.from, top, max(0.6, width), TimelineStyle.rowHeight - 2, fill: colors.fill,
        title: band.words(block, end: record.end))
      let fits = width > TextWidth.of(row.scene.text, size: 8) + 8
      if band.detail == .hours, fits {
        canvas.text(row.scene.text, part.from + 4, top + 7.5, SVGCanvas.Letters(size: 8, color: colors.ink))
      }
    }
  }

  /// Draws blocks that are too many to be told one by one.
  private mutating func drawMany(
    _ blocks: [TimelineRecord.Span], _ row: TimelineRecord.Row, _ top: Double, _ fill: String, in band: TimelineBand
  ) {
    var steps = ""
    for block in blocks {
      guard let part = band.part(block, end: record.end) else { continue }
      let width = short(max(0.6, part.to - part.from))
      steps += "M\(short(part.from)) \(short(top))h\(width)v\(short(TimelineStyle.rowHeight - 2))h-\(width)z"
    }
    canvas.path(steps, fill: fill, title: "\(row.scene), \(blocks.count) times on this day")
  }

  /// Draws what lasts beside the scenes: overrides and health as bars in the head, modes hatched over the rows.
  private mutating func drawBars(
    _ lane: TimelineRecord.Lane, in band: TimelineBand, _ head: Double, _ rowsTop: Double
  ) {
    for (spans, color, top) in [
      (lane.overrides, TimelineStyle.overridden, head), (lane.degraded, TimelineStyle.bad, head + 12),
    ] {
      for span in spans {
        guard let part = band.part(span, end: record.end) else { continue }
        canvas.rectangle(
          part.from, top, max(1, part.to - part.from), 2.5, fill: color, title: band.words(span, end: record.end))
      }
    }
    for span in lane.modes {
      guard let part = band.part(span, end: record.end) else { continue }
      canvas.rectangle(
        part.from, rowsTop, max(1, part.to - part.from), y - rowsTop, fill: "url(#hatch)",
        title: band.words(span, end: record.end))
    }
  }

  /// Draws signs at instants; those of one kind that would touch become one, which tells how many it stands for.
  mutating func draw(
    _ marks: [TimelineRecord.Mark], of kinds: [TimelineRecord.Mark.Kind], in band: TimelineBand, _ middle: Double
  ) {
    for kind in kinds where kind != .cue || band.detail == .hours {
      let mine = marks.filter { $0.kind == kind && band.holds($0.at) }
      let room = kind == .fired || kind == .cue ? 3.0 : 8.0
      var start = mine.startIndex
      while start < mine.endIndex {
        let x = band.x(mine[start].at)
        var end = start + 1
        while end < mine.endIndex, band.x(mine[end].at) - x < room { end += 1 }
        let first = "\(band.wall(mine[start].at)) \(mine[start].text)"
        let more = end - start > 1 ? " (and \(end - start - 1) more until \(band.wall(mine[end - 1].at)))" : ""
        drawSign(kind, x, middle, title: first + more)
        start = end
      }
    }
  }

  /// Draws a sign.
  mutating func drawSign(_ kind: TimelineRecord.Mark.Kind, _ x: Double, _ y: Double, title: String) {
    let (a, b) = (short(x), short(y))
    switch kind {
    case .cue: canvas.path("M\(a) \(short(y + 2))v4", title: title, more: "stroke=\"#9aa0a6\" stroke-width=\"1\"")
    case .fired: canvas.path("M\(a) \(short(y - 3))v6", title: title, more: "stroke=\"#0072b2\" stroke-width=\"1.2\"")
    case .notFired:
      canvas.path(
        "M\(short(x - 3)) \(b)a3 3 0 1 0 6 0a3 3 0 1 0 -6 0", fill: "#ffffff", title: title,
        more: "stroke=\"#1f2328\" stroke-width=\"1.2\"")
    case .command: canvas.path("M\(a) \(short(y - 4))l4 4l-4 4l-4 -4z", fill: "#1f2328", title: title)
    case .fault: canvas.path("M\(a) \(short(y - 4.5))l4.5 8.5h-9z", fill: TimelineStyle.bad, title: title)
    }
  }
}
