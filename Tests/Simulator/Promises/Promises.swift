import ControlRoom
import Journal
import MQTTLink
import Sequencer
import Show

/// Watches a simulated hall, and says which of the project's promises was broken first.
final class Promises {
  private let world: World
  private let daemon: HallDaemon
  private let operators: Operators
  /// What was broken first.
  private(set) var violation: String?
  /// The last number that may be told though it is not on disk, by the rules for a slow or failed journal.
  private var releasedUpTo: Int64 = 0
  private var lastDegradedAt: BootInstant?
  private var lastLooseAt: BootInstant?
  private var commandRows: [String: Int] = [:]
  private var momentDecisions: [String: Int] = [:]
  private var moments = MomentaryCount()
  private var answeredSinceStart: [SentCommand] = []
  /// What the state was when the daemon died with everything on disk.
  private var stateBefore: [UInt8]?
  private var checkedSeq: Int64 = -1

  init(_ world: World, _ daemon: HallDaemon, _ operators: Operators) {
    (self.world, self.daemon, self.operators) = (world, daemon, operators)
    daemon.onWrite = { [unowned self] in written($0) }
    daemon.onTurn = { [unowned self] in turned() }
    daemon.onStart = { [unowned self] in started($0) }
    daemon.store.onEntry = { [unowned self] in committed($0) }
    operators.onReply = { [unowned self] in answered($0, $1, $2) }
  }

  func breaks(_ what: @autoclosure () -> String) {
    guard violation == nil else { return }
    let text = what()
    violation = text
    world.say("BROKEN: \(text)")
  }

  // MARK: What the daemon does

  /// How the journal is now decides what may be told.
  private func observe(_ room: Inspection) {
    switch room.handover.phase {
    case .idle, .committing: break
    case .overtaken: (releasedUpTo, lastLooseAt) = (max(releasedUpTo, room.nextSeq - 1), world.now)
    case .degraded, .recovering:
      (releasedUpTo, lastLooseAt, lastDegradedAt) = (max(releasedUpTo, room.nextSeq - 1), world.now, world.now)
    }
  }

  /// A turn is about to write.
  private func turned() {
    guard let room = daemon.room?.inspected() else { return }
    observe(room)
    if room.waitingMessages > 8192 || room.heldCommands > 1000 || room.gatheredRows > 60_000
      || room.waitingPublications > 10_020
    {
      breaks(
        "4 bounds: \(room.waitingMessages) messages, \(room.heldCommands) held commands, \(room.gatheredRows) rows, "
          + "\(room.waitingPublications) publications wait")
    }
    guard room.sequencer.state.lastSeq != checkedSeq else { return }
    checkedSeq = room.sequencer.state.lastSeq
    if let fault = LayerOracle.fault(in: room.sequencer) { breaks("5 order of layers: \(fault)") }
  }

  /// A message leaves the daemon: what it tells of must be on disk, or the journal known to be slow or gone.
  private func written(_ message: MQTTPublication) {
    let topic = message.topic
    if topic.hasSuffix("/desired") {
      if let rev = Self.number("\"rev\":", message.payload), rev > daemon.store.last.seq, !isReleased(rev) {
        breaks("1 effect before commit: \(topic) rev \(rev), on disk \(daemon.store.last.seq)")
      }
    } else if topic.hasSuffix("/reply") || topic.hasSuffix("/mine") || topic.hasSuffix("/event") {
      if let seq = Self.number("\"seq\":", message.payload), seq > daemon.store.last.seq {
        breaks("1 acknowledged before commit: \(topic) seq \(seq), on disk \(daemon.store.last.seq)")
      }
    }
  }

  /// Whether the show went on without its journal, so that this may be told: the link also writes amid a turn.
  private func isReleased(_ seq: Int64) -> Bool {
    if seq > releasedUpTo, let room = daemon.room?.inspected() { observe(room) }
    return seq <= releasedUpTo
  }

  /// The number behind the first place of a key in JSON without spaces.
  static func number(_ key: String, _ payload: [UInt8]) -> Int64? {
    let wanted = Array(key.utf8)
    guard payload.count > wanted.count else { return nil }
    for start in 0..<(payload.count - wanted.count) where payload[start] == wanted[0] {
      guard payload[start..<(start + wanted.count)].elementsEqual(wanted) else { continue }
      let digits = payload[(start + wanted.count)...].prefix { (48...57).contains($0) }
      return Int64(String(decoding: digits, as: UTF8.self))
    }
    return nil
  }

  // MARK: What comes to the disk

  private func committed(_ entry: Journal.Entry) {
    world.say("\(entry.seq) \(entry.role.rawValue) \(entry.kind) \(entry.subject ?? "") \(entry.body.prefix(160))")
    switch (entry.role, entry.kind) {
    case (.input, "command"): commandCommitted(entry)
    case (.effect, "publish"): moments.wanted(entry.subject ?? "")
    case (.outcome, _) where entry.body.contains("dropped"): moments.dropped(entry.subject ?? "")
    case (.decision, _): decided(entry)
    default: break
    }
  }

