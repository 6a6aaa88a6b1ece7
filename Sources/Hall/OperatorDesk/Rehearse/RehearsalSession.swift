import Rehearsal
import Sequencer
import Show

/// A rehearsal with all that listens to it: the report, the timeline, the trace.
struct RehearsalSession {
  private(set) var rehearsal: HallRehearsal
  private(set) var report: RehearsalReport
  private(set) var record: TimelineRecord
  private var remarks = 0
  /// Hears what happened, in order.
  var listeners: [(VirtualHall.Moment) throws -> Void] = []

  /// - Throws: what is wrong with the script.
  init(_ show: Show, plan: RehearsalPlan, script: RehearsalScript = RehearsalScript()) throws(ScriptFaults) {
    rehearsal = try HallRehearsal(show, plan: plan, script: script)
    report = RehearsalReport(show)
    record = TimelineRecord(show, keepsCues: plan.span.length <= .hours(3))
  }

  /// Whether the end of the span is reached.
  var isDone: Bool { rehearsal.now >= rehearsal.end }

  /// Lets virtual time pass.
  mutating func advance(by span: TimeSpan) throws {
    rehearsal.advance(to: rehearsal.now + span)
    for moment in rehearsal.takeMoments() {
      report.take(moment)
      record.take(moment)
      for listener in listeners { try listener(moment) }
    }
    for remark in rehearsal.remarks.dropFirst(remarks) { record.take(remark) }
    remarks = rehearsal.remarks.count
  }

  /// Ends it: what lasts is counted.
  mutating func finish() {
    report.finish(rehearsal)
    record.finish(at: rehearsal.now)
  }

  /// Rehearses to the end, as fast as it goes.
  ///
  /// - Parameter progress: hears how far it is, in minutes of the span.
  mutating func run(progress: (Int, Int) -> Void = { _, _ in }) throws {
    let minutes = Int(rehearsal.end.milliseconds / 60_000)
    while !isDone {
      try advance(by: .minutes(10))
      progress(Int(rehearsal.now.milliseconds / 60_000), minutes)
    }
    finish()
  }

  /// How it is rehearsed, in a line.
  var remark: String {
    let clock = HallClock(timeZone: rehearsal.show.hall.timeZone)
    let plan = rehearsal.plan
    let times = "\(clock.dayAndTime(plan.span.from)) to \(clock.dayAndTime(plan.span.to))"
    let (visitors, groups) = rehearsal.arrivals
    return "rehearsed \(times) · seed \(plan.seed) · \(counted(groups, "group")) of \(counted(visitors, "visitor"))"
  }

  /// The timeline as SVG.
  func timeline() -> String {
    var picture = TimelinePicture(record, of: rehearsal, remark: remark)
    return picture.svg()
  }
}
