import Show

/// Light on canvases: counted in lux-hours, and held before a budget is spent.
///
/// A light that the sequencer wanted counts as if it shone, also while the daemon was away: fixtures hold what they were
/// told last, and the account must not say less than the canvas had.
extension Sequencer {
  /// How long a light takes to where a limit or the grand master leads it.
  static let restraintGlide = TimeSpan.seconds(10)
  /// How often a limit that holds is set anew.
  static let limitRhythm = TimeSpan.minutes(10)
  /// What a day has left for a budget while the clock is unknown, in hours.
  static let hoursWithoutClock = 12.0

  /// Counts the light that fell on canvases up to now, and sets what may fall on them from now on.
  mutating func followCanvases() {
    for canvas in index.canvases {
      let lights = canvas.lights.keys
      let before = state.canvases[canvas.id]
      let isTouched = lights.contains { work.touchedDevices.contains($0) } || work.hallTouched
      let isDue = before.map { known in known.nextLook.map { $0 <= now } ?? false } ?? true
      guard isTouched || isDue || before?.day != today else { continue }
      work.lookedAtCanvases = true
      work.touchedDevices.formUnion(lights)
      var known = before ?? CanvasState(since: now)
      known.count(exposure(of: canvas, from: known.countedTo, to: now), to: now)
      beginDay(of: canvas, &known)
      if known.heldToLux == nil || isDue || work.hallTouched || known.day != before?.day { limit(canvas, &known) }
      if known.heldToLux != before?.heldToLux { for light in lights { work.glides[light] = Self.restraintGlide } }
      state.canvases[canvas.id] = known
    }
  }

  /// How much light a canvas has had up to an instant, what was not counted yet included.
  public func account(of id: CanvasID, at instant: ShowInstant) -> CanvasState? {
    guard let canvas = show.hall.canvases[id], var known = state.canvases[id] else { return nil }
    known.count(exposure(of: canvas, from: known.countedTo, to: max(instant, known.countedTo)), to: instant)
    return known
  }

  /// The most that the lights of a canvas were told to give it together, on their way or at its end, in lux.
  public func lux(on canvas: Canvas) -> Double {
    canvas.lights.map { light, calibration in
      calibration.lux(atLevel: state.devices[light]?.desired.properties[.level]?.peak(after: now) ?? 0)
    }.sorted().reduce(0, +)
  }

  /// Plans when the canvases must be looked at again, by the levels that are told now.
  mutating func planCanvases() {
    guard work.lookedAtCanvases else { return }
    for canvas in index.canvases {
      let next = nextLook(at: canvas)
      state.canvases[canvas.id]?.nextLook = next
    }
  }

  /// The exposure since an instant, by the levels that were told then.
  private func exposure(of canvas: Canvas, from begin: ShowInstant, to end: ShowInstant) -> Exposure {
    let total = canvas.lights.sorted { $0.key < $1.key }.reduce(0.0) { total, light in
      guard let fade = state.devices[light.key]?.desired.properties[.level] else { return total }
      return total + fade.exposure(light.value, from: begin, to: end)
    }
    return Exposure(luxMilliseconds: Int64(total.rounded()))
  }

  /// Begins another day, and another year, once the clock says so; a clock that is set back goes on with the later day.
  private mutating func beginDay(of canvas: Canvas, _ known: inout CanvasState) {
    guard let today, known.day.map({ today > $0 }) ?? true else { return }
    if let day = known.day, let date = LocalDate(dayNumber: Int(day)) {
      decide(
        Decision(
          .exposure, subject: canvas.id.text, "\(canvas.title) had \(known.today) on \(date)",
          values: [
            "day": .text(date.description), "lux_hours": .number(known.today.luxHours),
            "lux_hours_year": .number(known.thisYear.luxHours),
          ]))
      known.today = .none
    }
    known.day = today
    let year = LocalDate(dayNumber: Int(today))?.year
    if known.year != nil, known.year != year { known.thisYear = known.today }
    known.year = year
  }

  // MARK: The budget

  /// What may fall on it from now on: nothing is held until a good part of a budget is spent.
  private mutating func limit(_ canvas: Canvas, _ known: inout CanvasState) {
    let id = "canvas-light:\(canvas.id)"
    guard let budget = budgetToday(of: canvas, known), known.today.luxHours >= budget * canvas.dimsFrom else {
      known.heldToLux = nil
      return clear(id, "\(canvas.title) has light in its budget again")
    }
    let rest = max(0, budget - known.today.luxHours)
    let limit = rest / hoursOfLightLeft
    let isSpent = rest <= 0
    if known.heldToLux == nil || isSpent && known.heldToLux != 0 {
      let of = "\(Exposure.figures(budget)) lux-hours that \(canvas.title) may have today"
      let sentence =
        isSpent
        ? "all of the \(of) are spent: its lights stay dark until the day is over"
        : "\(Exposure.figures(known.today.luxHours)) of the \(of) are spent: its lights are held so that the rest lasts"
      decide(
        Decision(
          .exposure, subject: canvas.id.text, sentence,
          values: [
            "lux_hours": .number(known.today.luxHours), "budget": .number(budget), "held_to_lux": .number(limit),
          ]))
      let artworks = Set(canvas.lights.keys.flatMap { index.users[$0] ?? [] })
      warn(id, sentence, artworks: index.order.filter(artworks.contains))
    }
    known.heldToLux = limit
  }

