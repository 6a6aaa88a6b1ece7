import Show

/// The alarm and the blackout. Régie observes the fire contact; it never is the safety system.
extension Sequencer {
  /// The contact told something: at its first value too, retained too.
  mutating func alarmContact(_ id: SensorID, _ value: Value?) {
    clear("alarm-contact-lost:\(id)", "\(id) is read again")
    guard value == .flag(true), !state.alarm.isLatched else { return }
    state.alarm = AlarmState(raisedBy: id, since: now)
    let now = self.now
    for artwork in show.artworks { state.artworks[artwork.id]?.time.pause(at: now) }
    touchAll()
    decide(
      Decision(
        .alarm, subject: id.text, "alarm: \(id) is closed; all devices go to their safe looks, time stands still"))
    warn("alarm", "alarm raised by \(id): once the contact is open again, release it with `regie release alarm`")
  }

  /// The contact can no longer be read: said at once.
  mutating func alarmContactLost(_ id: SensorID, _ reason: String) {
    warn("alarm-contact-lost:\(id)", "the alarm contact \(id) is lost (\(reason)): the hall would not see an alarm")
  }

  /// Ends a latched alarm, once every contact is open again: every artwork begins at its start.
  ///
  /// - Throws: a refusal while there is none, or a contact is still closed.
  mutating func releaseAlarm(by operatorName: OperatorName) throws(Refusal) -> String {
    guard state.alarm.isLatched else { throw Refusal(.nothingToDo, "there is no alarm") }
    for id in index.alarmSensors where state.sensors[id]?.value == .flag(true) {
      throw Refusal(.alarmContact, "the contact \(id) is still closed", hint: "release the alarm once it is open again")
    }
    state.alarm = AlarmState(raisedBy: nil, since: now)
    touchAll()
    clear("alarm", "the alarm was released by \(operatorName)")
    decide(Decision(.alarm, "the alarm was released by \(operatorName)"))
    for artwork in show.artworks {
      resumeTime(of: artwork)
      state.artworks[artwork.id]?.isHeld = false
      state.artworks[artwork.id]?.heldUntil = nil
    }
    followPhase(because: "the alarm is over")
    for artwork in show.artworks { enterHome(artwork, because: "the alarm is over") }
    return "alarm released"
  }

  /// The master at the output.
  mutating func setBlackout(_ isOn: Bool, until: Until?, because reason: String) {
    let before = state.blackout.isOn
    state.blackout = BlackoutState(
      isOn: isOn, since: before == isOn ? state.blackout.since : now, until: isOn ? until : nil)
    work.hallTouched = true
    guard before != isOn else { return }
    work.touchedDevices.formUnion(index.devices)
    decide(Decision(.blackout, "blackout \(isOn ? "on" : "off"), because \(reason)"))
  }
}
