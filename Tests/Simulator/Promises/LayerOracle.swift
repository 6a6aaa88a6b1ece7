import Sequencer
import Show

/// What the order of the layers demands of the simulated show, written down a second time: alarm beats blackout beats
/// overrides.
enum LayerOracle {
  private static let alarmLook: [PropertyPath: Value] = [
    PropertyPath("wash", .color): .text("#ffffff"), PropertyPath("wash", .level): .number(1),
    PropertyPath("exit", .level): .number(1),
    PropertyPath("screen", .brightness): .number(0),
    PropertyPath("voice", .playing): .flag(false),
  ]
  private static let dark: [PropertyPath] = [
    PropertyPath("lamp", .level), PropertyPath("wash", .level), PropertyPath("screen", .brightness),
  ]

  /// What is not as it must be.
  static func fault(in sequencer: Sequencer) -> String? {
    let state = sequencer.state
    var wanted: [PropertyPath: (Value, String)] = [:]
    for (path, override) in state.overrides { wanted[path] = (override.value, "override") }
    if state.blackout.isOn { for path in dark { wanted[path] = (.number(0), "blackout") } }
    if state.alarm.isLatched { for (path, value) in alarmLook { wanted[path] = (value, "alarm") } }
    for (path, (value, why)) in wanted.sorted(by: { $0.key < $1.key }) {
      guard let device = state.devices[path.device], device.desired.rev > 0 else { continue }
      guard case .plain(let told)? = device.desired.properties[path.property]?.to, told == value else {
        let told = device.desired.properties[path.property].map { "\($0.to)" } ?? "nothing"
        return "\(path) is \(told), and must be \(value) by the \(why)"
      }
    }
    return nil
  }
}
