import Show

/// Stills that a screen cannot show: pools and rotations pass over them until their files change.
///
/// | the screen tells | the hall |
/// |---|---|
/// | a still is `skipped` | warns, takes another one at once where a pool or a rotation gave it, gives it no more on this screen |
/// | | tells the screen what it passes over there (`passed_over`), so that the screen looks whether it was mended |
/// | a still of these is `mended` | gives it again, in this round still where it has not ended |
///
/// What was passed over stays so across restarts of the hall and of the screen, for each screen has its own folder.
extension Sequencer {
  /// How many stills of a screen are remembered, and how many it is told to look after, at most.
  static let mostPassedOver = 1000, mostLookedAfter = 100

  /// The stills that a device cannot show, and why.
  func passedOver(on device: DeviceID) -> [String: String] { state.devices[device]?.passedOver ?? [:] }

  /// What else a screen is told of stills: which one comes next, and which ones are passed over.
  func stillsBeside(_ known: DeviceState, _ id: DeviceID) -> (next: String?, passedOver: [String]?) {
    let looked = known.passedOver.map { Array($0.keys.sorted().prefix(Self.mostLookedAfter)) }
    guard let (layer, owner, _) = resolve(PropertyPath(id, .still)), layer == .scene, let owner,
      let source = state.artworks[owner]?.layer[PropertyPath(id, .still)]?.source, let artwork = artwork(owner)
    else { return (nil, looked) }
    return (nextMedium(of: source, on: id, artwork), looked)
  }

  /// Takes note of what a screen cannot show, and of what it can show again.
  mutating func hearOfStills(_ report: DeviceReport, of id: DeviceID) {
    guard report.skipped != nil || report.mended != nil else { return }
    var passed = passedOver(on: id)
    let mended = (report.mended ?? []).filter { passed.removeValue(forKey: $0) != nil }
    let room = Self.mostPassedOver - passed.count
    let news = (report.skipped ?? []).filter { passed[$0.still] == nil }.prefix(max(0, room))
    for skipped in news { passed[skipped.still] = skipped.why }
    guard !mended.isEmpty || !news.isEmpty else { return }
    state.devices[id]?.passedOver = passed.isEmpty ? nil : passed
    work.touchedDevices.insert(id)
    for still in mended {
      decide(Decision(.note, subject: id.text, "\(id) can show \(still) again"))
      takeUp(still, on: id)
    }
    warnOfStills(of: id, passed, last: news.last)
    for skipped in news { passOver(skipped.still, on: id) }
  }

  private mutating func warnOfStills(of id: DeviceID, _ passed: [String: String], last: SkippedStill?) {
    let warning = "device-stills:\(id)"
    guard let still = last?.still ?? passed.keys.min(), let why = passed[still] else {
      return clear(warning, "\(id) can show all of its stills again")
    }
    let count = passed.count == 1 ? "a still is" : "\(passed.count) stills are"
    warn(
      warning, "\(id): \(count) passed over until mended: \(still): \(why)", artworks: index.users[id] ?? [])
  }

  /// Takes another still where a pool or a rotation gave one that the screen cannot show; it does not count as shown.
  private mutating func passOver(_ still: String, on screen: DeviceID) {
    let path = PropertyPath(screen, .still)
    for id in index.users[screen] ?? [] {
      guard let artwork = artwork(id), let before = state.artworks[id]?.layer[path], before.goesAt == nil,
        before.fade.to == .plain(.text(still)), let source = before.source
      else { continue }
      giveBack(still, to: source, of: artwork)
      decide(
        Decision(
          .draw, artwork: id, subject: source.text,
          "\(id): \(source) passes over \(still), which \(screen) cannot show",
          values: [Decision.passedOver: .text(still)]))
      guard let next = name(of: .next(source), at: path, of: artwork) else { continue }
      let fade = Fade(to: .plain(.text(next)), at: now, over: before.fade.over, curve: before.fade.curve)
      state.artworks[id]?.layer[path] = LayerValue(fade: fade, scene: before.scene, goesAt: nil, source: source)
      touch(id)
    }
  }

  private mutating func giveBack(_ still: String, to source: SourceID, of artwork: Artwork) {
    if let pool = artwork.pools[source], let place = pool.items.firstIndex(of: still) {
      state.artworks[artwork.id]?.draws[source.text]?.giveBack(place, pool.order)
    }
    guard let rotation = artwork.rotations[source], let known = state.artworks[artwork.id]?.rotations[source],
      let place = rotation.names.firstIndex(of: still), known.onAir == place
    else { return }
    // It was on for nobody.
    let instant = now
    state.artworks[artwork.id]?.rotations[source]?.since = instant
  }

  /// A still that can be shown again begins in its rotations where the least of the others is: it would be on without an end
  /// else, until it had made good what nobody kept from it.
  private mutating func takeUp(_ still: String, on screen: DeviceID) {
    for id in index.users[screen] ?? [] {
      guard let artwork = artwork(id) else { continue }
      for (source, rotation) in artwork.rotations {
        guard case .media(let media) = rotation.items, let place = media.firstIndex(of: still),
          let known = state.artworks[id]?.rotations[source], known.path?.device == screen
        else { continue }
        let others = known.airtime.indices.filter { $0 != place && passedOver(on: screen)[media[$0]] == nil }
        guard let least = others.map({ known.airtime[$0] }).min() else { continue }
        state.artworks[id]?.rotations[source]?.airtime[place] = max(known.airtime[place], least)
      }
    }
  }
}
