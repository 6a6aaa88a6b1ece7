import Show

/// Fixture files of a show: `fixtures/NAME.json` of the Open Fixture Library, `fixtures/NAME.qxf` of QLC+.
enum FixtureFiles {
  /// Whether a path is that of a fixture file.
  static func isPath(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0] == "fixtures" && isName(parts[1])
  }

  /// Whether a file beneath `fixtures` is read.
  static func isName(_ name: Substring) -> Bool {
    name.hasPrefix(".") == false && (name.hasSuffix(".json") || name.hasSuffix(".qxf"))
  }

  /// The profiles of a file: its first mode by its path, each mode as `PATH#MODE`.
  static func profiles(of file: ShowFile, _ faults: FaultList) -> [String: FixtureProfile] {
    let modes =
      file.path.hasSuffix(".qxf")
      ? QLCFixture.modes(file.text, faults) : OpenFixture.modes(file.text, faults)
    var profiles: [String: FixtureProfile] = [:]
    for mode in modes {
      guard (1...512).contains(mode.channels.count) else {
        faults.fault(
          .start, "mode `\(shortened(mode.name))` has \(mode.channels.count) channels", "a mode has 1 to 512")
        continue
      }
      for name in [file.path, "\(file.path)#\(mode.name)"] where profiles[name] == nil {
        profiles[name] = FixtureProfile(name: name, channels: paired(mode.channels), footprint: mode.channels.count)
      }
    }
    return profiles
  }

  /// Fine slots joined with the coarse channel that they belong to.
  private static func paired(_ channels: [FixtureMode.Slot]) -> [FixtureChannel] {
    var paired: [FixtureChannel] = []
    for (offset, slot) in channels.enumerated() where slot.isFine == false {
      paired.append(FixtureChannel(slot.role, at: offset))
    }
    for (offset, slot) in channels.enumerated() where slot.isFine {
      let place = paired.firstIndex { $0.fineOffset == nil && $0.role == slot.role && $0.coarseOffset < offset }
      if let place, slot.role.isSteered {
        paired[place].fineOffset = offset
      } else {
        paired.append(FixtureChannel(.fixed(0), at: offset))
      }
    }
    return paired
  }
}

/// One mode of a fixture: what each slot is.
struct FixtureMode {
  struct Slot {
    var role: FixtureChannelRole
    var isFine = false
  }
  var name: String
  var channels: [Slot]
}

extension FixtureChannelRole {
  fileprivate var isSteered: Bool { if case .fixed = self { false } else { true } }
}
