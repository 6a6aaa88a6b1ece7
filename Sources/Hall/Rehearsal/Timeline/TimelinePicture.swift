import Show

/// Draws a rehearsal: a band a day, a lane an artwork, a row a scene.
public struct TimelinePicture {
  let record: TimelineRecord
  let crowd: [Int]
  let closedScenes: [ArtworkID: SceneID]
  /// What the lanes are called: an artwork's title, with its name where two have the same title.
  let titles: [ArtworkID: String]
  private let bands: [TimelineBand]
  private let heading: String
  private let remark: String
  var canvas = SVGCanvas()
  var y = 0.0

  /// A picture.
  ///
  /// - Parameters:
  ///   - record: what happened.
  ///   - rehearsal: the rehearsal it was recorded of.
  ///   - remark: how it was rehearsed, in a line; it stands beside the heading.
  public init(_ record: TimelineRecord, of rehearsal: HallRehearsal, remark: String) {
    let show = rehearsal.show
    (self.record, crowd, self.remark) = (record, rehearsal.crowd, remark)
    heading = show.hall.title
    let twice = Dictionary(grouping: show.artworks, by: \.title).filter { $0.value.count > 1 }.keys
    titles = Dictionary(
      uniqueKeysWithValues: show.artworks.map { ($0.id, twice.contains($0.title) ? "\($0.title), \($0.id)" : $0.title) }
    )
    closedScenes = Dictionary(uniqueKeysWithValues: show.artworks.map { ($0.id, $0.closed) })
    bands = TimelineBands(
      clock: HallClock(timeZone: show.hall.timeZone), beginning: rehearsal.plan.span.from, record: record
    ).bands()
  }

  /// A picture of what was, and below each lane of what would have been.
  ///
  /// - Parameters:
  ///   - was: a span of a hall's life.
  ///   - wouldBe: the same span with another show.
  ///   - show: the other show.
  ///   - beginning: the wall time of the span's beginning.
  ///   - remark: what is compared, in a line; it stands beside the heading.
  public init(
    comparing was: TimelineRecord, with wouldBe: TimelineRecord, of show: Show, from beginning: WallInstant,
    remark: String
  ) {
    record = .comparing(was, with: wouldBe)
    (crowd, titles, heading, self.remark) = ([], [:], show.hall.title, remark)
    closedScenes = Dictionary(uniqueKeysWithValues: show.artworks.map { ($0.id, $0.closed) })
    bands = TimelineBands(clock: HallClock(timeZone: show.hall.timeZone), beginning: beginning, record: record).bands()
  }

  /// The picture as SVG: well-formed, without scripts, the same for the same record.
  public mutating func svg() -> String {
    canvas = SVGCanvas()
    drawHead()
    for band in bands { draw(band) }
    let height = y + 8
    return canvas.document(width: TimelineStyle.width, height: height, title: "\(heading): \(remark)")
  }

  private mutating func drawHead() {
    let room = TimelineStyle.width - 12 - TimelineStyle.right
    let title = TextWidth.fitted(heading, size: 18, bold: true, width: room * 0.6)
    canvas.text(title, 12, 28, SVGCanvas.Letters(size: 18, isBold: true))
    let used = TextWidth.of(title, size: 18, bold: true) + 18
    canvas.text(
      TextWidth.fitted(remark, size: 11, width: room - used), 12 + used, 28,
      SVGCanvas.Letters(size: 11, color: TimelineStyle.quiet))
    y = 48
    drawLegend()
    y += 22
  }

  private mutating func draw(_ band: TimelineBand) {
    canvas.text(
      TextWidth.fitted(band.heading, size: 13, bold: true, width: TimelineStyle.left - 24), 12, y + 13,
      SVGCanvas.Letters(size: 13, isBold: true))
    let top = y
    y += TimelineStyle.axisHeight
    let bottom = y + height(of: band)
    for tick in band.ticks {
      let x = band.x(tick.at)
      canvas.line(from: (x, y), to: (x, bottom), color: TimelineStyle.grid)
      let half = TextWidth.of(tick.label, size: 10) / 2
      guard x - half > TimelineStyle.left - 8, x + half < TimelineStyle.width - 2 else { continue }
      canvas.text(
        tick.label, x, top + 12, SVGCanvas.Letters(size: 10, color: TimelineStyle.quiet, anchor: .middle))
    }
    drawHall(band)
    let lanesTop = y
    for lane in record.lanes { draw(lane, in: band) }
    drawMasters(band, from: lanesTop, to: y)
    y += TimelineStyle.bandGap
  }

  private func height(of band: TimelineBand) -> Double {
    let lanes = record.lanes.reduce(0.0) { sum, lane in
      sum + TimelineStyle.headHeight + TimelineStyle.laneGap + Double(lane.rows.count) * TimelineStyle.rowHeight
        + (hasLabels(lane, in: band) ? TimelineStyle.labelHeight : 0)
    }
    return TimelineStyle.hallHeight - (crowd.isEmpty ? TimelineStyle.crowdHeight : 0) + lanes
  }

  /// Whether something of a lane lasts that has to be named: a mode, an override.
  func hasLabels(_ lane: TimelineRecord.Lane, in band: TimelineBand) -> Bool {
    (lane.modes + lane.overrides).contains { band.part($0, end: record.end) != nil }
  }

  /// Names spans on one line, from their beginnings; a name that would run into the next one is cut.
  mutating func name(_ spans: [TimelineRecord.Span], in band: TimelineBand, base: Double) {
    let size = 8.0
    let right = TimelineStyle.width - TimelineStyle.right
    let shown = spans.compactMap { span in band.part(span, end: record.end).map { (x: $0.from, name: span.name) } }
      .sorted { ($0.x, $0.name) < ($1.x, $1.name) }
    var free = TimelineStyle.left
    for (place, item) in shown.enumerated() {
      let x = max(item.x, free)
      let next = place + 1 < shown.count ? max(shown[place + 1].x, x + 30) : right
      let text = TextWidth.fitted(item.name, size: size, width: min(next, right) - x - 4)
      canvas.text(text, x, base, SVGCanvas.Letters(size: size))
      if !text.isEmpty { free = x + TextWidth.of(text, size: size) + 4 }
    }
  }

  /// What the signs mean, in one line.
  private mutating func drawLegend() {
    var x = 12.0
    let base = y + 9
    let letters = SVGCanvas.Letters(size: 10, color: TimelineStyle.quiet)
    for (kind, words) in [
      (TimelineRecord.Mark.Kind.fired, "a trigger fired"), (.notFired, "did not fire: point at it for the reason"),
      (.command, "an operator's command"), (.fault, "a fault or a warning"),
    ] {
      drawSign(kind, x + 4, base - 3.5, title: "")
      canvas.text(words, x + 13, base, letters)
      x += 13 + TextWidth.of(words, size: 10) + 20
    }
    if bands.contains(where: { $0.detail == .hours }) {
      drawSign(.cue, x + 4, base - 3.5, title: "")
      canvas.text("a cue", x + 13, base, letters)
      x += 13 + TextWidth.of("a cue", size: 10) + 20
    }
    for (fill, words) in [
      (TimelineStyle.overridden, "overridden"), (TimelineStyle.bad, "degraded"),
      ("url(#hatch)", "held, stopped, manual"),
    ] {
      canvas.rectangle(x, base - 7, 14, fill.hasPrefix("url") ? 8 : 3, fill: fill)
      canvas.text(words, x + 19, base, letters)
      x += 19 + TextWidth.of(words, size: 10) + 20
    }
  }
}
