import Journal
import MQTTLink
import Sequencer
import Show

extension ControlRoom {
  /// One command on its way through the checks.
  struct Incoming {
    var message: MQTTMessage
    var name: OperatorName
    var address: ReplyAddress
    var badTopic: String?
    var key: AnswerBook.Key?
    var bodyHash = ""
  }

  /// How many commands wait while the journal's disk is slow.
  static let mostHeldCommands = 1000

  /// Takes a command: refuses it, answers it again, or carries it out.
  func takeCommand(_ message: MQTTMessage, from name: OperatorName, at now: ShowInstant) {
    var incoming = addressed(message, from: name)
    let isWithinRate = buckets.take(name, hall: sequencer.show.hall, at: now)
    // A flood is not even read, save for the id of short ones.
    if !isWithinRate && message.payload.count > 4096 { return refuseForRate(id: "", incoming) }
    let envelope: CommandEnvelope
    do throws(CommandEnvelope.Refused) { envelope = try CommandEnvelope(message.payload) } catch {
      return isWithinRate ? refuse(error.refusal, id: error.id, incoming, at: now) : refuseForRate(id: "", incoming)
    }
    if !isWithinRate { return refuseForRate(id: envelope.id, incoming) }
    incoming.key = AnswerBook.Key(name: name, id: envelope.id)
    incoming.bodyHash = envelope.bodyHash
    if wasSeen(incoming, at: now) { return }
    do throws(Refusal) {
      let command = try admitted(envelope, incoming, at: now)
      guard !handover.holdsCommands || command.act.makesSafe else { return hold(message) }
      answers.begin(AnswerBook.Key(name: name, id: command.id), bodyHash: incoming.bodyHash, at: now)
      carryOut(command, incoming, at: now)
    } catch {
      refuse(error, id: envelope.id, incoming, at: now)
    }
  }

  private func hold(_ message: MQTTMessage) {
    if heldCommands.count < Self.mostHeldCommands { heldCommands.append(message) } else { tally.dropped("commands") }
  }

  /// Where the answer goes: the response topic, if it is the operator's own.
  private func addressed(_ message: MQTTMessage, from name: OperatorName) -> Incoming {
    var address = ReplyAddress(topic: topics.reply(to: name), correlation: message.properties.correlation)
    guard let wanted = message.properties.responseTopic else {
      return Incoming(message: message, name: name, address: address)
    }
    let own = topics.own(of: name)
    let isOwn =
      wanted.hasPrefix(own) && wanted.utf8.count > own.utf8.count && wanted != own + "command"
      && wanted.utf8.count <= 1024 && !wanted.contains { "+#\0".contains($0) }
    if isOwn { address.topic = wanted }
    return Incoming(message: message, name: name, address: address, badTopic: isOwn ? nil : own)
  }

  /// Whether the command came before: then it is answered as it was, or its id was used for another.
  private func wasSeen(_ incoming: Incoming, at now: ShowInstant) -> Bool {
    guard let key = incoming.key else { return false }
    switch answers.find(key, bodyHash: incoming.bodyHash, from: incoming.address, at: now) {
    case .new: return false
    case .underWay: return true
    case .answered(let text):
      open.performances.append(.repetition(text, to: incoming.address))
      return true
    case .reused:
      refuseReused(incoming, at: now)
      return true
    case .unknown:
      guard let old = oldAnswers(key) else { return false }
      if old.bodyHash == incoming.bodyHash {
        open.performances.append(.repetition(old.reply, to: incoming.address))
      } else {
        refuseReused(incoming, at: now)
      }
      return true
    }
  }

  private func refuseReused(_ incoming: Incoming, at now: ShowInstant) {
    let refusal = Refusal(
      .idReused, "the id was used by another command within 24 h", hint: "give each command an id of its own")
    let id = incoming.key?.id ?? ""
    var unkept = incoming
    unkept.key = nil
    refuse(refusal, id: id, unkept, at: now)
  }

