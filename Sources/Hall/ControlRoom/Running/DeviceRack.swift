import Sequencer
import Show

/// The devices that the daemon drives itself, by the drivers that do it; all others have the broker alone.
///
/// What was performed last is kept for every device, so that a driver which takes a device over knows what it is to be.
final class DeviceRack {
  private let drivers: [any DeviceDriver]
  private var driverOf: [DeviceID: any DeviceDriver] = [:]
  private var levels: [DeviceID: DesiredState] = [:]
  private var kinds: [DeviceID: DeviceKind] = [:]
  /// The devices that tell of themselves on their topics, though they are driven here.
  private var tellers: Set<DeviceID> = []

  /// A rack whose drivers have not begun.
  init(_ drivers: [any DeviceDriver]) { self.drivers = drivers }

  /// Begins all drivers.
  ///
  /// - Parameters:
  ///   - tell: takes what devices tell, from any thread.
  ///   - publish: takes what drivers want published, from any thread.
  func begin(
    telling tell: @escaping @Sendable (DeviceID, DriverReport) -> Void,
    publishing publish: @escaping @Sendable (BrokerMessage) -> Void = { _ in }
  ) {
    for driver in drivers {
      (driver as? any BrokerDriver)?.publish(by: publish)
      driver.begin(telling: tell)
    }
  }

  /// The link to the broker came or went.
  func linked(_ isLinked: Bool) {
    for driver in drivers { (driver as? any BrokerDriver)?.linked(isLinked) }
  }

  /// Takes a message on a topic of a foreign device.
  func hear(_ message: BrokerMessage) {
    for driver in drivers { (driver as? any BrokerDriver)?.hear(message) }
  }

  /// Whether the daemon speaks for a device: it drives it, and the device does not tell of itself.
  func speaks(for device: DeviceID) -> Bool { driverOf[device] != nil && !tellers.contains(device) }

  /// Takes the devices of a hall, and tells their drivers what they are to be: levels first, then what moves.
  func follow(_ hall: Hall) {
    driverOf = [:]
    kinds = hall.devices.mapValues(\.kind)
    tellers = Set(hall.devices.values.filter { $0.connection?.tellsItself == true }.map(\.id))
    for driver in drivers {
      for device in driver.follow(hall).sorted() where driverOf[device] == nil { driverOf[device] = driver }
    }
    levels = levels.filter { kinds[$0.key] != nil }
    for device in levels.keys.sorted(by: { (order($0), $0) < (order($1), $1) }) {
      if let state = levels[device] { driverOf[device]?.desire(state, of: device) }
    }
  }

  /// Takes what a device is to be.
  func desire(_ state: DesiredState, of device: DeviceID) {
    levels[device] = state
    driverOf[device]?.desire(state, of: device)
  }

  /// Ends all drivers.
  func end() {
    for driver in drivers { driver.end() }
  }

  private func order(_ device: DeviceID) -> Int { kinds[device] == .light ? 0 : 1 }
}
