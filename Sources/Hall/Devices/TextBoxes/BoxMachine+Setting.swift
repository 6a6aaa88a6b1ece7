import DeviceLines
import Sequencer
import Show

/// What is said next to a box.
extension BoxMachine {
  /// Whether it is on and not on its way, by its own word.
  private var isOn: Bool { courses[.power]?.known == .flag(true) && way == nil }

  /// The questions that make sense now.
  var askable: [BoxQuestion] {
    questions.filter { question in
      question.names.contains { properties[$0]?.needsPower == false || isOn }
    }
  }

  /// Says the next thing, if it is time.
  mutating func proceed(at now: ShowInstant) {
    guard asked == nil, now >= quietUntil else { return }
    if look == .done, let (property, value) = ready(at: now) { return set(property, value, at: now) }
    if queue.isEmpty, look == .done, let nextLook, nextLook <= now {
      queue = askable
      (self.nextLook, isAilmentFresh) = (nil, false)
    }
    if queue.isEmpty {
      rest(at: now)
    } else {
      let question = queue.removeFirst()
      say(question.text.bytes(), at: now)
      asked = Asked(command: .ask(question), at: now, waits: Set(question.names))
    }
  }

  /// Everything was asked and set: when the next look is, and whether the line stays.
  private mutating func rest(at now: ShowInstant) {
    if look == .first {
      look = .deeper
      // What depends on power is asked once that is known.
      queue = askable.filter { question in
        question.names.allSatisfy { properties[$0]?.needsPower == true && courses[$0]?.known == nil }
      }
      if !queue.isEmpty { return proceed(at: now) }
    }
    if look == .deeper {
      look = .done
      if let (property, value) = ready(at: now) { return set(property, value, at: now) }
    }
    if !isAilmentFresh { ailment = nil }
    if nextLook == nil, !questions.isEmpty { nextLook = now + (isBusy(at: now) ? box.changingPoll : box.poll) }
    guard !box.keepsLine else { return }
    actions.append(.close)
    link = .resting(until: [nextLook, settingDue(at: now)].compactMap { $0 }.min())
    nextLook = nil
  }

  private mutating func set(_ property: BoxProperty, _ value: Value, at now: ShowInstant) {
    var course = courses[property.name] ?? BoxCourse()
    let filling = property.wire(value).flatMap { isHTTP ? escaped($0, of: property) : $0 }
    guard let filling, let bytes = property.send?.bytes(filling, user: user, password: secret) else {
      course.refusal = "\(property.name.rawValue) \(value) cannot be said to it"
      courses[property.name] = course
      return proceed(at: now)
    }
    let isMoving = goal?.isMoving(property, at: now) ?? false
    course.changedAt = now
    course.notBefore = now + (isMoving ? property.steps ?? box.doesWithin : box.doesWithin)
    if property.isPulse { course.pulsedAt = goal?.fades[property.name]?.at }
    courses[property.name] = course
    say(bytes, at: now)
    (lastSetName, lastSetAt, nextLook) = (property.name, now, nil)
    if property.expect != nil || isHTTP {
      asked = Asked(command: .set(property.name, value), at: now)
    } else {
      taken(property.name, value, at: now)
    }
  }

  /// What can be set now.
  private func ready(at now: ShowInstant) -> (BoxProperty, Value)? {
    for property in box.properties {
      if let due = settingDue(property, at: now), due <= now, let value = goal?.value(of: property, at: now) {
        return (property, value)
      }
    }
    return nil
  }

  /// When something is to be set next.
  func settingDue(at now: ShowInstant) -> ShowInstant? {
    box.properties.compactMap { settingDue($0, at: now) }.min()
  }

  /// When a property is to be set next; nothing where it is as it should be, or cannot be set as things are.
  private func settingDue(_ property: BoxProperty, at now: ShowInstant) -> ShowInstant? {
    guard property.send != nil, let value = goal?.value(of: property, at: now) else { return nil }
    let course = courses[property.name] ?? BoxCourse()
    guard course.refusal == nil, !property.needsPower || isOn else { return nil }
    if property.isPulse { return isFresh(property, course, at: now) ? now : nil }
    if property.name == .power, way != nil { return nil }
    let isMoving = goal?.isMoving(property, at: now) ?? false
    if !isMoving, let known = course.known, property.isSame(known, value) { return nil }
    let rested = course.changedAt.map { isMoving ? $0 : $0 + property.rests }
    return [now, course.notBefore, rested].compactMap { $0 }.max()
  }

  private func isFresh(_ property: BoxProperty, _ course: BoxCourse, at now: ShowInstant) -> Bool {
    guard let at = goal?.fades[property.name]?.at, now - at <= Self.freshPulse else { return false }
    return course.pulsedAt.map { $0 < at } ?? true
  }

  /// Whether it changes, or is to change.
  func isBusy(at now: ShowInstant) -> Bool { way != nil || settingDue(at: now) != nil }

  /// A text in a request of HTTP: percent-encoded in its place (RFC 3986), escaped in a body of JSON (RFC 8259).
  private func escaped(_ filling: BoxText.Filling, of property: BoxProperty) -> BoxText.Filling? {
    guard case .text = property.type, case .bytes(let bytes) = filling, let send = property.send else { return filling }
    let before = send.pieces.prefix { if case .value = $0 { false } else { true } }
    let spaces = (BoxText(Array(before)).bytes() ?? []).count { $0 == 0x20 }
    if spaces >= 2 { return .bytes(bytes.flatMap { $0 == 0x22 || $0 == 0x5c ? [0x5c, $0] : [$0] }) }
    // Nothing climbs out of the place that the description names.
    guard !String(decoding: bytes, as: UTF8.self).contains("..") else { return nil }
    return .bytes(
      bytes.flatMap { byte -> [UInt8] in
        let scalar = Unicode.Scalar(byte)
        let isPlain =
          scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-._~/".unicodeScalars.contains(scalar))
        if isPlain { return [byte] }
        let digits = String(byte, radix: 16, uppercase: true)
        return Array(("%" + (byte < 16 ? "0" : "") + digits).utf8)
      })
  }
}
