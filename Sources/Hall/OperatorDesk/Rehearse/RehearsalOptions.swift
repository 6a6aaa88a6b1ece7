import ArgumentParser
import Endings
import Rehearsal
import Show

/// What is rehearsed: when, with which visitors and devices, and from which seed.
struct RehearsalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A day of the programme, such as 2025-06-11.", valueName: "day")) var day: String?
  @Option(help: ArgumentHelp("From a time, such as 10:00 or 2025-06-10T10:00.", valueName: "time")) var from: String?
  @Option(help: ArgumentHelp("To a time.", valueName: "time")) var to: String?
  @Option(help: ArgumentHelp("The seed of chance: the same gives the same, byte for byte.", valueName: "number"))
  var seed: UInt64 = 1
  @Option(help: ArgumentHelp("How many groups of visitors come in an hour.", valueName: "number"))
  var groups: Double = VisitorHabits().groupsPerHour
  @Option(help: ArgumentHelp("How many visitors a group has, on average.", valueName: "number"))
  var groupSize: Double = VisitorHabits().groupSize
  @Option(help: ArgumentHelp("How long a group stays at an artwork, on average.", valueName: "time"))
  var dwell: String = VisitorHabits().dwell.description
  @Option(
    help: ArgumentHelp("How many artworks a group looks at, on average.", valueName: "number", visibility: visibility))
  var artworks: Double = VisitorHabits().artworks
  @Option(help: ArgumentHelp("How long it walks between two, on average.", valueName: "time", visibility: visibility))
  var walk: String = VisitorHabits().walk.description
  @Option(
    help: ArgumentHelp("The part of stays in which a contact is made.", valueName: "part", visibility: visibility))
  var touches: Double = VisitorHabits().touches
  @Option(
    help: ArgumentHelp(
      "How often an hour a measuring sensor is disturbed.", valueName: "number", visibility: visibility))
  var disturbances: Double = VisitorHabits().disturbancesPerHour
  @Option(help: ArgumentHelp("How long media last whose length is unknown.", valueName: "time", visibility: visibility))
  var media: String = "30s"
  @Option(
    help: ArgumentHelp(
      "How a device behaves: silent, refuses, lies, or lags:3s; once for each.", valueName: "device=manner"))
  var device: [String] = []

  private static var visibility: ArgumentVisibility { Help.isFull ? .default : .hidden }

  func validate() throws {
    _ = try habits()
    _ = try span(media, option: "--media")
    _ = try manners()
    try checkSpan(day: day, from: from, to: to)
  }

  /// The plan for a show.
  ///
  /// - Parameters:
  ///   - show: the show.
  ///   - folder: where its media stand.
  ///   - firstDayOnly: whether of a programme of several days only the first is rehearsed, unless others are named.
  /// - Throws: status 64 for a span or a device that makes no sense in this show.
  func plan(for show: Show, in folder: String, firstDayOnly: Bool = false) throws -> RehearsalPlan {
    let manners = try manners()
    let devices = show.hall.devices
    for id in manners.keys.sorted() where devices[id]?.reports != true {
      let known = devices.filter(\.value.reports).keys.map(\.text)
      let hint = nearest(to: id.text, among: known).map { "did you mean \($0)?" } ?? "see devices: in hall.yaml"
      let what = devices[id] == nil ? "no device of this show" : "a device that never reports"
      throw CommandFault(.usage, "--device \(id): it is \(what): \(hint)")
    }
    return RehearsalPlan(
      span: try rehearsalSpan(of: show.hall, firstDayOnly), seed: seed, habits: try habits(), manners: manners,
      mediaLengths: MediaLengths.read(of: show, in: folder), usualMediaLength: try span(media, option: "--media"))
  }

  private func habits() throws -> VisitorHabits {
    func number(_ value: Double, _ option: String, _ range: ClosedRange<Double>) throws -> Double {
      guard value.isFinite, range.contains(value) else {
        let (low, high) = (Value.number(range.lowerBound), Value.number(range.upperBound))
        throw ValidationError("\(option) \(value): it is a number from \(low) to \(high)")
      }
      return value
    }
    return VisitorHabits(
      groupsPerHour: try number(groups, "--groups", 0...10_000),
      groupSize: try number(groupSize, "--group-size", 1...20),
      dwell: try span(dwell, option: "--dwell"), artworks: try number(artworks, "--artworks", 1...100),
      walk: try span(walk, option: "--walk"), touches: try number(touches, "--touches", 0...1),
      disturbancesPerHour: try number(disturbances, "--disturbances", 0...1000))
  }

  private func manners() throws -> [DeviceID: DeviceManner] {
    var found: [DeviceID: DeviceManner] = [:]
    for text in device {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError("--device \(printable(text)): write for example voice=silent")
      }
      found[try name(parts[0], "the device")] = try manner(parts[1])
    }
    return found
  }

  private func manner(_ text: String) throws -> DeviceManner {
    switch text {
    case "silent": return .silent
    case "refuses": return .refuses
    case "lies": return .lies
    default:
      if text.hasPrefix("lags:") {
        return .answers(after: try span(String(text.dropFirst(5)), option: "--device lags:"))
      }
      throw ValidationError(
        "‘\(printable(text))’ is no manner of a device: there are silent, refuses, lies and lags:TIME")
    }
  }

  private func rehearsalSpan(of hall: Hall, _ firstDayOnly: Bool) throws -> RehearsalSpan {
    let clock = HallClock(timeZone: hall.timeZone)
    var span = RehearsalSpan.exhibition(of: hall)
    if firstDayOnly, !span.opensItself, let first = clock.day(of: span.from) {
      span = RehearsalSpan.day(first, of: hall) ?? span
    }
    if let day, let date = LocalDate(day) {
      guard let found = RehearsalSpan.day(date, of: hall) else {
        throw CommandFault(.usage, "--day \(day) cannot be reached")
      }
      span = found
    }
    let firstDay = clock.day(of: span.from)
    if let from = clock.instant(written: from, on: firstDay) { span.from = from }
    if let to = clock.instant(written: to, on: firstDay) { span.to = to }
    guard span.from < span.to else {
      throw CommandFault(
        .usage, "--to is not after --from: \(clock.dayAndTime(span.to)) is not after \(clock.dayAndTime(span.from))")
    }
    guard span.length <= RehearsalSpan.longest else {
      throw CommandFault(
        .usage, "\(span.length) are too long: at most \(RehearsalSpan.longest) are rehearsed; use --from and --to")
    }
    return span
  }
}

/// Checks how the options of a span are written.
///
/// - Throws: how they are.
func checkSpan(day: String?, from: String?, to: String?) throws {
  if let day, LocalDate(day) == nil {
    throw ValidationError("--day ‘\(printable(day))’: write for example 2025-06-11")
  }
  for (option, text) in [("--from", from), ("--to", to)] {
    guard let text, LocalTime(text) == nil, TimeOfDay(text) == nil else { continue }
    throw ValidationError("\(option) ‘\(printable(text))’: write a time such as 10:00, or 2025-06-10T10:00")
  }
}

extension HallClock {
  /// The instant of a time as an option has it: of a day of its own, or of the day given.
  func instant(written text: String?, on day: LocalDate?) -> WallInstant? {
    guard let text else { return nil }
    if let local = LocalTime(text) { return instant(of: local) }
    return TimeOfDay(text).flatMap { time in day.map { instant(of: LocalTime(date: $0, time: time)) } }
  }
}
