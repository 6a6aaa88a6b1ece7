import Show

/// What a timeline shows of the hall as a whole: visitors, phases, blackouts, alarms.
extension TimelinePicture {
  /// Draws the visitors as an area, and the phases below it.
  mutating func drawHall(_ band: TimelineBand) {
    if !crowd.isEmpty { drawCrowd(band) }
    name(record.masters, in: band, base: y + 9)
    if !crowd.isEmpty { y += TimelineStyle.crowdHeight }
    draw(record.hallMarks, of: [.command, .fault], in: band, y + 6)
    y += TimelineStyle.signHeight
    let top = y
    for span in record.phases {
      guard let part = band.part(span, end: record.end) else { continue }
      canvas.rectangle(
        part.from, top, part.to - part.from, TimelineStyle.phaseHeight - 2, fill: TimelineStyle.phase(span.name),
        title: "the hall is \(span.name), \(band.words(span, end: record.end))")
      let words = TextWidth.of(span.name, size: 9)
      guard part.to - part.from > words + 8 else { continue }
      canvas.text(span.name, part.from + 4, top + 9, SVGCanvas.Letters(size: 9))
    }
    label("the hall", top + 9)
    y += TimelineStyle.phaseHeight + 6
  }

  /// Writes a label at the left of the plot.
  mutating func label(_ text: String, _ base: Double, slanted: Bool = false) {
    let letters = SVGCanvas.Letters(
      size: 9, color: slanted ? TimelineStyle.quiet : TimelineStyle.ink, isSlanted: slanted, anchor: .end)
    canvas.text(
      TextWidth.fitted(text, size: 9, width: TimelineStyle.left - 20), TimelineStyle.left - 8, base, letters)
  }

  private mutating func drawCrowd(_ band: TimelineBand) {
    let most = max(1, crowd.max() ?? 1)
    let floor = y + TimelineStyle.crowdHeight - 4
    let first = Int(band.from.milliseconds / 60_000)
    let last = min(crowd.count, Int(band.to.milliseconds / 60_000) + 1)
    label("visitors in the hall", floor - 2)
    label("\(most)", y + 11)
    guard first < last else { return }
    var steps = "M\(short(band.x(.zero + .minutes(Int64(first))))) \(short(floor))"
    for minute in first..<last {
      let height = (TimelineStyle.crowdHeight - 8) * Double(crowd[minute]) / Double(most)
      let level = short(floor - height)
      steps += "L\(short(band.x(.zero + .minutes(Int64(minute))))) \(level)"
      steps += "L\(short(band.x(.zero + .minutes(Int64(minute + 1))))) \(level)"
    }
    steps += "L\(short(band.x(.zero + .minutes(Int64(last))))) \(short(floor))Z"
    let peak = crowd[first..<last].max() ?? 0
    canvas.path(steps, fill: TimelineStyle.crowd, title: "at most \(peak) visitors at once on this day")
  }

  /// Draws blackouts and alarms over all lanes.
  mutating func drawMasters(_ band: TimelineBand, from top: Double, to bottom: Double) {
    for span in record.masters {
      guard let part = band.part(span, end: record.end) else { continue }
      let isAlarm = span.name == "alarm"
      canvas.rectangle(
        part.from, top, max(1.5, part.to - part.from), bottom - top,
        fill: isAlarm ? TimelineStyle.bad : TimelineStyle.ink,
        title: "\(span.name), \(band.words(span, end: record.end))", more: "fill-opacity=\"\(isAlarm ? ".3" : ".45")\"")
    }
  }
}
