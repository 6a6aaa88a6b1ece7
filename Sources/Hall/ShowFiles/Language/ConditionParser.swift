import Show

/// A condition that was read, and how large it is with all named conditions in it.
struct CheckedCondition {
  static let largest = 1000
  var condition: Condition
  var size: Int
}

/// A place in an expression where reading had to stop.
struct ExpressionStop: Error {
  var place: Place
  var message: String
  var hint: String
}

/// Reads conditions: `or` of `and` of `not` of comparisons, in parentheses where needed, over names that are checked.
struct ConditionParser {
  static let deepest = 32

  var cursor: TokenCursor
  let surroundings: Surroundings
  let faults: FaultList
  /// Gives the condition of a name from hall.yaml, if there is one of that name.
  let named: (String, Place) -> NamedCondition
  private var depth = 0
  private var size = 0
  /// It names a condition whose faults were reported where that stands.
  private var namesFaulty = false

  /// What a name means as a condition.
  enum NamedCondition {
    case known(CheckedCondition)
    /// There is one, and it is faulty, which was reported.
    case faulty
    case unknown
  }

  /// Reads the text of a condition.
  ///
  /// - Returns: nothing if it has faults; they are reported.
  static func read(
    _ written: Written, _ field: String, in surroundings: Surroundings, _ faults: FaultList,
    named: @escaping (String, Place) -> NamedCondition
  ) -> CheckedCondition? {
    guard let text = written.text(field, faults) else { return nil }
    let before = faults.faults.count
    var parser = ConditionParser(
      cursor: TokenCursor(text, in: written), surroundings: surroundings, faults: faults, named: named)
    do throws(ExpressionStop) {
      let condition = try parser.disjunction()
      if let token = parser.cursor.next {
        throw parser.cursor.stop("`\(shortened(token.text))` is one word too many", parser.hint(for: token))
      }
      guard parser.size <= CheckedCondition.largest else {
        throw ExpressionStop(
          place: written.place, message: "this condition has more than \(CheckedCondition.largest) parts",
          hint: "conditions named in it count with all their parts; make it simpler")
      }
      let isSound = faults.faults.count == before && parser.namesFaulty == false
      return isSound ? CheckedCondition(condition: condition, size: parser.size) : nil
    } catch let stop {
      faults.fault(stop.place, stop.message, stop.hint)
      return nil
    }
  }

  private init(
    cursor: TokenCursor, surroundings: Surroundings, faults: FaultList,
    named: @escaping (String, Place) -> NamedCondition
  ) {
    (self.cursor, self.surroundings, self.faults, self.named) = (cursor, surroundings, faults, named)
  }

  private func hint(for token: Token) -> String {
    switch token.text {
    case "&&", "&": "write `and`"
    case "||", "|": "write `or`"
    case "=", "==": "write `is`"
    case "!=", "<>": "write `is not`"
    case ")": "there is no `(` for it"
    default: "join conditions with `and` or `or`"
    }
  }

  private mutating func disjunction() throws(ExpressionStop) -> Condition {
    var left = try conjunction()
    while cursor.take(word: "or") {
      size += 1
      left = .or(left, try conjunction())
    }
    return left
  }

  private mutating func conjunction() throws(ExpressionStop) -> Condition {
    var left = try negation()
    while cursor.take(word: "and") {
      size += 1
      left = .and(left, try negation())
    }
    return left
  }

  private mutating func negation() throws(ExpressionStop) -> Condition {
    guard depth < Self.deepest else {
      throw cursor.stop("this condition is nested more than \(Self.deepest) levels deep", "make it flatter")
    }
    depth += 1
    defer { depth -= 1 }
    size += 1
    if cursor.take(word: "not") { return .not(try negation()) }
    if cursor.take(sign: "(") {
      let inner = try disjunction()
      guard cursor.take(sign: ")") else { throw cursor.stop("a `)` is missing here", "close the parenthesis") }
      return inner
    }
    return try comparison()
  }

