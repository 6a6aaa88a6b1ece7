import Show

extension ScriptAct: CustomStringConvertible {
  /// As it stands behind its time.
  public var description: String {
    switch self {
    case .reading(let sensor, let value, let held): "\(sensor) = \(value.inScript)\(held ? " held" : "")"
    case .sensor(let sensor, .silent): "\(sensor) stale"
    case .sensor(let sensor, .stuck): "\(sensor) stuck"
    case .sensor(let sensor, nil): "\(sensor) reads"
    case .command(let name, let act, let end): "\(name): \(act.inWords)" + (end.map { " \($0)" } ?? "")
    case .report(let device, let state): "\(device) reports \(scriptQuoted(state))"
    case .availability(let device, let online): "\(device) \(online ? "online" : "offline")"
    case .manner(let device, let manner): "\(device) \(manner.inScript)"
    case .visitors(let come): "visitors \(come ? "on" : "off")"
    case .visitorsPerHour(let number): "visitors \(Value.number(number)) an hour"
    case .group(let count, let artwork): "visitors arrive \(count)" + (artwork.map { " at \($0)" } ?? "")
    case .broker(let isUp): "broker \(isUp ? "up" : "down")"
    case .emptyProgramme: "programme empty"
    case .opening(let opening): opening.description
    case .clock(let clock): "clock \(clock.inScript)"
    case .restart(let outage): "restart" + (outage.map { " after \($0)" } ?? "")
    case .expect(let expectation): "expect \(expectation)"
    case .note(let text): "note \(scriptQuoted(text, always: true))"
    }
  }
}

extension DeviceManner {
  fileprivate var inScript: String {
    switch self {
    case .inOrder: "answers"
    case .answers(let after): "lags \(after)"
    case .refuses: "refuses"
    case .lies: "lies"
    case .silent: "silent"
    }
  }
}

extension ScriptClock {
  fileprivate var inScript: String {
    switch self {
    case .at(let time): time.description
    case .on(let local): "\(local.date) \(local.time)"
    case .unknown: "unknown"
    case .right: "right"
    }
  }
}

extension Value {
  /// The value as a script writes it, so that it is read as the same.
  var inScript: String { if case .text(let text) = self { scriptQuoted(text) } else { description } }
}
