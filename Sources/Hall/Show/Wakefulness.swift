/// When the hall keeps a device awake by itself, beneath what scenes want of it.
public enum Wakefulness: String, Codable, Sendable, CaseIterable {
  /// From the lead before the doors until the hall has closed.
  case opening
  /// Day and night: it is not looked for in the dark.
  case always
}

extension DeviceKind {
  /// What a property is while a device sleeps; nothing for those that do not matter then.
  public func sleepingValue(of property: PropertyName) -> PropertyValue? {
    switch (self, property) {
    case (_, .power), (.player, .playing): .plain(.flag(false))
    case (.light, .level), (.screen, .brightness): .plain(.number(0))
    default: nil
    }
  }
}

extension Hall {
  /// Whether a device has to be dark at night: all but ways out and what is always awake.
  public func sleeps(_ device: Device) -> Bool { !device.egress && device.awake != .always }

  /// Why a device that is to be so is not dark and silent: the property that lights it.
  ///
  /// - Parameters:
  ///   - device: a device of this hall.
  ///   - value: the value that each of its properties is to reach.
  /// - Returns: nothing where it is dark.
  public func light(of device: Device, _ value: (PropertyName) -> PropertyValue?) -> PropertyName? {
    if device.properties[.power] != nil { return value(.power) == .plain(.flag(true)) ? .power : nil }
    switch device.kind {
    case .light:
      guard value(.level)?.number != 0 else { return nil }
      // Black makes no light, where there is no other white and the fixture has colours at all.
      let model = device.model ?? (device.universe == nil ? "" : "dimmer")
      let makesColor = (fixtures[model] ?? FixtureProfile.generic[model])?.makesColor ?? true
      return makesColor && value(.kelvin) == nil && value(.color) == .plain(.text("#000000")) ? nil : .level
    case .screen:
      if value(.brightness)?.number == 0 { return nil }
      if case .dream(let dream)? = value(.dream), dream.stop == true, value(.still) == nil, value(.slate) == nil {
        return nil
      }
      return .brightness
    case .player: return value(.playing) == .plain(.flag(true)) ? .playing : nil
    case .projector, .display, .switch, .box: return nil
    }
  }
}

extension Hall {
  /// The devices that power a device, the nearest first; each once, also where they go round.
  public func sources(of id: DeviceID) -> [DeviceID] {
    var found: [DeviceID] = []
    var next = devices[id]?.poweredBy
    while let source = next, !found.contains(source) {
      found.append(source)
      next = devices[source]?.poweredBy
    }
    return found
  }
}
