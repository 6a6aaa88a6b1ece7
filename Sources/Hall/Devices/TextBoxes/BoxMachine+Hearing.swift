import Sequencer
import Show

/// What the answers of a box mean.
extension BoxMachine {
  /// What it says by itself; also whether that answers what is under way.
  mutating func listen(_ answer: [UInt8], at now: ShowInstant) -> Bool {
    var isHeard = false
    for property in box.properties {
      guard let reading = reading(of: property, in: answer, by: property.hears) else { continue }
      learn(property, reading, at: now)
      isHeard = true
      answered(property.name, at: now)
    }
    return isHeard
  }

  /// What it says to what is under way.
  mutating func take(answerToAsked answer: [UInt8], at now: ShowInstant) -> Bool {
    guard let asked else { return false }
    switch asked.command {
    case .set(let name, let value):
      guard let property = properties[name], let expect = property.expect,
        let found = expect.match(answer, isNumber: property.isNumber)
      else { return false }
      // A box that can be asked is asked: many repeat what they are told, whatever they do.
      if property.ask == nil, let filling = found.value {
        learn(property, property.reading(filling), at: now)
        self.asked = nil
      } else {
        taken(name, value, at: now)
      }
      return true
    case .ask(let question):
      var isAnswer = false
      for name in question.names {
        guard let property = properties[name], let reading = answerReading(of: property, in: answer) else { continue }
        learn(property, reading, at: now)
        answered(name, at: now)
        isAnswer = true
      }
      return isAnswer
    }
  }

  private func answerReading(of property: BoxProperty, in answer: [UInt8]) -> BoxProperty.Reading? {
    guard let pointer = property.pointer else { return reading(of: property, in: answer, by: property.reads) }
    guard let scalar = (try? JSONValue(strict: answer))?.at(pointer: pointer)?.scalar else { return nil }
    return property.reading(scalar)
  }

  private func reading(of property: BoxProperty, in answer: [UInt8], by patterns: [BoxText]) -> BoxProperty.Reading? {
    for pattern in patterns {
      if let filling = pattern.match(answer, isNumber: property.isNumber)?.value { return property.reading(filling) }
    }
    return nil
  }

  /// A property became known; a question or a command about it may be over by that.
  private mutating func answered(_ name: PropertyName, at now: ShowInstant) {
    guard var asked else { return }
    switch asked.command {
    case .ask:
      asked.waits.remove(name)
      self.asked = asked.waits.isEmpty ? nil : asked
    case .set(name, let value):
      guard let property = properties[name], let known = courses[name]?.known, property.isSame(known, value) else {
        return
      }
      self.asked = nil
    case .set: break
    }
  }

  private mutating func learn(_ property: BoxProperty, _ reading: BoxProperty.Reading, at now: ShowInstant) {
    var course = courses[property.name] ?? BoxCourse()
    (course.known, course.isAssumed) = (reading.value, false)
    if let known = reading.value, let target = goal?.target(property.name), property.isSame(known, target) {
      course.promisedAt = nil
    }
    courses[property.name] = course
    if property.name == .power { way = reading.state }
  }

  /// It took what was set, or cannot say whether it did.
  mutating func taken(_ name: PropertyName, _ value: Value, at now: ShowInstant) {
    guard let property = properties[name] else { return }
    if case .set(name, _)? = asked?.command { asked = nil }
    guard !property.isPulse else { return }
    let isMoving = goal?.isMoving(property, at: now) ?? false
    if property.ask == nil || isMoving {
      (courses[name, default: BoxCourse()].known, courses[name, default: BoxCourse()].isAssumed) = (value, true)
    } else {
      courses[name, default: BoxCourse()].promisedAt = courses[name]?.promisedAt ?? now
      follow(property)
    }
  }

  /// Asks for what was set.
  private mutating func follow(_ property: BoxProperty) {
    guard let text = property.ask, let question = questions.first(where: { $0.text == text }) else { return }
    queue.removeAll { $0 == question }
    queue.append(question)
  }

  /// It says that something is wrong with what was said to it last.
  mutating func fail(_ meaning: BoxError.Meaning, _ words: String, at now: ShowInstant) {
    let (command, recent) = (asked?.command, lastSet)
    asked = nil
    var name: PropertyName?
    if case .set(let set, _)? = command {
      name = set
    } else if let recent, now - recent.at <= box.answerWithin,
      command == nil || courses[recent.name]?.isAssumed == false
    {
      name = recent.name
    }
    guard let name else {
      // A question that is refused over HTTP wants another password, or is not known there.
      if meaning == .fault || isHTTP && meaning == .refused { (ailment, isAilmentFresh) = (words, true) }
      return
    }
    lastSetName = nil
    var course = courses[name] ?? BoxCourse()
    if course.isAssumed { (course.known, course.isAssumed) = (nil, false) }
    course.promisedAt = nil
    switch meaning {
    case .later: course.notBefore = now + .seconds(5)
    case .refused:
      course.refusal = "it does not take \(name.rawValue) \(goal?.target(name)?.description ?? ""): \(words)"
    case .fault: course.refusal = "\(words): look at it"
    }
    courses[name] = course
  }
}

extension BoxProperty {
  var isNumber: Bool { if case .number = type { true } else { false } }
}
