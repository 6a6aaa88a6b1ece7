import Show

/// Checks that what a use of a template gives is what its parameter stands for.
struct ArgumentCheck {
  let surroundings: Surroundings
  let faults: FaultList

  /// Whether a value fits; a fault if not.
  func fits(_ value: Written, _ parameter: Template.Parameter) -> Bool {
    let name = parameter.name
    switch parameter.kind {
    case .light, .screen, .player, .projector, .display, .switch, .device: return device(value, parameter)
    case .input: return input(value, name)
    case .scene:
      guard let text = value.text(name, faults), let own = surroundings.artwork else { return false }
      return surroundings.scene(named: text, of: own, at: value.place, faults) != nil
    case .medium:
      let reader = PropertyReader(surroundings: surroundings, faults: faults)
      return value.text(name, faults).flatMap { reader.medium($0, at: value.place) } != nil
    case .number: return value.number(name, faults) != nil
    case .level: return value.number(name, in: 0...1, faults) != nil
    case .duration: return value.span(name, faults) != nil
    case .color:
      return value.parsed(name, "a colour", "write it in quotes like \"#0a1230\"", faults) { Color($0) } != nil
    case .flag: return value.flag(name, faults) != nil
    case .text: return value.text(name, faults) != nil
    }
  }

  private func device(_ value: Written, _ parameter: Template.Parameter) -> Bool {
    guard let text = value.text(parameter.name, faults),
      let device = surroundings.device(named: text, at: value.place, faults)
    else { return false }
    if parameter.kind == .device || device.kind.rawValue == parameter.kind.rawValue { return true }
    faults.fault(
      value.place, "\(device.id) is a \(device.kind.rawValue)", "`\(parameter.name)` is a \(parameter.kind.rawValue)")
    return false
  }

  private func input(_ value: Written, _ name: String) -> Bool {
    guard let text = value.text(name, faults) else { return false }
    if surroundings.sensors[text] != nil || surroundings.faulty.contains(text) { return true }
    faults.fault(
      value.place, "there is no input or sensor `\(shortened(text))`",
      didYouMean(text, among: surroundings.sensors.keys, what: "an input"))
    return false
  }
}