  /// The lux-hours that a canvas may have today: its day's, or what the year's leaves for each of its days once that runs
  /// out.
  func budgetToday(of canvas: Canvas, _ known: CanvasState) -> Double? {
    guard let year = canvas.luxHoursAYear else { return canvas.luxHoursADay }
    let before = (known.thisYear - known.today).luxHours
    let rest = max(0, year - before)
    let share = before >= year * canvas.dimsFrom ? rest / Double(daysLeftInYear(known)) : rest
    return min(canvas.luxHoursADay ?? share, share)
  }

  private func daysLeftInYear(_ known: CanvasState) -> Int {
    guard let day = known.day, let year = known.year, let next = LocalDate(year: year + 1, month: 1, day: 1) else {
      return 1
    }
    return max(1, next.dayNumber - Int(day))
  }

  /// For how many hours of this day light is still wanted: the openings that are left, or all of it without any.
  private var hoursOfLightLeft: Double {
    guard let wall = trustedWall, let midnight = nextMidnight else { return Self.hoursWithoutClock }
    var end = wall
    var milliseconds: Int64 = 0
    for opening in state.agenda.openings.sorted(by: { ($0.lead, $0.to) < ($1.lead, $1.to) }) {
      let from = max(opening.lead, end)
      let to = min(opening.to, midnight)
      guard from < to else { continue }
      milliseconds += (to - from).milliseconds
      end = to
    }
    if milliseconds == 0 { milliseconds = (midnight - wall).milliseconds }
    return Double(max(milliseconds, 60_000)) / 3_600_000
  }

  private var nextMidnight: WallInstant? { TimeOfDay(hour: 0, minute: 0, second: 0).flatMap { next($0) } }

  /// When a fade ends, a budget's mark is reached, a limit is to be set anew, or the day is over.
  private func nextLook(at canvas: Canvas) -> ShowInstant? {
    guard let known = state.canvases[canvas.id] else { return nil }
    var next = nextMidnight.flatMap { trustedWall == nil ? nil : state.clock.instant(of: $0) }
    func offer(_ instant: ShowInstant) { if instant > now, next.map({ instant < $0 }) ?? true { next = instant } }
    for light in canvas.lights.keys {
      if let fade = state.devices[light]?.desired.properties[.level], fade.over > .zero { offer(fade.end) }
    }
    if let budget = budgetToday(of: canvas, known) {
      // At the most that the lights may give on their way, a mark is never passed unseen.
      let lux = lux(on: canvas)
      let marks = [budget * canvas.dimsFrom, budget].map { Exposure(luxHours: $0).luxMilliseconds + 1 }
      if lux > 0, let mark = marks.first(where: { $0 > known.today.luxMilliseconds }) {
        let milliseconds = Double(mark - known.today.luxMilliseconds) / lux
        if milliseconds < 366 * 86_400_000 { offer(now + .milliseconds(Int64(milliseconds.rounded(.up)))) }
      }
      if known.heldToLux ?? 0 > 0 { offer(now + Self.limitRhythm) }
    }
    return next
  }
}

extension CanvasState {
  /// Adds what fell on it up to an instant.
  mutating func count(_ exposure: Exposure, to now: ShowInstant) {
    today = today + exposure
    thisYear = thisYear + exposure
    countedTo = now
  }
}

extension Fade {
  /// The level at an instant; 0 where it is no number.
  func level(at now: ShowInstant) -> Double { value(at: now).number ?? 0 }

  /// The highest level from an instant on: curves never leave what lies between their ends.
  func peak(after now: ShowInstant) -> Double {
    let goal = to.number ?? 0
    guard over > .zero, now < end, let start = from?.number else { return goal }
    return max(start, goal)
  }

  /// What a light gave on a canvas between two instants, in lux-milliseconds; a fade by the rule of midpoints.
  func exposure(_ calibration: Calibration, from begin: ShowInstant, to now: ShowInstant) -> Double {
    let settled = over > .zero && from != nil ? min(max(end, begin), now) : begin
    let steps = 64
    let step = Double((settled - begin).milliseconds) / Double(steps)
    var total = 0.0
    if step > 0 {
      for place in 0..<steps {
        let instant = begin + .milliseconds(Int64(((Double(place) + 0.5) * step).rounded()))
        total += calibration.lux(atLevel: level(at: instant)) * step
      }
    }
    return total + calibration.lux(atLevel: to.number ?? 0) * Double((now - settled).milliseconds)
  }
}
