import SleepLab

/// Which channels of a live stream are taken for what.
struct StreamChannels: Equatable {
  /// Why the channels do not serve.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// The place of each role's channel, from 0.
  private(set) var places: [Montage.Role: Int] = [:]

  /// Chooses channels: those that are named by hand, then by labels.
  ///
  /// - Parameters:
  ///   - labels: the channels' labels in their order; empty where the stream names none.
  ///   - count: how many channels there are.
  ///   - named: for a role the label or the number, from 1, that was given by hand.
  /// - Throws: `Fault` where a name is none of the stream's, or nothing is a brain, eye or muscle.
  init(labels: [String], count: Int, named: [Montage.Role: String]) throws(Fault) {
    for (role, name) in named {
      if let place = labels.firstIndex(where: { $0.lowercased() == name.lowercased() }) {
        places[role] = place
      } else if let number = Int(name), (1...max(1, count)).contains(number) {
        places[role] = number - 1
      } else {
        throw Fault(
          description: "the stream has no channel '\(name)': it has \(count)"
            + (labels.isEmpty ? " without names" : ": " + labels.joined(separator: ", ")))
      }
    }
    for (place, label) in labels.enumerated() {
      for role in Self.roles(of: label) where places[role] == nil { places[role] = place }
    }
    guard !places.isEmpty else {
      throw Fault(
        description: "no channel of the stream names an electrode, an eye or a chin: say which is which by --signal, "
          + "for example --signal eeg=1")
    }
  }

  private static let posterior: Set<String> = ["pz", "oz", "o1", "o2", "poz", "p3", "p4"]

  private static func roles(of label: String) -> [Montage.Role] {
    if let role = Montage.Role(rawValue: label.lowercased()) { return [role] }
    let electrode = ElectrodeName(label: label)
    switch SignalKind(label: label) {
    case .eeg: return electrode.map { posterior.contains($0.active) } == true ? [.posteriorEEG, .eeg] : [.eeg]
    case .eog: return [electrode?.active == "e2" ? .rightEye : .leftEye]
    case .emg: return [.chin]
    case .ecg, .respiration, .other: return []
    }
  }
}
