import ArgumentParser
import Endings
import Show

struct TestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Put a device through its properties, by overrides that end by themselves.",
    discussion: """
      Ends with 0 if every value was confirmed, with 1 if not; a device that never reports (lights on a DMX line) is \
      only told. Cut off, its overrides end within a minute.
      """, shouldDisplay: Help.isFull)
  @Argument(help: "The device, as hall.yaml names it.") var device: String
  @Option(help: ArgumentHelp("How long each value stays.", valueName: "time")) var each = "2s"
  @Flag(help: "Switch its power too; projectors' lamps age by that.") var power = false
  @OptionGroup var sending: SendingOptions

  func validate() throws {
    let _: DeviceID = try name(device, "the device")
    guard try span(each, option: "--each") <= .seconds(30) else { throw ValidationError("--each \(each): at most 30s") }
  }

  func run() async throws {
    let link = try HallLink(settings: try sending.connection.settings())
    try await link.connect()
    let outcome: Result<Int, CommandFault>
    do throws(CommandFault) { outcome = .success(try await test(over: link)) } catch { outcome = .failure(error) }
    await link.disconnect()
    let failures = try outcome.get()
    if failures > 0 { throw CommandFault(.answerIsNo, "\(device): \(counted(failures, "value")) not confirmed") }
  }

  private func test(over link: HallLink) async throws(CommandFault) -> Int {
    try await link.subscribe(link.topics.statusFilters)
    let status = await link.status(now: .now)
    let run = DeviceTest(
      device: DeviceID(device), plan: try plan(status), each: TimeSpan(each) ?? .seconds(2), link: link,
      note: sending.note ?? "regie test")
    return try await run.perform { line in Output.line(line) }
  }

  /// The steps for the device.
  ///
  /// - Throws: status 1 where there is no such device, it has nothing to try, or somebody overrides it.
  private func plan(_ status: Status) throws(CommandFault) -> TestPlan {
    guard let line = status.devices.first(where: { $0.id == device }), let desired = line.desired else {
      let near = nearest(to: device, among: status.devices.map(\.id)).map { ": did you mean \($0)?" } ?? ""
      throw CommandFault(.answerIsNo, "the hall has told nothing to a device \(device)\(near)")
    }
    guard let plan = TestPlan(properties: Set(desired.members.map(\.name)), power: power) else {
      throw CommandFault(.answerIsNo, "\(device) has nothing that can be tried; --power switches its power")
    }
    let taken = Set(status.artworks.flatMap(\.overridden)).intersection(
      plan.properties.map { "\(device).\($0.rawValue)" })
    if let path = taken.min() {
      throw CommandFault(.answerIsNo, "\(path) is overridden already: regie release \(path) first")
    }
    return plan
  }
}

/// A test that runs.
struct DeviceTest {
  let device: DeviceID
  let plan: TestPlan
  let each: TimeSpan
  let link: HallLink
  let note: String

  /// Takes each step, and gives the device back to the show at the end.
  ///
  /// - Parameter tell: hears a line at each step.
  /// - Returns: how many values a device that reports did not confirm.
  /// - Throws: status 1 where a command is refused, 69 where nobody answers.
  func perform(tell: (String) -> Void) async throws(CommandFault) -> Int {
    var failures = 0
    var begun: [PropertyName] = []
    do throws(CommandFault) {
      for step in plan.steps {
        if begun.contains(step.property) == false { begun.append(step.property) }
        try await send(.override(PropertyPath(device, step.property), step.value), lasts: each + .seconds(30))
        let isConfirmed = await confirmation()
        if isConfirmed == false { failures += 1 }
        let word = isConfirmed.map { $0 ? "confirmed" : "NOT CONFIRMED" } ?? "told (it has not reported)"
        tell("\(device).\(step.property.rawValue) \(step.value): \(step.shows) — \(word)")
      }
    } catch {
      await giveBack(begun)
      throw error
    }
    await giveBack(begun)
    return failures
  }

  private func giveBack(_ properties: [PropertyName]) async {
    // Where that fails too, the overrides end by themselves.
    for property in properties { try? await send(.release(PropertyPath(device, property)), lasts: nil) }
  }

  private func send(_ act: CommandAct, lasts: TimeSpan?) async throws(CommandFault) {
    let payload = CommandPayload(
      id: CommandPayload.freshID(), act: act, end: lasts.map { .after($0) }, note: note, expires: nil)
    let reply = try await CommandRequest.exchange(payload, over: link)
    if let refusal = reply.refusal { throw CommandFault(.answerIsNo, refusal) }
  }

  /// Lets the value stand for its time, and says whether the device confirmed it; nothing if it never reports.
  private func confirmation() async -> Bool? {
    var left = each.milliseconds
    while left > 0 {
      try? await Task.sleep(for: .milliseconds(min(left, 100)))
      left -= 100
    }
    let status = await link.status(now: .now)
    return status.devices.first { $0.id == device.text }?.isConfirmed
  }
}
