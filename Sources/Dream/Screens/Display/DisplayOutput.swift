import Glibc
import Onirica
import Synchronization

/// The display of a screen: a process of its own holds it, a thread of its own hands it the frames. A display that is
/// not there, goes away, hangs or crashes is tried again; the frame thread never knows.
public final class DisplayOutput: Sendable {
  /// Where the screen puts its frames.
  public let exchange: FrameExchange
  private let shared: Shared
  private let thread: NamedThread

  private final class Shared: Sendable {
    let stopping = Atomic<Bool>(false)
    let care = Mutex(DisplayCare())
    let keys = Mutex<[String]>([])
    /// What stands above the window now, and whether its part has been told.
    let title: Mutex<(text: String, isTold: Bool)>

    init(title: String) { self.title = Mutex((title, true)) }
  }

  /// What the thread owns. `@unchecked Sendable`: made here, used there only.
  private struct Work: @unchecked Sendable {
    let frames: SharedFrames
    let command: [String]
    let exchange: FrameExchange
    let shared: Shared
    let note: @Sendable (String) -> Void
  }

  /// Starts the thread, which opens the display.
  ///
  /// - Parameters:
  ///   - wish: which display.
  ///   - settings: of the screen.
  ///   - program: the program whose command `display` holds the display, this one unless said.
  ///   - note: gets a sentence when a display was opened, was refused, or went away.
  /// - Throws: `ScreenError` when there is no memory for it.
  public init(
    _ wish: DisplayWish, settings: ScreenLoop.Settings, program: String = "/proc/self/exe",
    note: @escaping @Sendable (String) -> Void
  ) throws(ScreenError) {
    exchange = FrameExchange(width: settings.width, height: settings.height)
    shared = Shared(title: wish.title)
    var command = [program, "display", "--size", "\(settings.width)x\(settings.height)", "--title", wish.title]
    for driver in wish.drivers { command += ["--driver", driver.rawValue] }
    if wish.isWindow { command.append("--window") }
    let work = Work(
      frames: try SharedFrames(width: settings.width, height: settings.height), command: command,
      exchange: exchange, shared: shared, note: note)
    thread = NamedThread(name: "display") { DisplayOutput.run(work) }
  }

  /// What is not as it should be, in words; nil while a display is open.
  public var warning: String? { shared.care.withLock { $0.warning } }

  /// The display that is open; nil where none is.
  public var openDisplay: DisplayNews? {
    shared.care.withLock { care in
      if case .open(let news) = care.state { news } else { nil }
    }
  }

  /// Whether someone closed the window.
  public var isClosed: Bool { shared.care.withLock { $0.state == .closed } }

  /// The keys that were pressed since the last call, by SDL's names of them.
  public func takeKeys() -> [String] {
    shared.keys.withLock { keys in
      defer { keys = [] }
      return keys
    }
  }

  /// Puts other words above a window, also when it is opened anew.
  ///
  /// - Parameter title: one line.
  public func entitle(_ title: String) {
    let line = String(title.map { $0.isNewline ? " " : $0 }.prefix(200))
    shared.title.withLock { if $0.text != line { $0 = (line, false) } }
  }

  /// Closes the display.
  public func stop() {
    shared.stopping.store(true, ordering: .relaxed)
    thread.join()
  }

  private static func run(_ work: Work) {
    while !work.shared.stopping.load(ordering: .relaxed) {
      let now = Double(Clock.monotonicNanoseconds()) / 1e9
      let due = work.shared.care.withLock { care in care.isDue(atSeconds: now) ? care : nil }
      guard let due else {
        usleep(20_000)
        continue
      }
      work.shared.care.withLock { $0.begin() }
      work.frames.startAnew()
      work.shared.title.withLock { $0.isTold = false }
      let status: Int32
      do throws(ScreenError) {
        let more = due.avoidsGraphics ? ["--software"] : []
        let program = try SpawnedProgram(
          work.command + more, readsOutput: true, inherited: work.frames.descriptor)
        feed(program, work)
        program.closeInput()
        status = program.end(withinMilliseconds: 500)
      } catch {
        work.note(error.description)
        status = 127
      }
      let ended = Double(Clock.monotonicNanoseconds()) / 1e9
      work.shared.care.withLock { $0.end(status: status, atSeconds: ended) }
      if !work.shared.stopping.load(ordering: .relaxed), let warning = work.shared.care.withLock({ $0.warning }) {
        work.note(warning)
      }
    }
  }

  /// Hands frames on until the program, or this output, ends.
  private static func feed(_ program: SpawnedProgram, _ work: Work) {
    var lines = LineReader(descriptor: program.output)
    while !work.shared.stopping.load(ordering: .relaxed), !lines.hasEnded {
      for line in lines.read() { hear(DisplayNews(line: line), work) }
      if let title = work.shared.title.withLock({ takeTitle(&$0) }) { program.say("title \(title)") }
      if let frame = work.exchange.take() {
        work.frames.put(frame)
      } else {
        usleep(1000)
      }
    }
  }

  /// The title, if it is to be told.
  private static func takeTitle(_ title: inout (text: String, isTold: Bool)) -> String? {
    defer { title.isTold = true }
    return title.isTold ? nil : title.text
  }

  private static func hear(_ news: DisplayNews?, _ work: Work) {
    guard let news else { return }
    let now = Double(Clock.monotonicNanoseconds()) / 1e9
    work.shared.care.withLock { $0.hear(news, atSeconds: now) }
    switch news {
    case .key(let name):
      work.shared.keys.withLock { if $0.count < 100 { $0.append(name) } }
    case .open(let driver, let width, let height, let refreshHz, let isSoftware):
      let rate = refreshHz > 0 ? " at \(refreshHz) Hz" : ""
      work.note("display by \(driver.rawValue), \(width)x\(height)\(rate)\(isSoftware ? ", without graphics" : "")")
    case .refused(let driver, let why): work.note("no display by \(driver.rawValue): \(why)")
    case .closed: break
    }
  }
}
