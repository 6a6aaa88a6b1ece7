import Show

/// Finds boxes that are on one line: the same serial port, or the same TCP port of a host. They take turns on it.
struct LineSharing {
  let faults: FaultList

  /// Marks the connections of devices that share a line; a serial port that cannot be shared is a fault.
  ///
  /// - Parameters:
  ///   - devices: all of the hall.
  ///   - entries: where each is written.
  func share(_ devices: inout [DeviceID: Device], _ entries: [Written.Entry]) {
    let boxes = entries.compactMap { entry -> (entry: Written.Entry, id: DeviceID, connection: BoxConnection)? in
      guard DeviceID.isWellFormed(entry.key), case .box(let connection)? = devices[DeviceID(entry.key)]?.connection,
        connection.canShare
      else { return nil }
      return (entry, DeviceID(entry.key), connection)
    }
    for (_, group) in Dictionary(grouping: boxes, by: { $0.connection.place }) {
      guard group.count > 1, let first = group.first else { continue }
      if case .serial(let settings) = first.connection.line {
        for other in group {
          check(other.entry, other.connection, beside: first.id, settings)
        }
      } else if group.contains(where: { $0.connection.box.opening.isEmpty == false }) {
        // Who opens a line says who it is: each for itself.
        continue
      }
      for member in group {
        var connection = member.connection
        connection.isShared = true
        devices[member.id]?.connection = .box(connection)
      }
    }
  }

  private func check(
    _ entry: Written.Entry, _ connection: BoxConnection, beside first: DeviceID, _ settings: SerialSettings
  ) {
    if connection.box.opening.isEmpty == false {
      faults.fault(
        entry.keyPlace, "the box `\(connection.box.name)` has an opening, and is not alone on \(connection.place)",
        "such a box needs a serial port of its own")
    }
    if case .serial(let own) = connection.line, own != settings {
      faults.fault(
        entry.keyPlace, "`\(entry.key)` is on the serial port of `\(first)`, but has other settings",
        "give both boxes the same `serial`")
    }
  }
}

extension BoxConnection {
  /// Whether its line is one that is opened, and then carries one thing after another.
  fileprivate var canShare: Bool {
    switch line {
    case .tcp, .serial: true
    case .udp, .http: false
    }
  }
}
