import MQTTLink
import Show

/// The operators: each sends commands with ids of their own, and sends one again until it is answered.
final class Operators {
  static let names = ["desk", "lead", "press"]
  /// How long one waits before it sends a command again.
  static let patience = Duration.milliseconds(1500)

  private let world: World
  private let clock: WorldClock
  private let clients: [String: Client]
  /// All that was sent with an id of its own, by operator and id.
  private(set) var sent: [String: SentCommand] = [:]
  private var order: [String] = []
  private var lastID = 0
  /// Hears each answer.
  var onReply: (SentCommand, JSONValue, String) -> Void = { _, _, _ in }

  init(_ world: World, _ broker: SimulatedBroker, _ clock: WorldClock) {
    (self.world, self.clock) = (world, clock)
    clients = Dictionary(
      uniqueKeysWithValues: Self.names.map {
        ($0, Client($0, world, broker, ["hall/s/operator/\($0)/reply", "hall/s/operator/\($0)/mine"]))
      })
    for (name, client) in clients {
      client.onMessage = { [unowned self] in hear($0, name) }
    }
  }

  func connect() { for name in Self.names { clients[name]?.connect() } }

  func delay(_ name: String, _ delay: Duration) { clients[name]?.delay = delay }

  /// Those that wait for an answer.
  var unanswered: [SentCommand] {
    order.compactMap { sent[$0] }.filter { $0.reply == nil && $0.tries > 0 }
  }

  // MARK: Sending

  private func newID() -> String {
    lastID += 1
    return "c\(lastID)"
  }

  private func topic(_ name: String) -> String { "hall/s/operator/\(name)/command" }

  /// Sends a command, and again until it is answered.
  ///
  /// - Parameter fields: the fields beside `id` and `do`, as JSON members.
  func order(_ name: String, _ word: String, _ fields: [String] = [], expiresIn: Duration? = nil) {
    let id = newID()
    var members = ["\"id\":\"\(id)\"", "\"do\":\"\(word)\""] + fields
    var expiry: WallInstant?
    if let expiresIn {
      let instant = clock.reading + .milliseconds(expiresIn.nanosecondsClamped / 1_000_000)
      expiry = instant
      members.append("\"expires\":\"\(instant.rfc3339)\"")
    }
    let isMine = world.chance.isOne(in: 3)
    let properties = MQTTProperties(
      responseTopic: isMine ? "hall/s/operator/\(name)/mine" : nil, correlation: isMine ? Array(id.utf8) : nil)
    let message = MQTTPublication(topic(name), "{\(members.joined(separator: ","))}", properties: properties)
    let isPast = expiresIn.map { $0 <= .zero } ?? false
    let command = SentCommand(
      name, id: id, message, word: word, never: name == "press" && word != "ping" ? .forbidden : nil, expiry: expiry,
      lasts: !fields.contains { $0.hasPrefix("\"for\"") }, sentAt: world.now)
    if isPast { world.say("\(command.key) has expired when it is sent") }
    sent[command.key] = command
    order.append(command.key)
    send(command)
  }

  private func send(_ command: SentCommand) {
    command.tries += 1
    clients[command.name]?.publish(command.message)
    // Who waits for long asks less often, and does not give up.
    world.after(command.tries < 100 ? Self.patience : Self.patience * 3) { [weak self] in
      if command.reply == nil { self?.send(command) }
    }
  }

  /// Sends a command once that must never take effect.
  func misuse(_ name: String, _ never: SentCommand.Never, _ text: String, retain: Bool = false) {
    let id = newID()
    let message = MQTTPublication(topic(name), text.replacing("ID", with: id), retain: retain)
    let command = SentCommand(name, id: id, message, word: "", never: never, sentAt: world.now)
    sent[command.key] = command
    clients[name]?.publish(message)
    // What is retained goes again, or it would greet every start.
    if retain { world.after(.seconds(20)) { [weak self] in self?.clear(name) } }
  }

  private func clear(_ name: String) { clients[name]?.publish(MQTTPublication(topic(name), [UInt8](), retain: true)) }

  /// Sends one again that was answered: it gets the same answer.
  func repeatOne(_ chance: inout Chance) {
    let answered = order.suffix(60).compactMap { sent[$0] }.filter { $0.reply != nil }
    guard !answered.isEmpty else { return }
    let command = chance.pick(answered)
    clients[command.name]?.publish(command.message)
  }

  /// Uses an id again for something else.
  func reuseOne(_ chance: inout Chance) {
    let answered = order.suffix(60).compactMap { sent[$0] }.filter { $0.reply != nil && !$0.wasLoose }
    guard !answered.isEmpty else { return }
    let command = chance.pick(answered)
    let text = #"{"id":"\#(command.id)","do":"ping","note":"another"}"#
    clients[command.name]?.publish(MQTTPublication(topic(command.name), text))
  }

  /// So many pings at once.
  func flood(_ name: String, _ count: Int) {
    for _ in 0..<count {
      clients[name]?.publish(MQTTPublication(topic(name), #"{"id":"\#(newID())","do":"ping"}"#))
    }
  }

  private func hear(_ message: MQTTPublication, _ name: String) {
    guard let json = try? JSONValue(strict: message.payload), let id = json.at(pointer: "/id")?.text,
      let command = sent["\(name)/\(id)"]
    else { return }
    onReply(command, json, String(decoding: message.payload, as: UTF8.self))
  }
}
