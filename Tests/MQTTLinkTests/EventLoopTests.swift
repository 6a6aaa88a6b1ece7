import CLinux
import Glibc
import MQTTLink
import Synchronization
import Testing

@Suite("The event loop")
struct EventLoopTests {
  /// An actor whose executor is a loop.
  private actor Resident {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    private(set) var notes: [String] = []

    init(_ loop: EventLoop) { self.loop = loop }

    func note(_ text: String) { notes.append(text) }

    func runs(_ body: @Sendable (isolated Resident) -> Void) { body(self) }

    func collect(_ count: Int, _ begin: @Sendable (isolated Resident, @escaping (String) -> Void) -> Void) async
      -> [String]
    {
      await withCheckedContinuation { continuation in
        var notes: [String] = []
        begin(self) { text in
          notes.append(text)
          if notes.count == count { continuation.resume(returning: notes) }
        }
      }
    }
  }

  @Test("an actor on a loop runs on its thread, and only there")
  func isolation() async throws {
    let loop = try EventLoop()
    let resident = Resident(loop)
    #expect(!loop.isCurrent)
    #expect(loop.isIsolatingCurrentContext() == false)
    await resident.runs { resident in
      #expect(resident.loop.isCurrent)
      resident.loop.checkIsolated()
      resident.assumeIsolated { $0.note("here") }
    }
    #expect(await resident.notes == ["here"])
    loop.shutDown()
  }

  @Test("calling the loop's own functions from another thread traps")
  func trap() async {
    await #expect(processExitsWith: .failure) {
      let loop = try EventLoop()
      loop.callAtEndOfTurn {}
    }
  }

  @Test("deadlines are called in their order, none before its time, and a cancelled one never")
  func deadlines() async throws {
    let loop = try EventLoop()
    let resident = Resident(loop)
    let start = BootInstant.now
    let notes = await resident.collect(4) { resident, note in
      let loop = resident.loop
      let cancelled = loop.call(after: .milliseconds(6)) { note("cancelled") }
      for milliseconds in [12, 4, 8] {
        let instant = start.advanced(by: .milliseconds(milliseconds))
        loop.call(at: instant) { note(BootInstant.now >= instant ? "\(milliseconds)" : "early \(milliseconds)") }
      }
      loop.call(at: BootInstant(nanoseconds: -5)) { note("past") }
      loop.cancel(cancelled)
    }
    #expect(notes == ["past", "4", "8", "12"])
    loop.shutDown()
  }

  @Test("deadlines that call themselves again let everything else run")
  func fairness() async throws {
    let loop = try EventLoop()
    let resident = Resident(loop)
    await resident.runs { resident in Self.again(resident.loop) }
    for number in 0..<100 { await resident.note("\(number)") }
    #expect(await resident.notes.count == 100)
    loop.shutDown()
  }

  private static func again(_ loop: EventLoop) {
    loop.call(after: .zero) { again(loop) }
  }

  @Test("a turn's end comes after its jobs, and calls from other threads keep their order")
  func turnEnd() async throws {
    let loop = try EventLoop()
    let resident = Resident(loop)
    let notes = await resident.collect(3) { resident, note in
      resident.loop.callAtEndOfTurn { note("end") }
      resident.loop.call(at: .now) { note("next turn") }
      note("job")
    }
    #expect(notes == ["job", "end", "next turn"])
    let order = Mutex<[Int]>([])
    await withCheckedContinuation { continuation in
      for number in 0..<1000 { loop.call { order.withLock { $0.append(number) } } }
      loop.call { continuation.resume() }
    }
    #expect(order.withLock { $0 } == Array(0..<1000))
    loop.shutDown()
  }

  @Test(
    "a descriptor's handler is called while it is ready, and not once it is forgotten, though its number comes again")
  func descriptors() async throws {
    let loop = try EventLoop()
    let resident = Resident(loop)
    let pipes = (0..<3).map { _ in
      var ends: [Int32] = [-1, -1]
      #expect(linux_pipe(&ends) == 0)
      return ends
    }
    // Two are ready in one turn; whichever handler comes first puts an empty pipe in the place of the other.
    for pipe in pipes[..<2] { _ = write(pipe[1], "x", 1) }
    let (one, other, empty) = (pipes[0][0], pipes[1][0], pipes[2][0])
    let notes = await resident.collect(2) { resident, note in
      let loop = resident.loop
      for (own, stranger) in [(one, other), (other, one)] {
        try? loop.watch(own) { ready in
          note(ready == .readable ? "handled" : "\(ready)")
          loop.forget(own)
          loop.forget(stranger)
          dup2(empty, stranger)
          try? loop.watch(stranger) { _ in note("an event of the descriptor that was here before") }
          loop.call(at: .now) { note("next turn") }
        }
      }
    }
    #expect(notes == ["handled", "next turn"])
    loop.shutDown()
    for descriptor in pipes.joined() { close(descriptor) }
  }

  @Test("jobs from many tasks at once all run, and a loop that is shut down finishes what waits")
  func load() async throws {
    let loop = try EventLoop()
    let resident = Resident(loop)
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<50 {
        group.addTask { for number in 0..<100 { await resident.note("\(task) \(number)") } }
      }
    }
    #expect(await resident.notes.count == 5000)
    let done = Mutex(0)
    for _ in 0..<100 { loop.call { done.withLock { $0 += 1 } } }
    await withCheckedContinuation { continuation in
      loop.call { continuation.resume() }
      loop.shutDown()
    }
    #expect(done.withLock { $0 } == 100)
  }

  @Test("instants survive their encoding, and arithmetic at the ends of the range")
  func instants() {
    #expect(BootInstant(nanoseconds: .max).advanced(by: .seconds(1)).nanoseconds == .max)
    #expect(BootInstant(nanoseconds: .min).advanced(by: .seconds(-1)).nanoseconds == .min)
    #expect(BootInstant(nanoseconds: 5).duration(to: BootInstant(nanoseconds: 2)) == .nanoseconds(-3))
    #expect(Duration.seconds(Int64.max / 2).nanosecondsClamped == .max)
    #expect(Duration.seconds(Int64.min / 2).nanosecondsClamped == .min)
    #expect(BootIdentifier.read()?.count == 36)
  }
}
