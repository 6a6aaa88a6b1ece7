import Show

/// A box that is not there: answers what its description says that it answers, by values of its own.
public struct SimulatedBox: Hashable, Sendable {
  /// How it behaves.
  public enum Manner: String, Hashable, Sendable, CaseIterable {
    /// It does what it is told, and says so.
    case obedient
    /// It says that it will not.
    case refusing
    /// It says that it does, and does not.
    case lying
  }

  /// How it behaves from now on.
  public var manner = Manner.obedient
  /// What it is.
  public private(set) var values: [PropertyName: Value]

  private let box: Box
  /// The step of its opening that it is in, counted from 0.
  private var step = 0

  /// A box.
  ///
  /// - Parameters:
  ///   - box: its description, with all blanks filled.
  ///   - values: what it is at first; off, the first word or the least number where nothing is given.
  public init(_ box: Box, values: [PropertyName: Value] = [:]) {
    self.box = box
    let usual = box.properties.map { ($0.name, Self.usualValue(of: $0)) }
    self.values = Dictionary(usual) { first, _ in first }.merging(values) { _, given in given }
  }

  /// What ends each of its answers.
  public var answerEnd: [UInt8] { if case .ends(let ends) = box.cut { ends.first ?? [] } else { [] } }

  /// A line to it was opened; what it says first.
  public mutating func greet() -> [[UInt8]] {
    step = 0
    return said()
  }

  /// Takes a command, with or without its end.
  ///
  /// - Returns: its answers, without their ends.
  public mutating func take(_ command: [UInt8]) -> [[UInt8]] {
    let bare = command.suffix(box.end.count).elementsEqual(box.end) ? Array(command.dropLast(box.end.count)) : command
    if step < box.opening.count {
      step += 1
      return said()
    }
    if let (property, value) = setting(in: bare) { return set(property, value) }
    let asked = box.properties.filter { $0.ask?.bytes() == bare }
    guard asked.isEmpty == false else { return refusal }
    if asked.contains(where: { $0.pointer != nil }) { return [SimulatedJSON.text(asked, values)] }
    return asked.compactMap { answer(of: $0, by: $0.reads.first ?? $0.hears.first) }
  }

  /// What it says at this step of its opening.
  private mutating func said() -> [[UInt8]] {
    var answers: [[UInt8]] = []
    while step < box.opening.count {
      if let expect = box.opening[step].expect?.bytes() { answers.append(expect) }
      if box.opening[step].send != nil { break }
      step += 1
    }
    return answers
  }

  private func setting(in command: [UInt8]) -> (BoxProperty, Value)? {
    for property in box.properties {
      guard let found = property.send?.match(command, isNumber: property.takesNumbers), let filling = found.value,
        let value = property.reading(filling).value
      else { continue }
      return (property, value)
    }
    return nil
  }

  private mutating func set(_ property: BoxProperty, _ value: Value) -> [[UInt8]] {
    guard manner != .refusing else { return refusal }
    let before = values[property.name]
    values[property.name] = value
    let answers = [answer(of: property, by: property.expect ?? property.hears.first)].compactMap { $0 }
    if manner == .lying { values[property.name] = before }
    return answers
  }

  private var refusal: [[UInt8]] {
    let error = box.errors.first { $0.meaning == .refused } ?? box.errors.first
    return error?.says.bytes().map { [$0] } ?? []
  }

  private func answer(of property: BoxProperty, by pattern: BoxText?) -> [UInt8]? {
    guard let value = values[property.name] else { return nil }
    return pattern?.bytes(property.wire(value))
  }

  private static func usualValue(of property: BoxProperty) -> Value {
    switch property.type {
    case .flag: .flag(false)
    case .number(let range): .number(range?.lowerBound ?? 0)
    case .choice(let words): .text(words.first ?? "")
    case .text, .color: .text("")
    }
  }
}

extension BoxProperty {
  fileprivate var takesNumbers: Bool { if case .number = type { true } else { false } }
}

/// An answer of JSON that has values where pointers say.
private enum SimulatedJSON {
  private indirect enum Node {
    case scalar(String)
    case inner([(key: String, node: Node)])
  }

  static func text(_ properties: [BoxProperty], _ values: [PropertyName: Value]) -> [UInt8] {
    var root = Node.inner([])
    for property in properties {
      guard let pointer = property.pointer, let value = values[property.name] else { continue }
      let path = pointer.split(separator: "/").map(String.init)
      root = put(scalar(value, of: property), at: path[...], in: root)
    }
    return Array(text(of: root).utf8)
  }

  private static func scalar(_ value: Value, of property: BoxProperty) -> String {
    guard case .bytes(let bytes)? = property.wire(value) else { return value.description }
    return "\"\(String(decoding: bytes, as: UTF8.self))\""
  }

  private static func put(_ scalar: String, at path: ArraySlice<String>, in node: Node) -> Node {
    guard let key = path.first else { return .scalar(scalar) }
    guard case .inner(var children) = node else { return node }
    if let place = children.firstIndex(where: { $0.key == key }) {
      children[place].node = put(scalar, at: path.dropFirst(), in: children[place].node)
    } else {
      children.append((key, put(scalar, at: path.dropFirst(), in: .inner([]))))
    }
    return .inner(children)
  }

  private static func text(of node: Node) -> String {
    guard case .inner(let children) = node else { if case .scalar(let text) = node { return text } else { return "" } }
    // Children that are numbers make a list.
    if children.first.map({ Int($0.key) != nil }) == true {
      return "[" + children.map { text(of: $0.node) }.joined(separator: ",") + "]"
    }
    return "{" + children.map { "\"\($0.key)\":\(text(of: $0.node))" }.joined(separator: ",") + "}"
  }
}
