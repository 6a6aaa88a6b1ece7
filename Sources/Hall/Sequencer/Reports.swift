import Show

/// What devices tell, and what is done about those that do not.
extension Sequencer {
  /// A device told its actual state.
  mutating func deviceReported(_ id: DeviceID, _ report: DeviceReport) {
    guard let device = show.hall.devices[id], var known = state.devices[id] else { return }
    let before = known.reported
    work.heardDevices.insert(id)
    known.online = true
    if let rev = report.rev { known.confirmedRev = max(known.confirmedRev, rev) }
    if let word = report.state { known.reported = word }
    if known.confirmedRev >= known.desired.rev { known.confirmBy = nil }
    state.devices[id] = known
    if known.confirmBy == nil { clear("device-silent:\(id)", "\(id) answers again") }
    clear("device-offline:\(id)", "\(id) is there again")
    if report.warnings.isEmpty {
      clear("device-warns:\(id)", "\(id) warns no more")
    } else {
      warn("device-warns:\(id)", "\(id): \(report.warnings.joined(separator: "; "))", artworks: index.users[id] ?? [])
    }
    hearOfStills(report, of: id)
    guard let word = report.state, word != before else { return }
    decide(Decision(.note, subject: id.text, "\(device.id) reports \(word)"))
    for user in index.users[id] ?? [] { tell(user, of: id, word) }
    for artwork in show.artworks where !(index.users[id] ?? []).contains(artwork.id) { tell(artwork.id, of: id, word) }
  }

  /// Lets an artwork's triggers see a device's new state, and its cues the end of a medium.
  private mutating func tell(_ user: ArtworkID, of id: DeviceID, _ word: String) {
    guard let artwork = artwork(user), let current = state.artworks[user], let run = current.run,
      let scene = artwork.scene(run.scene)
    else { return }
    let isOwn = (index.users[id] ?? []).contains(user)
    let isEnd = word == "ended" && isOwn
    for place in scene.triggers.indices {
      let isMatch =
        switch scene.triggers[place].event {
        case .mediaEnds(let player): isEnd && (player ?? id) == id
        case .reports(let device, let wanted): device == id && wanted == word
        default: false
        }
      guard isMatch else { continue }
      if current.time.pausedAt != nil {
        decideNotFired(scene.triggers[place], of: artwork, "time stands still")
      } else {
        let local = current.time.local(now)
        state.artworks[user]?.run?.triggers[place].holdsSince = local
      }
    }
    if isEnd { mediumEnded(on: id, of: artwork) }
    work.unsettled.insert(user)
  }

  /// A device came or went.
  mutating func deviceAvailable(_ id: DeviceID, _ online: Bool) {
    guard let known = state.devices[id], known.online != online else { return }
    work.heardDevices.insert(id)
    state.devices[id]?.online = online
    if online {
      clear("device-offline:\(id)", "\(id) is there again")
      if known.confirmedRev >= known.desired.rev {
        state.devices[id]?.confirmBy = nil
        clear("device-silent:\(id)", "\(id) answers again")
      }
    } else if maySleep(id) {
      restConfirmed(id)
    } else {
      warn("device-offline:\(id)", "\(id) is away: look at its power and network", artworks: index.users[id] ?? [])
    }
  }

  /// Warns of devices that have not confirmed in time, after what their cue wants done about it.
  mutating func checkConfirmations() {
    for id in index.devices {
      guard var known = state.devices[id], let by = known.confirmBy, by <= now else { continue }
      known.confirmBy = nil
      if known.online == false, maySleep(id) {
        state.devices[id] = known
        continue
      }
      let patience = show.hall.devices[id]?.confirmsWithin ?? .seconds(2)
      if case .retry(let count, let within)? = known.retry?.policy, let tried = known.retry?.tried, tried < count {
        known.retry?.tried += 1
        known.confirmBy = now + max(patience, TimeSpan(milliseconds: within.milliseconds / Int64(max(count, 1))))
        state.devices[id] = known
        work.resend.insert(id)
        decide(Decision(.fault, subject: id.text, "\(id) did not confirm; told again, \(tried + 1) of \(count)"))
        continue
      }
      state.devices[id] = known
      warn(
        "device-silent:\(id)", "\(id) does not confirm what it is to be: look at its power and network",
        artworks: index.users[id] ?? [])
      if case .abandonScene? = known.retry?.policy, let owner = known.retry?.artwork, let artwork = artwork(owner),
        state.artworks[owner]?.run != nil, home(of: artwork) != state.artworks[owner]?.run?.scene
      {
        state.devices[id]?.retry = nil
        enterHome(artwork, because: "\(id) did not confirm, and its cue abandons the scene then")
      }
    }
  }
}
