import Rehearsal
import Show

extension RehearsalSession {
  /// The report as scripts read it; lengths of time are seconds.
  var json: JSON {
    let (visitors, groups) = rehearsal.arrivals
    return .object([
      "hall": .text(rehearsal.show.hall.name), "show": .text(rehearsal.show.fingerprint),
      "from": .instant(rehearsal.plan.span.from), "to": .instant(rehearsal.plan.span.to),
      "seed": .text("\(rehearsal.plan.seed)"), "inputs": .number(Double(report.inputs)),
      "visitors": .number(Double(visitors)), "groups": .number(Double(groups)),
      "artworks": .list(report.artworks.map { json($0) }),
      "closings": .list(
        report.incidents.closings.map { closing in
          .object(["at": at(closing.at), "took_s": seconds(closing.took)])
        }),
      "close_within_s": seconds(rehearsal.show.hall.closeWithin),
      "faults": .list(report.incidents.faults.map { json($0) }),
      "warnings": .list(report.incidents.warnings.map { json($0) }),
      "expectations_failed": .list(
        rehearsal.remarks.filter { $0.instead != nil }.map { remark in
          .object([
            "line": .number(Double(remark.line)), "at": at(remark.at), "expected": .text(remark.text),
            "instead": .optional(remark.instead),
          ])
        }),
      "refused": .list(report.incidents.refusals.map(JSON.text)),
    ])
  }

  private func json(_ artwork: RehearsalReport.ArtworkReport) -> JSON {
    .object([
      "artwork": .text(artwork.id.text), "visits": .number(Double(artwork.visits.visits)),
      "groups": .number(Double(artwork.visits.groups)), "mean_stay_s": seconds(artwork.visits.meanStay),
      "most_at_once": .number(Double(artwork.visits.most)), "touches": .number(Double(artwork.visits.touches)),
      "degraded_s": seconds(artwork.degraded),
      "scenes": .list(
        artwork.scenes.map { scene in
          .object([
            "scene": .text(scene.id.text), "entered": .number(Double(scene.entered)),
            "airtime_s": seconds(scene.airtime), "entry": scene.isScheduleOnly ? .text("schedule") : nil,
          ])
        }),
      "triggers": .list(
        artwork.triggers.map { trigger in
          .object([
            "trigger": .text(trigger.id.text), "scene": .text(trigger.scene.text),
            "fired": .number(Double(trigger.fired)), "not_fired": .number(Double(trigger.heldBack)),
            "last_reason": trigger.lastReason.map(JSON.text),
          ])
        }),
      "never_reached": .list(artwork.neverReached.map { .text($0.text) }),
      "never_fired": .list(artwork.neverFired.map { .text($0.id.text) }),
    ])
  }

  private func json(_ incident: IncidentLog.Incident) -> JSON {
    .object([
      "about": .text(incident.id), "text": .text(incident.text), "first": at(incident.first),
      "times": .number(Double(incident.times)), "stood_s": seconds(incident.stood),
    ])
  }

  private func at(_ instant: ShowInstant) -> JSON? { .instant(rehearsal.wall(instant)) }

  private func seconds(_ span: TimeSpan?) -> JSON? { span.map { .number($0.inSeconds) } }
}
