// Electrodes and references that were recorded apart, against one common electrode: their difference is the derivation
// that the AASM manual asks for (version 3, section IV.1).
extension Montage {
  /// Gives each choice whose label names no reference the one that it should have, if it was recorded at the same rate.
  mutating func refer(_ usable: [Int], _ recording: Recording) {
    let signals = recording.header.signals
    let bare = { (index: Int) -> String? in Montage.bareName(signals[index].label) }
    for role in Role.allCases {
      guard let choice = choices[role], choice.referenceIndex == nil, let own = bare(choice.index) else { continue }
      let wanted = Montage.references(for: own)
      let partner = wanted.lazy.compactMap { name in
        usable.first { index in
          bare(index) == name && index != choice.index
            && signals[index].samplesPerRecord == signals[choice.index].samplesPerRecord
            && signals[index].unit == signals[choice.index].unit
        }
      }.first
      if let partner {
        choices[role]?.referenceIndex = partner
        choices[role]?.label = "\(choice.label)-\(signals[partner].label)"
      }
    }
  }

  /// The one electrode that a label names, by its modern name; nil where it names none, or a reference too.
  private static func bareName(_ label: String) -> String? {
    let words = ElectrodeName.words(of: label).map(ElectrodeName.modern)
    let names = words.filter { ElectrodeName.isElectrode($0) || ["chin1", "chin2"].contains($0) }
    return names.count == 1 ? names[0] : nil
  }

  /// The references of an electrode in the order of preference: the other side's mastoid first.
  private static func references(for electrode: String) -> [String] {
    switch electrode {
    case "chin1": return ["chin2"]
    case "chin2": return ["chin1"]
    case "e1", "e2": return ["m2", "m1"]
    case "m1", "m2": return []
    default:
      let number = electrode.drop { !$0.isNumber }.compactMap(\.wholeNumberValue).reduce(0) { 10 * $0 + $1 }
      return number % 2 == 1 ? ["m2", "m1"] : ["m1", "m2"]
    }
  }
}

extension Recording {
  /// The samples of a montage's choice, its reference taken off where that stands apart.
  ///
  /// - Parameter choice: a choice of a montage of this recording.
  /// - Returns: in µV around 0: the mean is taken off; nil if a signal is refused or the timeline is too long.
  public func samples(of choice: Montage.Choice) -> SampledSignal? {
    guard var signal = samples(of: choice.index, baseline: statistics(of: choice.index)?.mean ?? 0) else { return nil }
    guard let reference = choice.referenceIndex else { return signal }
    guard let other = samples(of: reference, baseline: statistics(of: reference)?.mean ?? 0),
      other.values.count == signal.values.count
    else { return nil }
    for index in signal.values.indices { signal.values[index] -= other.values[index] }
    return signal
  }
}
