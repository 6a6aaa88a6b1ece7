import Sequencer
import Show

/// The light that canvases had.
public struct LightTally: DayTally, Sendable {
  /// What a canvas had.
  public struct Light: Hashable, Sendable {
    /// The canvas, as the show declares it.
    public var canvas: Canvas
    /// The exposure of the span.
    public var exposure = Exposure.none
    /// The exposure of the calendar year, up to the end of the span.
    public var year = Exposure.none
    /// The most lux that its lights were told to give together, alarms apart.
    public var mostLux = 0.0
    /// How long its lights were held below what was wanted, because a budget ran out.
    public var held: TimeSpan = .zero
    var last: CanvasState?
  }

  /// The canvases.
  public private(set) var canvases: [CanvasID: Light] = [:]

  mutating func passed(_ span: TimeSpan, in hall: Sequencer) {
    for (id, canvas) in hall.show.hall.canvases {
      var light = canvases[id] ?? Light(canvas: canvas)
      light.canvas = canvas
      if light.last == nil { light.last = hall.state.canvases[id] }
      if hall.state.canvases[id]?.heldToLux != nil { light.held = light.held + span }
      canvases[id] = light
    }
  }

  mutating func took(_ input: Input, _ step: Step, in hall: Sequencer) {
    for (id, canvas) in hall.show.hall.canvases {
      var light = canvases[id] ?? Light(canvas: canvas)
      light.follow(hall.state.canvases[id])
      if hall.state.alarm.isLatched == false { light.mostLux = max(light.mostLux, hall.lux(on: canvas)) }
      canvases[id] = light
    }
  }

  /// Counts what fell on them since it was last counted.
  mutating func finish(_ hall: Sequencer, at instant: ShowInstant) {
    for id in canvases.keys { canvases[id]?.follow(hall.account(of: id, at: instant)) }
  }
}

extension LightTally.Light {
  /// Whether the canvas stayed under its ceiling, to a hundredth.
  public var isUnderCeiling: Bool { canvas.ceilingLux.map { mostLux <= $0 * 1.01 } ?? true }
  /// Whether the canvas stayed within its budgets, to a hundredth.
  public var isWithinBudget: Bool {
    (canvas.luxHoursADay.map { exposure.luxHours <= $0 * 1.01 } ?? true)
      && (canvas.luxHoursAYear.map { year.luxHours <= $0 * 1.01 } ?? true)
  }

  fileprivate mutating func follow(_ state: CanvasState?) {
    guard let state, state.countedTo != last?.countedTo || state.year != last?.year else { return }
    // At the turn of the year the account begins with the new day.
    let before = last?.year == state.year || last?.year == nil ? last?.thisYear ?? .none : .none
    exposure = exposure + (state.thisYear - before)
    year = state.thisYear
    last = state
  }
}
