/// Why a signal that a person named cannot be taken.
public enum MontageError: Error, Hashable, CustomStringConvertible {
  /// The recording has no signal of that name or number; what it has is listed.
  case noSuchSignal(Montage.Role, there: [String])
  /// The signal is there and cannot be used.
  case refused(Montage.Role, SignalHeader.Refusal)
  /// Electrode and reference have not the same rate or unit.
  case notOfOneKind(Montage.Role)

  /// What is wrong, and the way out.
  public var description: String {
    switch self {
    case .noSuchSignal(let role, let there):
      "the recording has no such signal for --\(role.rawValue); it has \(there.joined(separator: ", ")): "
        + "give one of these names or numbers, or two of them joined by a hyphen"
    case .refused(let role, let refusal): "the signal given by --\(role.rawValue) cannot be used: \(refusal.words)"
    case .notOfOneKind(let role):
      "the two signals given by --\(role.rawValue) differ in rate or unit, so their difference means nothing"
    }
  }
}

extension Montage {
  /// Finds the signals of a recording, some of them given by a person.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - given: for a role the label of a signal, without regard to case, its number as `inspect` counts, or two of
  ///     these joined by a hyphen for a derivation.
  /// - Throws: `MontageError`, which lists what there is.
  public init(for recording: Recording, given: [Role: String]) throws(MontageError) {
    self.init(for: recording)
    for role in Role.allCases {
      guard let words = given[role] else { continue }
      choices[role] = try Montage.choice(words, role, recording)
    }
  }

  private static func choice(_ words: String, _ role: Role, _ recording: Recording) throws(MontageError) -> Choice {
    let signals = recording.header.signals
    if let index = index(words, recording) {
      try admit(index, role, recording)
      var montage = Montage(choices: [role: Choice(index: index, label: signals[index].label, ground: .hand)])
      montage.refer(recording.signalIndices.filter { recording.refusal(of: $0) == nil }, recording)
      return montage.choices[role] ?? Choice(index: index, label: signals[index].label, ground: .hand)
    }
    for place in words.indices where words[place] == "-" {
      guard let first = index(String(words[..<place]), recording),
        let second = index(String(words[words.index(after: place)...]), recording)
      else { continue }
      try admit(first, role, recording)
      try admit(second, role, recording)
      guard signals[first].samplesPerRecord == signals[second].samplesPerRecord,
        signals[first].unit.wording == signals[second].unit.wording
      else { throw .notOfOneKind(role) }
      return Choice(
        index: first, label: "\(signals[first].label)-\(signals[second].label)", ground: .hand, referenceIndex: second)
    }
    let there = recording.signalIndices.enumerated().map { "\($0.offset + 1) \(signals[$0.element].label)" }
    throw .noSuchSignal(role, there: there)
  }

  /// The signal of a label or a number; a label comes first.
  private static func index(_ words: String, _ recording: Recording) -> Int? {
    let name = words.split(separator: " ").joined(separator: " ").lowercased()
    let named = recording.signalIndices.first { recording.header.signals[$0].label.lowercased() == name }
    if let named { return named }
    guard let number = Int(name), number >= 1, number <= recording.signalIndices.count else { return nil }
    return recording.signalIndices[number - 1]
  }

  private static func admit(_ index: Int, _ role: Role, _ recording: Recording) throws(MontageError) {
    if let refusal = recording.refusal(of: index) { throw .refused(role, refusal) }
  }
}
