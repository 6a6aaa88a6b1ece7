import Show

/// One band of a timeline: a day, or the part of it that is drawn, and where its instants lie on the page.
struct TimelineBand {
  /// How much is drawn.
  enum Detail { case day, hours }

  /// The heading: the day.
  let heading: String
  /// Its beginning and end, in show time.
  let from: ShowInstant
  let to: ShowInstant
  /// Where an instant's wall time is read.
  let wall: @Sendable (ShowInstant) -> String
  /// The instants of its ticks, with their labels.
  let ticks: [(at: ShowInstant, label: String)]

  /// Cues, and names in blocks, where at most three hours are drawn.
  var detail: Detail { to - from <= .hours(3) ? .hours : .day }
  /// How many pixels a millisecond is wide.
  var scale: Double {
    (TimelineStyle.width - TimelineStyle.left - TimelineStyle.right) / Double(max(1, (to - from).milliseconds))
  }

  /// Where an instant lies, held within the band.
  func x(_ instant: ShowInstant) -> Double {
    TimelineStyle.left + Double((min(max(instant, from), to) - from).milliseconds) * scale
  }

  /// The part of a span that lies in the band; nothing if none does.
  func part(_ span: TimelineRecord.Span, end: ShowInstant) -> (from: Double, to: Double)? {
    let last = span.to ?? end
    guard span.from < to, last > from else { return nil }
    return (x(span.from), x(last))
  }

  /// Whether an instant lies in the band.
  func holds(_ instant: ShowInstant) -> Bool { from <= instant && instant <= to }

  /// A span in words: its times and what is told of it.
  func words(_ span: TimelineRecord.Span, end: ShowInstant) -> String {
    "\(wall(span.from))–\(wall(span.to ?? end)) \(span.text)"
  }
}

/// Cuts what was recorded into bands: one a day, all of them of the same hours, so that they can be compared.
struct TimelineBands {
  let clock: HallClock
  /// The wall time of show time zero.
  let beginning: WallInstant
  let record: TimelineRecord

  private static let days = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  private func wall(_ instant: ShowInstant) -> WallInstant { beginning + (instant - .zero) }
  private func show(_ wall: WallInstant) -> ShowInstant { .zero + (wall - beginning) }

  /// The bands, in order.
  func bands() -> [TimelineBand] {
    let days = days()
    let lively = days.map { day in (day: day, hours: hours(of: day)) }.filter { $0.hours != nil }
    guard !lively.isEmpty else { return days.map { band($0.date, $0.from, $0.to) } }
    let first = lively.compactMap { $0.hours.map { $0.from } }.min() ?? .zero
    let last = lively.compactMap { $0.hours.map { $0.to } }.max() ?? .hours(24)
    return lively.map { item in
      let from = max(item.day.from, show(item.day.midnight + first))
      return band(item.day.date, from, max(from + .seconds(1), min(item.day.to, show(item.day.midnight + last))))
    }
  }

  /// The days that were rehearsed.
  private func days() -> [(date: LocalDate, midnight: WallInstant, from: ShowInstant, to: ShowInstant)] {
    var found: [(date: LocalDate, midnight: WallInstant, from: ShowInstant, to: ShowInstant)] = []
    var at = wall(.zero)
    let end = wall(record.end)
    while at < end, found.count < 60, let date = clock.day(of: at), let midnight = clock.midnight(of: date),
      let next = clock.day(of: midnight + .hours(36)), let tomorrow = clock.midnight(of: next), at < tomorrow
    {
      found.append((date, midnight, show(at), show(min(end, tomorrow))))
      at = tomorrow
    }
    return found
  }

  /// From when to when after midnight the hall was not closed on a day; nothing if it was closed all day.
  private func hours(
    of day: (date: LocalDate, midnight: WallInstant, from: ShowInstant, to: ShowInstant)
  ) -> (from: TimeSpan, to: TimeSpan)? {
    let spans = record.phases.filter { span in
      span.name != HallPhase.closed.description && span.from < day.to && (span.to ?? record.end) > day.from
    }
    guard let first = spans.first, let last = spans.last else { return nil }
    let from = max(day.from, first.from - .minutes(5))
    let to = min(day.to, (last.to ?? record.end) + .minutes(5))
    return (wall(from) - day.midnight, wall(to) - day.midnight)
  }

  private func band(_ date: LocalDate, _ from: ShowInstant, _ to: ShowInstant) -> TimelineBand {
    let clock = clock
    let beginning = beginning
    return TimelineBand(
      heading: Self.heading(date), from: from, to: to, wall: { clock.time(beginning + ($0 - .zero)) },
      ticks: ticks(date, from, to))
  }

  /// Ticks at round times of day, as close as their labels allow.
  private func ticks(_ date: LocalDate, _ from: ShowInstant, _ to: ShowInstant) -> [(at: ShowInstant, label: String)] {
    guard let midnight = clock.midnight(of: date) else { return [] }
    let steps: [TimeSpan] = [
      .seconds(10), .seconds(30), .minutes(1), .minutes(2), .minutes(5), .minutes(10), .minutes(15), .minutes(30),
      .hours(1), .hours(2), .hours(6),
    ]
    let most = (TimelineStyle.width - TimelineStyle.left - TimelineStyle.right) / 76
    let length = Double((to - from).milliseconds)
    let step = steps.first { length / Double($0.milliseconds) <= most } ?? .hours(6)
    var found: [(at: ShowInstant, label: String)] = []
    let gone = (wall(from) - midnight).milliseconds
    var count = (gone + step.milliseconds - 1) / step.milliseconds
    while case let at = show(midnight + .milliseconds(count * step.milliseconds)), at <= to {
      found.append((at, clock.time(wall(at), seconds: step < .minutes(1))))
      count += 1
    }
    return found
  }

  private static func heading(_ date: LocalDate) -> String {
    let weekday = LocalTime("\(date)T12:00").map { HallClock(timeZone: "UTC").instant(of: $0) }
    let day = weekday.map { days[Int($0.milliseconds / 86_400_000) % 7] } ?? ""
    return "\(day) \(date.day) \(months[date.month - 1])"
  }
}
