import DeviceLines
import Sequencer
import Show

// A PC that is woken as a state machine. Packets are not answered: unless it listens on its topics and tells of itself
// there, what is told of it is what was sent to it.
//
// | wanted | what happens | where it listens |
// |---|---|---|
// | on | the magic packet three times, at once and after 1 s and 5 s: a datagram may be lost | nothing is told |
// | off | nothing can be sent; where it was woken before, a warning says so | it goes off by itself |

/// A PC that wakes by Wake-on-LAN (AMD, "Magic Packet Technology", publication 20213, 1995).
public struct WakeMachine: DeviceMachine, Hashable {
  /// The port that discards what it gets; network cards look at the packet alone.
  public static let port = 9
  /// When packets are sent, after the first.
  private static let repeats: [TimeSpan] = [.seconds(1), .seconds(5)]

  private let packet: [UInt8]
  private let listens: Bool
  private var goal: (rev: Int64, isOn: Bool)?
  private var due: [ShowInstant] = []
  private var isOpen = false
  private var retry: RetryRhythm
  private var triesAt: ShowInstant?
  private var isOnline: Bool?

  /// A PC that was not woken.
  ///
  /// - Parameters:
  ///   - hardwareAddress: six pairs of hexadecimal digits with colons between.
  ///   - listens: whether it tells of itself on its topics, and goes to sleep by what stands there.
  ///   - seed: of the chance in its pauses between attempts.
  public init?(hardwareAddress: String, listens: Bool = false, seed: UInt64) {
    let bytes = hardwareAddress.split(separator: ":").compactMap { UInt8($0, radix: 16) }
    guard bytes.count == 6 else { return nil }
    packet = [UInt8](repeating: 0xff, count: 6) + (0..<16).flatMap { _ in bytes }
    self.listens = listens
    retry = RetryRhythm(seed: seed)
  }

  /// Whether both have the same to do.
  public static func == (left: WakeMachine, right: WakeMachine) -> Bool {
    left.packet == right.packet && left.due == right.due && left.goal?.rev == right.goal?.rev
  }
  /// Hashes the packet.
  public func hash(into hasher: inout Hasher) { hasher.combine(packet) }

  /// When the next packet goes out, or the next attempt to open a socket is made.
  public var wakesAt: ShowInstant? { isOpen ? due.first : triesAt }

  /// Takes an event.
  public mutating func take(_ event: LineEvent, at now: ShowInstant) -> [LineAction] {
    let actions = takeEvent(event, at: now)
    guard listens else { return actions }
    return actions.filter { if case .tell = $0 { false } else { true } }
  }

  private mutating func takeEvent(_ event: LineEvent, at now: ShowInstant) -> [LineAction] {
    switch event {
    case .desired(let state): return want(state, at: now)
    case .opened:
      (isOpen, triesAt) = (true, nil)
      retry.succeeded()
      return send(at: now)
    case .lost:
      (isOpen, triesAt) = (false, retry.failed(at: now))
      defer { isOnline = false }
      return isOnline == false ? [] : [.tell(.availability(online: false))]
    case .due:
      if isOpen { return send(at: now) }
      guard let triesAt, triesAt <= now else { return [] }
      self.triesAt = nil
      return [.open]
    case .line, .bytes, .turn: return []
    }
  }

  private mutating func want(_ state: DesiredState, at now: ShowInstant) -> [LineAction] {
    guard case .plain(.flag(let isOn))? = state.properties[.power]?.to else { return [] }
    let wasOn = goal?.isOn
    goal = (state.rev, isOn)
    due = isOn ? (wasOn == true ? due : [now] + Self.repeats.map { now + $0 }) : []
    guard isOn else { return [.tell(report(state.rev, isOn: false, wasWoken: wasOn == true))] }
    // One that was woken already is not woken again, and has nothing more to do.
    if wasOn == true, due.isEmpty { return [.tell(report(state.rev, isOn: true))] }
    if isOpen { return send(at: now) + (wasOn == true ? [.tell(report(state.rev, isOn: true))] : []) }
    if triesAt == nil, retry.failures == 0 { triesAt = now }
    return []
  }

  /// Sends what is due, and tells of it.
  private mutating func send(at now: ShowInstant) -> [LineAction] {
    guard let goal, due.first.map({ $0 <= now }) ?? false else { return [] }
    due.removeAll { $0 <= now }
    var actions: [LineAction] = [.send(packet)]
    if isOnline != true { actions.append(.tell(.availability(online: true))) }
    isOnline = true
    actions.append(.tell(report(goal.rev, isOn: true)))
    if due.isEmpty {
      actions.append(.close)
      isOpen = false
    }
    return actions
  }

  private func report(_ rev: Int64, isOn: Bool, wasWoken: Bool = false) -> DriverReport {
    let warnings =
      isOn || !wasWoken
      ? [] : ["it can be woken from here, not put to sleep: let it listen (`off: broker`, regie-sleep)"]
    return .actual(
      DeviceReport(rev: rev, state: isOn ? "on" : "off", warnings: warnings), facts: ["assumed": .flag(true)])
  }
}

/// The PCs of a hall that are woken.
public enum WakenMachines {
  /// A driver of them that has not begun.
  ///
  /// - Parameter showNow: a clock of show time.
  public static func driver(showNow: @escaping @Sendable () -> ShowInstant) -> LineDriver<WakeMachine> {
    LineDriver("wake-on-lan", showNow: showNow) { device in
      guard case .wake(let address, let broadcast, let listens)? = device.connection,
        let machine = WakeMachine(
          hardwareAddress: address, listens: listens, seed: RetryRhythm.seed(of: device.id))
      else { return nil }
      return DrivenDevice(machine, over: NetworkOpener(host: broadcast, port: WakeMachine.port, transport: .udp))
    }
  }
}