  private func commandCommitted(_ entry: Journal.Entry) {
    guard let id = (try? JSONValue(strict: Array(entry.body.utf8)))?.at(pointer: "/id")?.text else { return }
    let key = "\(entry.subject ?? "")/\(id)"
    commandRows[key, default: 0] += 1
    if commandRows[key] != 1 { breaks("2 at most once: \(key) was carried out \(commandRows[key] ?? 0) times") }
    guard let command = operators.sent[key] else { return }
    if let never = command.never { breaks("2 never: \(key) is \(never.rawValue) and was carried out") }
    guard let expiry = command.expiry else { return }
    guard let wall = entry.wallMilliseconds, wall < expiry.milliseconds else {
      return breaks("2 never: \(key) expired at \(expiry.rfc3339) and was carried out after it")
    }
  }

  /// A moment of the programme runs, or is skipped, once.
  private func decided(_ entry: Journal.Entry) {
    guard let subject = entry.subject, subject.hasPrefix("m"), Int(subject.dropFirst()) != nil,
      entry.body.contains("the moment \(subject) ")
    else { return }
    momentDecisions[subject, default: 0] += 1
    if momentDecisions[subject] != 1 { breaks("2 at most once: the moment \(subject) came twice") }
  }

  // MARK: What operators hear

  private func answered(_ command: SentCommand, _ json: JSONValue, _ text: String) {
    let code = json.at(pointer: "/error/code")?.text
    if ["rate-limited", "journal-degraded", "id-reused"].contains(code) { return }
    if let never = command.never, json.at(pointer: "/ok") == .flag(true) {
      return breaks("2 never: \(command.key) is \(never.rawValue) and was answered \(text)")
    }
    if command.reply != nil {
      if command.replyText != text && !command.wasLoose {
        breaks("2 the same answer: \(command.key) got \(command.replyText), then \(text)")
      }
      return
    }
    (command.reply, command.replyText) = (json, text)
    if case .number? = json.at(pointer: "/seq") { return answeredSinceStart.append(command) }
    command.wasLoose = true
    guard let last = lastDegradedAt, last >= command.sentAt else {
      return breaks("1 acknowledged means journalled: \(command.key) has no number: \(text)")
    }
  }

  // MARK: Death and start

  /// The daemon is about to die.
  func dying() {
    stateBefore = nil
    guard let room = daemon.room?.inspected(), room.isAllCommitted else { return }
    stateBefore = try? room.sequencer.state.canonicalJSON()
  }

  private func started(_ recovered: Recovered) {
    releasedUpTo = 0
    checkedSeq = -1
    for command in answeredSinceStart where daemon.store.answer(command.name, command.id) == nil {
      breaks("1 acknowledged means journalled: the answer to \(command.key) is not on disk: \(command.replyText)")
    }
    answeredSinceStart = []
    if recovered.isContinued, let stateBefore, let state = try? recovered.sequencer.state.canonicalJSON(),
      state != stateBefore
    {
      breaks("3 the state after a start is not the one before: \(StateDifference.text(stateBefore, state))")
    }
    stateBefore = nil
  }

  // MARK: Momentary effects

  /// A message of a cue came to the broker.
  func arrived(_ topic: String) {
    guard topic == "bell/rung" || topic == "pond/said" else { return }
    moments.arrived(topic)
    let isLoose = lastLooseAt.map { $0 >= moments.countedFrom } ?? false
    if !isLoose, let fault = moments.fault(topic) { breaks("2 at most once: \(fault)") }
  }

  /// All is quiet and on disk: momentary effects are counted anew.
  func countAnew() { moments.begin(at: world.now) }
}

/// Counts messages of cues: no more may come than were to be sent.
struct MomentaryCount {
  private var wanted: [String: Int] = [:]
  private var gone: [String: Int] = [:]
  private var came: [String: Int] = [:]
  /// Since when it counts.
  private(set) var countedFrom = BootInstant(nanoseconds: 0)

  mutating func wanted(_ topic: String) { wanted[topic, default: 0] += 1 }
  mutating func dropped(_ topic: String) { gone[topic, default: 0] += 1 }
  mutating func arrived(_ topic: String) { came[topic, default: 0] += 1 }
  mutating func begin(at now: BootInstant) { self = MomentaryCount(countedFrom: now) }

  func fault(_ topic: String) -> String? {
    let (most, count) = (wanted[topic, default: 0] - gone[topic, default: 0], came[topic, default: 0])
    return count > most ? "\(count) messages on \(topic) came, of at most \(most)" : nil
  }

  init(countedFrom: BootInstant = BootInstant(nanoseconds: 0)) { self.countedFrom = countedFrom }
}
