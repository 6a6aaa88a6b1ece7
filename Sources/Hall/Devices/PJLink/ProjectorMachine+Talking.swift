import DeviceLines
import Sequencer
import Show

/// What a projector says, and what is asked of it next.
extension ProjectorMachine {
  mutating func hear(_ message: PJLinkMessage, at now: ShowInstant) {
    switch message {
    case .greeting(let seed):
      guard case .greeting = link else { return }
      greeted(seed, at: now)
    case .wrongPassword: refuse("it refuses the password: look at its password file", at: now)
    case .answer(let name, let linkClass, let answer):
      guard let asked, asked.command.name == name, asked.command.linkClass == linkClass else { return }
      self.asked = nil
      take(answer, to: asked.command, at: now)
      next(at: now)
    }
    tell(at: now)
  }

  private mutating func greeted(_ seed: String?, at now: ShowInstant) {
    if let seed {
      guard let secret else {
        return refuse("it wants a password: name the file in which it stands as `password_file`", at: now)
      }
      digest = PJLinkMessage.digest(seed: seed, password: secret)
    }
    link = .talking
    // What more can be asked depends on its class.
    queue = (known.linkClass == nil ? [PJLinkCommand(name: .linkClass)] : [])
    queue += [PJLinkCommand(name: .power), PJLinkCommand(name: .errors)]
    next(at: now)
  }

  /// A projector that wants another password is there, and is left alone for a while.
  private mutating func refuse(_ why: String, at now: ShowInstant) {
    actions.append(.close)
    (asked, queue, passwordFault) = (nil, [], why)
    link = .resting(until: now + .seconds(30))
    came()
    tell(at: now)
  }

  private mutating func came() {
    retry.succeeded()
    if isOnline != true { actions.append(.tell(.availability(online: true))) }
    isOnline = true
  }

  private mutating func take(_ answer: PJLinkMessage.Answer, to command: PJLinkCommand, at now: ShowInstant) {
    passwordFault = nil
    came()
    switch answer {
    case .value(let value):
      guard command.value == nil else { return }
      known.take(command.name, value)
      if command.name == .power { ask(at: now) }
    case .done:
      promises[command.name] = promises[command.name] ?? now
      queue.insert(PJLinkCommand(name: command.name, linkClass: command.linkClass), at: 0)
    case .fault(let number): fail(number, command, at: now)
    }
  }

  private mutating func fail(_ number: Int, _ command: PJLinkCommand, at now: ShowInstant) {
    guard let value = command.value else {
      if number == 1 { unknownCommands.insert(command.name) }
      if command.name == .linkClass { known.linkClass = 1 }
      return
    }
    // A lamp that was not lit was not struck.
    if command.name == .power, value == "1" { struckAt = nil }
    switch number {
    case 3: notBefore[command.name] = now + .seconds(5)
    case 4:
      notBefore[command.name] = now + .minutes(1)
      refusals[command.name] = "it fails (ERR4): look at it"
    default: refusals[command.name] = "it does not take \(command.name.rawValue) \(value) (ERR\(number))"
    }
  }

  /// What is asked once the power is known: lamps and filters now and then, the rest while there is light.
  private mutating func ask(at now: ShowInstant) {
    var more: [PJLinkCommand] = []
    if known.power == .on { more += [PJLinkCommand(name: .input), PJLinkCommand(name: .mute)] }
    if hoursAt.map({ now - $0 >= timings.hoursPoll }) ?? true {
      hoursAt = now
      more.append(PJLinkCommand(name: .lamps))
      if known.linkClass == 2 { more.append(PJLinkCommand(name: .filter, linkClass: 2)) }
    }
    queue += more.filter { !unknownCommands.contains($0.name) && !queue.contains($0) }
  }

  /// Whether something is to be set, now or in a while.
  func isMissing(at now: ShowInstant) -> Bool {
    guard let goal else { return false }
    if let power = goal.power, refusals[.power] == nil, known.power?.isOn != power { return true }
    guard goal.power != false, known.power == .on else { return false }
    return isOff(.input, known.input == goal.input, goal.input != nil && goal.isInputKnown)
      || isOff(.mute, known.mute == goal.mute, goal.mute != nil)
  }

  private func isOff(_ name: PJLinkCommand.Name, _ isSame: Bool, _ isWanted: Bool) -> Bool {
    isWanted && !isSame && refusals[name] == nil
  }

  /// What is to be set now.
  mutating func missing(at now: ShowInstant) -> [PJLinkCommand] {
    guard let goal, let power = known.power, !power.isChanging else { return [] }
    if let wanted = goal.power, wanted != power.isOn {
      guard maySet(.power, at: now) else { return [] }
      if wanted {
        if let struckAt, now - struckAt < timings.betweenStrikes { return [] }
        struckAt = now
      }
      return [PJLinkCommand(name: .power, value: wanted ? "1" : "0")]
    }
    guard power == .on else { return [] }
    if let input = goal.input, goal.isInputKnown, input != known.input, maySet(.input, at: now) {
      return [PJLinkCommand(name: .input, value: input, linkClass: known.linkClass == 2 ? 2 : 1)]
    }
    if let mute = goal.mute, mute != known.mute, maySet(.mute, at: now) {
      return [PJLinkCommand(name: .mute, value: mute ? "31" : "30")]
    }
    return []
  }

  private mutating func maySet(_ name: PJLinkCommand.Name, at now: ShowInstant) -> Bool {
    guard refusals[name] == nil, notBefore[name].map({ $0 <= now }) ?? true else { return false }
    notBefore[name] = now + timings.promise
    return true
  }
}
