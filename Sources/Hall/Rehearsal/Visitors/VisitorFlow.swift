import Show

/// The visitors of a rehearsal: they come while the doors are open, walk from artwork to artwork, and leave.
///
/// Groups are numbers in a hall, not persons: nothing of them is kept but counts.
struct VisitorFlow: Sendable {
  enum Happening: Sendable {
    /// A group comes, unless the doors were closed since that was expected.
    case arrival(opening: Int)
    /// A group goes on.
    case next(group: Int)
    /// Somebody lets a contact go.
    case release(contact: SensorID, group: Int)
  }

  let stands: [Stand]
  /// How many come, and how they walk.
  private(set) var habits: VisitorHabits
  /// Whether the doors are open.
  private(set) var isOpen = false
  /// What was counted at each artwork.
  var counts: [ArtworkID: VisitCount] = [:]
  /// How many visitors came, and in how many groups.
  private(set) var arrivals = (visitors: 0, groups: 0)
  /// How many are in the hall.
  private(set) var inside = 0

  var chance: Chance
  var waiting = Waiting<Happening>()
  var groups: [Int: VisitorGroup] = [:]
  /// How many visitors are at each stand, and before each sensor of presence.
  var atStand: [Int]
  var before: [SensorID: Int] = [:]
  /// The groups that make a contact now.
  var made: [SensorID: Set<Int>] = [:]
  /// Sensors that may read something else since they were last read.
  var changed: Set<SensorID> = []
  /// Sensors that see the whole hall, for no artwork names them.
  private let ofTheHall: Set<SensorID>
  private var opening = 0

  /// An empty hall with its doors closed.
  init(_ show: Show, habits: VisitorHabits, seed: UInt64) {
    let stands = show.artworks.map { Stand($0, in: show.hall) }
    (self.stands, self.habits) = (stands, habits)
    let used = Set(stands.flatMap { $0.counters + $0.spots })
    ofTheHall = Set(
      show.hall.sensors.values.filter { [.count, .presence].contains($0.kind) && !used.contains($0.id) }.map(\.id))
    chance = Chance(seed: seed, for: "visitors")
    atStand = stands.map { _ in 0 }
    for stand in stands { counts[stand.artwork] = VisitCount() }
  }

  /// When something happens among them next.
  var next: ShowInstant? { waiting.next }

  /// The doors were opened, or closed: then all leave at once.
  mutating func doors(open: Bool, at now: ShowInstant) {
    guard open != isOpen else { return }
    isOpen = open
    opening += 1
    if open { return expectArrival(after: now) }
    for id in groups.keys.sorted() { leaveStand(id, at: now) }
    groups.removeAll()
    waiting.removeAll()
    for contact in made.keys where made[contact]?.isEmpty == false { changed.insert(contact) }
    made.removeAll()
    setInside(0)
  }

  /// From now on so many groups come in an hour.
  mutating func setGroupsPerHour(_ number: Double, at now: ShowInstant) {
    habits.groupsPerHour = number
    opening += 1
    if isOpen { expectArrival(after: now) }
  }

  /// A group comes in; nobody does while the doors are closed.
  ///
  /// - Parameters:
  ///   - size: how many visitors it has, at least 1.
  ///   - artwork: where it goes first; chance decides without one.
  /// - Returns: whether it came in.
  @discardableResult mutating func arrive(size: Int, first artwork: ArtworkID? = nil, at now: ShowInstant) -> Bool {
    guard isOpen else { return false }
    let id = arrivals.groups
    let wanted = artwork.flatMap { name in stands.firstIndex { $0.artwork == name } }
    arrivals = (arrivals.visitors + max(1, size), arrivals.groups + 1)
    setInside(inside + max(1, size))
    groups[id] = VisitorGroup(
      size: max(1, size), unseen: Array(stands.indices),
      wants: chance.number(mean: habits.artworks, most: max(1, stands.count)))
    if stands.isEmpty {
      stayInHall(id, at: now)
    } else if let wanted {
      enter(id, wanted, at: now)
    } else {
      walk(id, to: chance.index(below: stands.count), at: now)
    }
    return true
  }

  /// Lets all that is due by now happen.
  mutating func advance(to now: ShowInstant) {
    while let (at, happening) = waiting.take(by: now) {
      switch happening {
      case .arrival(let opening):
        guard opening == self.opening else { continue }
        arrive(size: chance.number(mean: habits.groupSize, most: VisitorHabits.largestGroup), at: at)
        expectArrival(after: at)
      case .next(let group): goOn(group, at: at)
      case .release(let contact, let group):
        made[contact]?.remove(group)
        changed.insert(contact)
      }
    }
  }

  /// The sensors that may read something else, once.
  mutating func takeChanged() -> [SensorID] {
    defer { changed.removeAll() }
    return changed.sorted()
  }

  /// What a sensor of visitors reads; nothing for those that read something else.
  func reading(of sensor: Sensor) -> Value? {
    switch sensor.kind {
    case .presence: return .flag(ofTheHall.contains(sensor.id) ? inside > 0 : (before[sensor.id] ?? 0) > 0)
    case .contact: return sensor.alarm ? nil : .flag(made[sensor.id]?.isEmpty == false)
    case .count:
      let counting = stands.indices.filter { stands[$0].counters.contains(sensor.id) }
      let number = Double(ofTheHall.contains(sensor.id) ? inside : counting.reduce(0) { $0 + atStand[$1] })
      return .number(sensor.range.map { min(max(number, $0.lowerBound), $0.upperBound) } ?? number)
    case .measure, .choice: return nil
    }
  }

  /// How many visitors are at an artwork.
  func visitors(at artwork: ArtworkID) -> Int {
    stands.firstIndex { $0.artwork == artwork }.map { atStand[$0] } ?? 0
  }

  mutating func setInside(_ number: Int) {
    inside = number
    changed.formUnion(ofTheHall)
  }

  private mutating func expectArrival(after now: ShowInstant) {
    guard habits.groupsPerHour > 0 else { return }
    let wait = chance.waiting(mean: 3_600_000 / habits.groupsPerHour).rounded()
    waiting.add(.arrival(opening: opening), at: now + .milliseconds(Int64(max(1, min(wait, 1e12)))))
  }
}
