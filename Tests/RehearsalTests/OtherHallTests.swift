import Rehearsal
import Sequencer
import Show
import Testing

/// An hour of the hall that ships, told again with other shows.
@Suite("What would have been")
struct OtherHallTests {
  /// A part of 10 June 2025 in the hall that ships, with visitors, devices and an operator.
  private static let lived: (show: Show, moments: [VirtualHall.Moment])? = {
    guard let show = ShippedShow.show else { return nil }
    let ten = WallInstant(milliseconds: 1_749_542_400_000)
    let plan = RehearsalPlan(
      span: RehearsalSpan(from: ten, to: ten + .minutes(12)), seed: 5, habits: VisitorHabits(groupsPerHour: 120))
    var rehearsal = try? HallRehearsal(show, plan: plan)
    rehearsal?.advance(to: .zero + .minutes(3))
    rehearsal?.command(.hold("onirica"), by: "desk", end: .after(.minutes(2)))
    rehearsal?.advance(to: .zero + .minutes(6))
    rehearsal?.command(
      .override(PropertyPath("onirica-screen", .brightness), .number(0.5)), by: "lead", end: .after(.minutes(1)))
    rehearsal?.advance(to: .zero + .minutes(12))
    return (rehearsal?.takeMoments()).map { (show, $0) }
  }()

  /// What comes of telling the moments again.
  private struct Told {
    var other: OtherHall
    var before: HallTally
    var after: HallTally
    var comparison = DecisionComparison()
  }

  private func tell(_ moments: [VirtualHall.Moment], of show: Show, with another: Show, from place: Int = 0) -> Told {
    var was = Sequencer(show: Show(hall: Hall(name: "", topics: ""), artworks: []))
    func adopted(_ input: Input) -> Show? { if case .show = input.event { show } else { nil } }
    for moment in moments[..<place] { _ = was.step(moment.input, adopting: adopted(moment.input)) }
    var told = Told(
      other: place > 0 ? OtherHall(another, from: was) : OtherHall(another),
      before: HallTally(was, from: was.state.now, keepsCues: false),
      after: HallTally(was, from: was.state.now, keepsCues: false))
    for moment in moments[place...] {
      let step = was.step(moment.input, adopting: adopted(moment.input))
      let mine = HallTally.Moment(moment.input, step, of: was)
      let others = told.other.take(moment.input, recorded: step, by: was)
      told.comparison.take(mine, others)
      told.before.take(mine, of: was.show)
      for moment in others { told.after.take(moment, of: another) }
    }
    told.before.finish(at: was.state.now)
    told.after.finish(at: was.state.now)
    return told
  }

  @Test("the same show would have done the same, from the beginning and from the middle", arguments: [0.0, 0.3, 0.7])
  func same(part: Double) throws {
    let (show, moments) = try #require(Self.lived)
    let told = tell(moments, of: show, with: show, from: Int(part * Double(moments.count)))
    let difference = told.comparison.difference
    #expect(difference == nil, "\(String(describing: difference))")
    #expect(told.other.skipped == [])
    #expect(told.before.transitions == told.after.transitions)
    #expect(told.before.triggers == told.after.triggers)
    #expect(told.before.told == told.after.told)
    #expect(told.before.rotations.airtimes == told.after.rotations.airtimes)
    #expect(told.before.transitions.count > 10)
  }

  @Test("a show with one edited scene differs first where that scene is entered first", arguments: 0..<6)
  func edited(number: Int) throws {
    let (show, moments) = try #require(Self.lived)
    let entered = moments.flatMap { moment in
      moment.step.decisions.enumerated().compactMap { place, decision in
        decision.kind == .scene ? (decision, moment.input.seq + Int64(place) + 1) : nil
      }
    }
    let scenes = Dictionary(entered.map { ("\($0.artwork ?? "")/\($0.to ?? "")", ($0, $1)) }) { first, _ in first }
    let chosen = try #require(scenes.sorted { $0.value.1 < $1.value.1 }.dropFirst(number * 2).first?.value)
    var other = show
    other.fingerprint = "other"
    let (artwork, scene) = (try #require(chosen.0.artwork), try #require(chosen.0.to))
    let index = try #require(show.artworks.firstIndex { $0.id == artwork })
    let place = try #require(show.artworks[index].scenes.firstIndex { $0.id == scene })
    other.artworks[index].scenes[place].cues = [Cue(action: .note("edited"))]
    other.artworks[index].scenes[place].triggers = []
    let difference = try #require(tell(moments, of: show, with: other).comparison.difference)
    let sentence = difference.wouldBe?.sentence ?? difference.was?.sentence ?? ""
    #expect(difference.seq >= chosen.1, "\(sentence)")
    let moment = try #require(moments.last { $0.input.seq < chosen.1 })
    #expect(difference.input.seq == moment.input.seq, "\(scene) of \(artwork): \(sentence)")
  }

  @Test("what another show does not know is left out, counted and named")
  func unknown() throws {
    let (show, moments) = try #require(Self.lived)
    var other = show
    other.fingerprint = "other"
    other.hall.sensors["onirica-presence"] = nil
    other.hall.devices["onirica-screen"] = nil
    other.artworks.removeAll { $0.id == "onirica" }
    other.artworks = other.artworks.filter { artwork in
      !artwork.devices.contains("onirica-screen") && !artwork.inputs.values.contains("onirica-presence")
    }
    let told = tell(moments, of: show, with: other)
    let reasons = told.other.skipped.map(\.reason)
    #expect(reasons.contains("there is no sensor onirica-presence"))
    #expect(reasons.contains("there is no device onirica-screen"))
    #expect(reasons.contains("there is no artwork onirica"))
    #expect(told.other.skipped.allSatisfy { $0.count > 0 && $0.first > 0 })
    #expect(told.after.scenes(of: "onirica").isEmpty && !told.before.scenes(of: "onirica").isEmpty)
  }
}
