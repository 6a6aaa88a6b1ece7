import Show
import ShowFiles
import Testing

@Suite("The example of the language")
struct ExampleTests {
  @Test("hall.yaml loads into the hall that it describes")
  func hall() throws {
    let loaded = ShowReader.read(files: try Fixtures.example())
    #expect(loaded.faults == [])
    #expect(loaded.isSound)
    let hall = try #require(loaded.show?.hall)
    #expect(hall == Self.hall)
  }

  @Test("onirica.yaml loads into the artwork that it describes")
  func artwork() throws {
    let loaded = ShowReader.read(files: try Fixtures.example())
    let show = try #require(loaded.show)
    #expect(show.unavailable == [])
    #expect(show.artworks.count == 1)
    let artwork = try #require(show.artworks.first)
    #expect(artwork.scenes.map(\.id) == ["slumber", "descent", "chorus", "awakening", "asleep"])
    #expect(artwork.scenes[0] == Self.slumber)
    #expect(artwork.scenes[1] == Self.descent)
    #expect(artwork.scenes[2] == Self.chorus)
    #expect(artwork.scenes[3] == Self.awakening)
    #expect(artwork.scenes[4] == Self.asleep)
    let whole = Artwork(
      id: "onirica", title: "Onirica ()", by: "fuse*", start: "slumber", closed: "asleep",
      inputs: ["presence": "onirica-presence", "crowd": "onirica-count"],
      scenes: [Self.slumber, Self.descent, Self.chorus, Self.awakening, Self.asleep])
    #expect(artwork == whole)
  }

  @Test("the example loads from its folder as from its texts")
  func folder() throws {
    let loaded = ShowFolder.load(from: Fixtures.path)
    let expected = ShowReader.read(files: try Fixtures.example())
    #expect(loaded.faults == [])
    #expect(loaded.show == expected.show)
    #expect(loaded.files == expected.files)
  }

  static let hall = Hall(
    name: "7.1", title: "GTC Paris AI Art Gallery", topics: "hall/7.1", timeZone: "Europe/Paris",
    resumeWithin: .seconds(30), artworkOrder: ["onirica"], operators: ["desk": .operator, "lead": .technician],
    sensors: [
      "onirica-presence": Sensor(id: "onirica-presence", kind: .presence),
      "onirica-count": Sensor(
        id: "onirica-count", kind: .count, range: 0...60, stale: .seconds(60), whenStale: .number(0)),
      "capsule-hand": Sensor(
        id: "capsule-hand", kind: .presence, topic: "zigbee2mqtt/capsule", pointer: "/occupancy"),
      "fire-contact": Sensor(
        id: "fire-contact", kind: .contact, topic: "building/fire",
        map: ["OPEN": .flag(true), "CLOSED": .flag(false)], alarm: true),
    ],
    devices: [
      "onirica-screen": Device(id: "onirica-screen", kind: .screen),
      "wash": Device(
        id: "wash", kind: .light, model: "rgb", universe: 1, slot: 1,
        defaults: [.color: .plain(.text("#000000"))], safe: [.color: .plain(.text("#ffffff"))]),
      "voice": Device(id: "voice", kind: .player),
    ],
    schedule: [
      LocalDate("2025-06-10").flatMap { date in
        TimeOfDay("09:00").flatMap { from in
          TimeOfDay("18:30").map { to in
            ScheduleEntry(id: "show-1", kind: .opening(date: date, from: from, to: to, lead: .minutes(15)))
          }
        }
      }
    ].compactMap { $0 })

  static let presence: SensorID = "onirica-presence"
  static let quiet = TimeOfDay("17:30").map { Condition.time(.atLeast, $0) } ?? .constant(true)

  static func dream(_ dream: Dream, at start: CueStart = .wait(.zero), over: TimeSpan = .zero) -> Cue {
    Cue(start: start, action: .dream("onirica-screen", dream), over: over)
  }

  static func fade(_ color: String, _ over: TimeSpan, _ curve: Curve) -> Cue {
    Cue(action: .set([PropertyPath("wash", .color): .plain(.text(color))]), over: over, curve: curve)
  }

  static func go(_ scene: SceneID) -> [TimedAction] { [TimedAction(.go(artwork: nil, scene: scene))] }

  static let slumber = Scene(
    id: "slumber",
    cues: [dream(Dream(night: "demo", stage: "N3", speed: 60)), fade("#0a1230", .seconds(8), .easeInOut)],
    triggers: [
      Trigger(
        id: "slumber/1", event: .level(presence, .equal, .flag(true), rearm: nil), holdsFor: .seconds(2),
        actions: go("descent"))
    ])

  static let descent = Scene(
    id: "descent",
    cues: [
      dream(Dream(stage: "N2"), over: .seconds(6)),
      dream(Dream(stage: "REM"), at: .at(.seconds(6)), over: .seconds(10)),
      Cue(action: .play(["voice": Playback(media: "reports/next")]), follow: .end(within: .seconds(90))),
    ],
    triggers: [
      Trigger(
        id: "descent/1", event: .level("onirica-count", .above, .number(8), rearm: .below(6)),
        when: .and(.compare(.hallPhase, .equal, .text("open")), .not(quiet)),
        whenText: "hall is open and not quiet", actions: go("chorus")),
      Trigger(
        id: "descent/2", event: .level(presence, .equal, .flag(false), rearm: nil), holdsFor: .seconds(45),
        actions: go("slumber")),
      Trigger(id: "descent/3", event: .after(.minutes(10)), actions: go("slumber")),
    ])

  static let chorus = Scene(
    id: "chorus", cues: [dream(Dream(stage: "REM"), over: .seconds(4))],
    triggers: [
      Trigger(
        id: "chorus/1", event: .level(presence, .equal, .flag(false), rearm: nil), holdsFor: .seconds(20),
        actions: go("slumber")),
      Trigger(id: "chorus/2", event: .after(.seconds(90)), actions: go("descent")),
    ])

  static let awakening = Scene(
    id: "awakening", entryByScheduleOnly: true, cues: [dream(Dream(stage: "W"), over: .seconds(3))],
    triggers: [Trigger(id: "awakening/1", event: .after(.minutes(2)), actions: go("slumber"))])

  static let asleep = Scene(
    id: "asleep", cues: [dream(Dream(stop: true), over: .seconds(5)), fade("#000000", .seconds(5), .linear)])
}