  /// All that is asked of a command before the show sees it.
  private func admitted(
    _ envelope: CommandEnvelope, _ incoming: Incoming, at now: ShowInstant
  ) throws(Refusal) -> Command {
    if incoming.message.isRetained {
      throw Refusal(.retained, "the command was retained by the broker", hint: "send commands without the retain flag")
    }
    if let own = incoming.badTopic {
      throw Refusal(.badResponseTopic, "the response topic is not yours", hint: "use one under \(own)")
    }
    if let expiry = try envelope.expiry() {
      guard let wall = trustedWall(at: now) else {
        throw Refusal(
          .clockUnknown, "the clock is not known to be right, so `expires` means nothing yet",
          hint: "send it without `expires`")
      }
      guard wall < expiry else {
        throw Refusal(.expired, "the command expired at \(expiry.rfc3339)", hint: "it is \(wall.rfc3339) here")
      }
    }
    guard let role = sequencer.show.hall.operators[incoming.name] else {
      throw Refusal(.notAllowed, "\(incoming.name) is no operator of this hall", hint: "hall.yaml names the operators")
    }
    let command = try CommandReader(envelope).command(by: incoming.name)
    guard role >= command.act.role else {
      throw Refusal(
        .notAllowed,
        "`\(command.act.word)` is for the role \(command.act.role.rawValue), and \(incoming.name) is "
          + role.rawValue)
    }
    if handover.refusesCommands && !command.act.makesSafe {
      throw Refusal(
        .journalDegraded, "the journal is degraded: only what makes the hall safe or quiet is done",
        hint: "see `regie status`")
    }
    return command
  }

  private func carryOut(_ command: Command, _ incoming: Incoming, at now: ShowInstant) {
    switch command.act {
    case .reload: loadShow(for: (command, incoming))
    case .rollback: rollBack(for: (command, incoming), at: now)
    default: perform(command, incoming, at: now)
    }
  }

  /// Steps a command, and gathers its answer.
  func perform(_ command: Command, _ incoming: Incoming, at now: ShowInstant) {
    var answer: Reply?
    let seq = take(.command(command), at: now) { answer = $0 }
    let reply =
      answer ?? .refused(command.id, seq: seq, Refusal(.notUnderstood, "the show has no answer to this command"))
    gatherAnswer(reply, incoming, at: now)
  }

  // MARK: Refusals and answers

  /// Refuses a command: journalled, cut short, and answered.
  func refuse(_ refusal: Refusal, id: String, _ incoming: Incoming, at now: ShowInstant) {
    tally.refused(refusal.code.rawValue, from: incoming.name.text)
    guard handover.journals, refusal.code != .journalDegraded else {
      if let key = incoming.key { _ = answers.forget(key) }
      open.performances.append(.answer(.refused(id, refusal), to: incoming.address, of: nil, bodyHash: ""))
      return
    }
    let body = Self.refusalBody(
      code: refusal.code.rawValue, message: refusal.message, payload: incoming.message.payload)
    let seq = note(.fault, "refused", subject: incoming.name.text, body: body, at: now)
    gatherAnswer(.refused(id, seq: seq, refusal), incoming, at: now)
  }

  private func refuseForRate(id: String, _ incoming: Incoming) {
    let hall = sequencer.show.hall
    tally.refused(Refusal.Code.rateLimited.rawValue, from: incoming.name.text)
    let refusal = Refusal(
      .rateLimited, "more than \(hall.rate) commands a second",
      hint: "at most \(hall.burst) at once; send it again later")
    open.performances.append(.answer(.refused(id, refusal), to: incoming.address, of: nil, bodyHash: ""))
  }

  private func gatherAnswer(_ reply: Reply, _ incoming: Incoming, at now: ShowInstant) {
    open.performances.append(.answer(reply, to: incoming.address, of: incoming.key, bodyHash: incoming.bodyHash))
    guard let key = incoming.key else { return }
    answers.begin(key, bodyHash: incoming.bodyHash, at: now)
    guard handover.journals, let seq = reply.seq else { return }
    open.group.answers.append(
      Journal.Answer(
        operatorName: key.name.text, id: key.id, bodyHash: incoming.bodyHash, reply: interpreter.text(reply), seq: seq,
        wallMilliseconds: wallClock.read().milliseconds))
  }
}