  private mutating func comparison() throws(ExpressionStop) -> Condition {
    let place = cursor.place
    guard let word = cursor.takeWord() else {
      throw cursor.stop(
        cursor.next.map { "a condition cannot begin with `\(shortened($0.text))`" } ?? "a condition is missing here",
        cursor.next?.text == "!" ? "write `not`" : "write a name, for example `hall is open`")
    }
    switch word {
    case "true": return .constant(true)
    case "false": return .constant(false)
    case "time": return try timeComparison()
    case "hall": return try hallComparison()
    case "scene": return try ownSceneComparison(at: place)
    default: return try namedComparison(word, at: place)
    }
  }

  private mutating func timeComparison() throws(ExpressionStop) -> Condition {
    let comparison = try cursor.takeComparison(after: "time")
    let place = cursor.place
    guard let word = cursor.takeWord(), let time = TimeOfDay(word) else {
      throw ExpressionStop(place: place, message: "a time of day is expected here", hint: "write it like 17:30")
    }
    return .time(comparison, time)
  }

  private mutating func hallComparison() throws(ExpressionStop) -> Condition {
    let comparison = try cursor.takeEquality(after: "hall")
    let place = cursor.place
    let phases = ["closed", "opening", "open", "closing"] + surroundings.modes.map(\.text)
    let word = try cursor.takeValue("a phase of the hall").text
    if phases.contains(word) == false {
      faults.fault(
        place, "the hall has no phase or mode `\(shortened(word))`", didYouMean(word, among: phases, what: "the phase"))
    }
    return .compare(.hallPhase, comparison, .text(word))
  }

  private mutating func ownSceneComparison(at place: Place) throws(ExpressionStop) -> Condition {
    guard let artwork = surroundings.artwork else {
      throw ExpressionStop(
        place: place, message: "the hall has no scene of its own", hint: "write `ARTWORK.scene is SCENE`")
    }
    return try sceneComparison(of: artwork, .scene, after: "scene")
  }

  private mutating func sceneComparison(
    of artwork: ArtworkID, _ term: Term, after word: String
  ) throws(ExpressionStop) -> Condition {
    let comparison = try cursor.takeEquality(after: word)
    _ = cursor.take(word: "in")
    let place = cursor.place
    let name = try cursor.takeValue("the name of a scene").text
    let scene = surroundings.scene(named: name, of: artwork, at: place, faults) ?? SceneID(name)
    return .compare(term, comparison, .text(scene.text))
  }

  private mutating func namedComparison(_ word: String, at place: Place) throws(ExpressionStop) -> Condition {
    if let sensor = surroundings.sensors[word] { return try sensorComparison(sensor, named: word, at: place) }
    switch named(word, place) {
    case .known(let checked):
      size += checked.size
      return checked.condition
    case .faulty:
      namesFaulty = true
      return .constant(true)
    case .unknown: break
    }
    let artwork = word.hasSuffix(".scene") ? String(word.dropLast(6)) : word
    if surroundings.scenes[ArtworkID(artwork)] != nil {
      let term: Term = surroundings.artwork?.text == artwork ? .scene : .sceneOf(ArtworkID(artwork))
      return try sceneComparison(of: ArtworkID(artwork), term, after: word)
    }
    if surroundings.faulty.contains(word) == false {
      faults.fault(
        place, "nothing here is called `\(shortened(word))`",
        didYouMean(
          word, among: Array(surroundings.sensors.keys) + ["hall", "scene", "time"], what: "a name in a condition"))
    }
    cursor.skipComparison()
    return .constant(true)
  }

  private mutating func sensorComparison(
    _ sensor: Sensor, named word: String, at place: Place
  ) throws(ExpressionStop) -> Condition {
    guard cursor.isAtComparison else {
      if sensor.type == .flag { return .compare(.sensor(sensor.id), .equal, .flag(true)) }
      throw ExpressionStop(
        place: place, message: "`\(word)` is \(sensor.type), and needs a comparison",
        hint: sensor.type.isNumber ? "write for example `\(word) is above 3`" : "write `\(word) is …`")
    }
    let comparison = try cursor.takeComparison(after: word)
    let value = try cursor.takeValue(of: sensor, named: word, for: comparison, faults)
    return .compare(.sensor(sensor.id), comparison, value ?? .flag(true))
  }
}

extension ValueType {
  /// Whether values of this type have an order.
  var isNumber: Bool { if case .number = self { true } else { false } }
}
