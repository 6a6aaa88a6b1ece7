import Show

/// What a machine knows of one property of its box.
struct BoxCourse: Hashable, Sendable {
  /// What it is; nothing where that is not known.
  var known: Value?
  /// Whether that is only what it was told.
  var isAssumed = false
  /// When it took what was set, as long as it is not so.
  var promisedAt: ShowInstant?
  /// Before when it is not set again.
  var notBefore: ShowInstant?
  /// When it was set last.
  var changedAt: ShowInstant?
  /// Why it will not be set; until something else is wanted.
  var refusal: String?
  /// The moment from which the last wish came that was done once.
  var pulsedAt: ShowInstant?

  /// Forgets what another wish makes untrue.
  mutating func wantOther() { (promisedAt, notBefore, refusal) = (nil, nil, nil) }
  /// Forgets what a line that was lost makes uncertain.
  mutating func loseLine() { (known, isAssumed, promisedAt, notBefore) = (nil, false, nil, nil) }
}

/// What a box is to be.
struct BoxGoal: Hashable, Sendable {
  var rev: Int64
  var fades: [PropertyName: Fade]

  /// What a property is to be in the end; nothing where nothing is wanted of it.
  func target(_ name: PropertyName) -> Value? {
    if case .plain(let value)? = fades[name]?.to { value } else { nil }
  }

  /// What a property is to be now, on its way where it is sent in steps.
  func value(of property: BoxProperty, at now: ShowInstant) -> Value? {
    guard property.steps != nil, let fade = fades[property.name], case .plain(let value) = fade.value(at: now) else {
      return target(property.name)
    }
    return value
  }

  /// Whether a property is still on its way by steps.
  func isMoving(_ property: BoxProperty, at now: ShowInstant) -> Bool {
    guard property.steps != nil, let fade = fades[property.name] else { return false }
    return fade.from != nil && now < fade.end
  }
}

/// Properties that one question asks for.
struct BoxQuestion: Hashable, Sendable {
  var text: BoxText
  var names: [PropertyName]

  /// The questions of a box, each once, in the order of its properties.
  static func all(of box: Box) -> [BoxQuestion] {
    var questions: [BoxQuestion] = []
    for property in box.properties {
      guard let text = property.ask else { continue }
      if let place = questions.firstIndex(where: { $0.text == text }) {
        questions[place].names.append(property.name)
      } else {
        questions.append(BoxQuestion(text: text, names: [property.name]))
      }
    }
    return questions
  }
}
