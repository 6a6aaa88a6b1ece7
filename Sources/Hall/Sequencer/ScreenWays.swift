import Show

/// What screens hang and splice by the scenes of an artwork.
///
/// Screens that one action names get the same instant, so that they are in step; what is said again and is the same goes on
/// where it is.
extension Sequencer {
  /// Lets a screen hang stills, and changes which and how.
  mutating func hang(_ patch: Stills, on screen: DeviceID, over: TimeSpan, curve: Curve, of artwork: Artwork) {
    let path = PropertyPath(screen, .stills)
    var stills = Stills()
    if case .stills(let before) = valueBefore(at: path, of: artwork) { stills = before }
    put(.stills(stills.changed(by: patch, at: now)), at: path, over: over, curve: curve, of: artwork)
    put(.plain(.text("stills")), at: PropertyPath(screen, .mode), over: over, curve: curve, of: artwork)
  }

  /// Lets screens splice, and changes what and how; what begins anew falls by another seed each time.
  mutating func splice(_ patch: Splice, on screens: [DeviceID], over: TimeSpan, curve: Curve, of artwork: Artwork) {
    let name = "splices/anew"
    var begun = state.artworks[artwork.id]?.draws[name] ?? DrawState(of: name, artwork: artwork.id)
    for screen in screens {
      let path = PropertyPath(screen, .splice)
      var splice = Splice()
      if case .splice(let before) = valueBefore(at: path, of: artwork) { splice = before }
      put(
        .splice(splice.changed(by: patch, at: now, begun: begun.drawn)), at: path, over: over, curve: curve, of: artwork
      )
      put(.plain(.text("splice")), at: PropertyPath(screen, .mode), over: over, curve: curve, of: artwork)
    }
    guard patch.anew == true else { return }
    begun.drawn += 1
    state.artworks[artwork.id]?.draws[name] = begun
  }

  /// Tells screens their ways anew, all at once: the clock was set, and what they were told of instants no longer agrees
  /// with what others are told from now on.
  mutating func tellWaysAnew() {
    for id in index.devices {
      let told = state.devices[id]?.desired.properties ?? [:]
      if PropertyName.objects.contains(where: { told[$0] != nil }) { work.resend.insert(id) }
    }
  }

  /// What a property is by this artwork's scenes, or by the device's default.
  private func valueBefore(at path: PropertyPath, of artwork: Artwork) -> PropertyValue? {
    state.artworks[artwork.id]?.layer[path]?.fade.to ?? show.hall.devices[path.device]?.defaultValue(of: path.property)
  }
}
