import DeviceLines
import Sequencer
import Show

/// The opening of a line, and what is heard on it.
extension BoxMachine {
  /// Goes through the steps of the opening as far as nothing is waited for.
  mutating func enter(at now: ShowInstant) {
    guard case .entering(var step, _) = link else { return }
    while step < box.opening.count {
      let next = box.opening[step]
      if next.expect != nil {
        link = .entering(step: step, since: now)
        return
      }
      if let text = next.send { say(text.bytes(user: user, password: secret), at: now) }
      step += 1
    }
    begin(at: now)
  }

  /// What is waited for was heard, if it was.
  private mutating func enter(hearing answer: [UInt8], at now: ShowInstant) -> Bool {
    guard case .entering(let step, _) = link, step < box.opening.count, let expect = box.opening[step].expect,
      expect.match(answer, isNumber: false) != nil
    else { return false }
    if let text = box.opening[step].send { say(text.bytes(user: user, password: secret), at: now) }
    link = .entering(step: step + 1, since: now)
    enter(at: now)
    return true
  }

  private mutating func begin(at now: ShowInstant) {
    link = .talking
    queue = askable
    // Who never answers is taken to be there while its line is open.
    if !box.answers, !isHTTP { came() }
  }

  mutating func hear(_ bytes: [UInt8], at now: ShowInstant) {
    for answer in splitter.take(bytes) {
      if case .resting = link { return }
      hear(answer: answer, at: now)
    }
    // A prompt has no end: what is waited for may stand in the rest already.
    if case .entering = link, splitter.rest.isEmpty == false, enter(hearing: splitter.rest, at: now) {
      splitter.forget()
    }
    guard splitter.isOverlong else { return }
    splitter = AnswerSplitter(box.cut)
    actions.append(.close)
    lost("it talks without an end", at: now)
  }

  private mutating func hear(answer: [UInt8], at now: ShowInstant) {
    if case .entering = link {
      if enter(hearing: answer, at: now) { return }
      guard let error = error(in: answer), error.meaning != .later else { return }
      // A box that wants another password is there, and is left alone for a while.
      actions.append(.close)
      came()
      (link, ailment) = (.resting(until: now + .seconds(30)), error.words)
      isAilmentFresh = true
      return
    }
    guard link == .talking else { return }
    if isHTTP { return hear(response: answer, at: now) }
    let isHeard = listen(answer, at: now)
    let isAnswer = isHeard ? true : take(answerToAsked: answer, at: now)
    if isAnswer {
      came()
    } else if let error = error(in: answer) {
      came()
      fail(error.meaning, error.words, at: now)
    }
  }

  /// An answer of HTTP: its status, and what it holds behind the first end of line.
  private mutating func hear(response: [UInt8], at now: ShowInstant) {
    let head = response.prefix { $0 != 0x0a }
    let body = Array(response.dropFirst(head.count + 1))
    guard let status = Int(String(decoding: head, as: UTF8.self)), let asked else { return }
    guard status > 0 else {
      actions.append(.close)
      return lost("no answer: \(String(decoding: body.prefix(200), as: UTF8.self))", at: now)
    }
    came()
    if let error = error(in: body) { return fail(error.meaning, error.words, at: now) }
    switch status {
    case 200..<300:
      if !listen(body, at: now) { _ = take(answerToAsked: body, at: now) }
      if self.asked == asked, case .set(let name, let value) = asked.command { taken(name, value, at: now) }
      self.asked = nil
    case 401, 403: fail(.refused, "it wants another name or password (\(status))", at: now)
    case 500...: fail(.later, "it cannot now (\(status))", at: now)
    default: fail(.refused, "it answers \(status)", at: now)
    }
  }

  private func error(in answer: [UInt8]) -> BoxError? {
    box.errors.first { $0.says.match(answer, isNumber: false) != nil }
  }

  /// Says something; nothing where it cannot be said.
  mutating func say(_ bytes: [UInt8]?, at now: ShowInstant) {
    guard let bytes else { return }
    actions.append(.send(bytes + box.end))
    quietUntil = now + box.pause
    if turn != .none { turn = .held(hasSpoken: true) }
  }
}
