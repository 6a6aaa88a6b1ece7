import Show

/// A group of visitors on its way: a number of people, nothing of anyone.
struct VisitorGroup: Sendable {
  /// How many they are.
  var size: Int
  /// The stands it has not seen.
  var unseen: [Int]
  /// How many more stands it wants to see.
  var wants: Int
  /// The stand it is at, or walks to.
  var stand: Int?
  /// Whether it is on its way to the stand.
  var isWalking = false
  /// Since when it is at the stand.
  var since: ShowInstant = .zero
  /// The sensor of presence that it stands before.
  var spot: SensorID?
  /// What it still looks at here, each with how long.
  var stops: [Stop] = []

  /// A while before one sensor of presence, or none.
  struct Stop: Sendable {
    var spot: SensorID?
    var stay: TimeSpan
  }
}

/// A group's way: stand after stand, then out.
extension VisitorFlow {
  /// It goes on: from its way to the stand, from one thing to look at to the next, to another stand, or out.
  mutating func goOn(_ id: Int, at now: ShowInstant) {
    guard let group = groups[id], let stand = group.stand else { return leaveHall(id) }
    if group.isWalking { return enter(id, stand, at: now) }
    if !group.stops.isEmpty { return stop(id, at: now) }
    leaveStand(id, at: now)
    guard group.wants > 0, let next = nearby(stand, among: group.unseen) else { return leaveHall(id) }
    walk(id, to: next, at: now)
  }

  mutating func walk(_ id: Int, to stand: Int, at now: ShowInstant) {
    groups[id]?.stand = stand
    groups[id]?.isWalking = true
    waiting.add(.next(group: id), at: now + max(.seconds(1), chance.stay(mean: habits.walk)))
  }

  /// It comes to a stand, and plans what it looks at there and for how long.
  mutating func enter(_ id: Int, _ stand: Int, at now: ShowInstant) {
    guard var group = groups[id] else { return }
    let stay = max(.seconds(2), chance.stay(mean: habits.dwell))
    group.isWalking = false
    group.stand = stand
    group.since = now
    group.wants -= 1
    group.unseen.removeAll { $0 == stand }
    group.stops = stops(at: stands[stand], for: stay)
    groups[id] = group
    atStand[stand] += group.size
    let artwork = stands[stand].artwork
    counts[artwork, default: VisitCount()].groups += 1
    counts[artwork, default: VisitCount()].visits += group.size
    let most = counts[artwork]?.most ?? 0
    counts[artwork]?.most = max(most, atStand[stand])
    changed.formUnion(stands[stand].counters)
    for contact in stands[stand].contacts where chance.happens(habits.touches) { touch(contact, id, stay, at: now) }
    stop(id, at: now)
  }

  /// A stand with several sensors of presence is looked at from one of them, or from one after the other.
  private mutating func stops(at stand: Stand, for stay: TimeSpan) -> [VisitorGroup.Stop] {
    guard stand.spots.count > 1 else { return [VisitorGroup.Stop(spot: stand.spots.first, stay: stay)] }
    var left = stand.spots
    var chosen: [SensorID] = []
    repeat {
      chosen.append(left.remove(at: chance.index(below: left.count)))
    } while !left.isEmpty && chance.happens(0.5)
    let each = TimeSpan.milliseconds(stay.milliseconds / Int64(chosen.count))
    return chosen.map { VisitorGroup.Stop(spot: $0, stay: each) }
  }

  /// Somebody of the group makes a contact, after a moment, for a while: at most until the group leaves.
  private mutating func touch(_ contact: SensorID, _ id: Int, _ stay: TimeSpan, at now: ShowInstant) {
    guard let group = groups[id], let stand = group.stand else { return }
    counts[stands[stand].artwork]?.touches += 1
    let long = min(stay, max(.seconds(1), chance.stay(mean: .milliseconds(habits.dwell.milliseconds / 4))))
    made[contact, default: []].insert(id)
    changed.insert(contact)
    waiting.add(.release(contact: contact, group: id), at: now + long)
  }

  private mutating func stop(_ id: Int, at now: ShowInstant) {
    guard var group = groups[id], !group.stops.isEmpty else { return }
    let next = group.stops.removeFirst()
    groups[id] = group
    stand(id, before: next.spot)
    waiting.add(.next(group: id), at: now + next.stay)
  }

  private mutating func stand(_ id: Int, before spot: SensorID?) {
    guard let group = groups[id] else { return }
    for (sensor, change) in [(group.spot, -group.size), (spot, group.size)] {
      guard let sensor else { continue }
      before[sensor, default: 0] += change
      changed.insert(sensor)
    }
    groups[id]?.spot = spot
  }

  /// It leaves the stand; its stay is counted.
  mutating func leaveStand(_ id: Int, at now: ShowInstant) {
    guard let group = groups[id], let stand = group.stand, !group.isWalking else { return }
    self.stand(id, before: nil)
    atStand[stand] -= group.size
    let stayed = TimeSpan.milliseconds((now - group.since).milliseconds * Int64(group.size))
    let artwork = stands[stand].artwork
    counts[artwork, default: VisitCount()].stayed = (counts[artwork]?.stayed ?? .zero) + stayed
    changed.formUnion(stands[stand].counters)
    for contact in stands[stand].contacts where made[contact]?.remove(id) != nil { changed.insert(contact) }
  }

  /// In a hall without artworks it stays a while all the same.
  mutating func stayInHall(_ id: Int, at now: ShowInstant) {
    waiting.add(.next(group: id), at: now + max(.seconds(2), chance.stay(mean: habits.dwell)))
  }

  private mutating func leaveHall(_ id: Int) {
    guard let group = groups.removeValue(forKey: id) else { return }
    setInside(inside - group.size)
  }

  /// The next stand: the nearer in the hall's order, the likelier.
  private mutating func nearby(_ stand: Int, among unseen: [Int]) -> Int? {
    let weights = unseen.map { 1 / Double(abs($0 - stand)) }
    var point = chance.part() * weights.reduce(0, +)
    for (place, weight) in zip(unseen, weights) {
      point -= weight
      if point < 0 { return place }
    }
    return unseen.last
  }
}
