import ControlRoom
import Show
import ShowFiles

/// The shows of the simulated hall: one, another with an artwork and a device more, and one with a fault.
enum SimulatedShow: Int, CaseIterable {
  case first, second, faulty

  /// What reading it from its folder gives.
  var loaded: Result<(show: Show, texts: ShowTexts), Refusal> { Self.all[rawValue] }

  private static let all: [Result<(show: Show, texts: ShowTexts), Refusal>] = allCases.map { kind in
    let read = ShowReader.read(files: kind.files)
    guard read.isSound, let show = read.show else {
      return .failure(Refusal(.faultyShow, read.faults.first?.description ?? "no show"))
    }
    return .success((show, ShowTexts(fingerprint: show.fingerprint, text: ShowText.join(read.files))))
  }

  /// Its files.
  var files: [ShowFile] {
    switch self {
    case .first: [ShowFile(path: "hall.yaml", text: Self.hall("")), Self.bell, Self.pond(seconds: 20)]
    case .second:
      [
        ShowFile(path: "hall.yaml", text: Self.hall("  extra: { kind: light, default: { level: 0 } }\n", ", kite")),
        Self.bell, Self.pond(seconds: 30), Self.kite,
      ]
    case .faulty:
      [
        ShowFile(path: "hall.yaml", text: Self.hall("")),
        ShowFile(path: "bell.yaml", text: "regie: 1\nartwork: bell\n"),
      ]
    }
  }

  private static func hall(_ devices: String, _ artworks: String = "") -> String {
    """
    regie: 1
    hall: s
    title: Simulated hall
    topics: hall/s
    timezone: Europe/Paris
    resume_within: 30s
    artworks: [bell, pond\(artworks)]
    operators: { desk: operator, lead: technician, press: viewer }
    sensors:
      door: { kind: presence }
      crowd: { kind: count, range: 0..60, stale: 60s, when_stale: 0 }
      lift: { kind: presence, topic: building/lift, pointer: /state, map: { "UP": true, "DOWN": false } }
      fire: { kind: contact, topic: building/fire, map: { "OPEN": true, "CLOSED": false }, alarm: true }
    devices:
    \(devices)  lamp: { kind: light, default: { level: 0 } }
      wash: { kind: light, model: rgb, universe: 1, slot: 1, default: "#000000", safe: "#ffffff" }
      exit: { kind: light, default: { level: 0.2 }, safe: { level: 1 }, egress: true }
      screen: { kind: screen }
      voice: { kind: player }
    modes:
      cleaning: { title: Cleaning, like: closed, set: { exit.level: 0.8 }, over: 3s }
    schedule:
      - { kind: opening, date: 2025-06-10, from: "09:00", to: "18:30", lead: 15m }
      - { kind: opening, date: 2025-06-11, from: "09:00", to: "18:30", lead: 15m }
      - { kind: window, artwork: pond, scene: tour, from: 2025-06-10T10:00, to: 2025-06-10T10:10 }
      - { kind: moment, artwork: bell, go: noon, at: 2025-06-10T10:05, missed: within 60s }

    """
  }

  private static let bell = ShowFile(
    path: "bell.yaml",
    text: """
      regie: 1
      artwork: bell
      start: idle
      closed: dark
      inputs: { door: door, crowd: crowd }
      scenes:
        idle:
          cues:
            - fade: { lamp: { level: 0.1 } }
              over: 2s
          triggers:
            - { trigger: door becomes true, go: ringing }
            - { trigger: "crowd is above 8, rearms below 6", for: 3s, go: crowded }
        ringing:
          cues:
            - publish: { topic: bell/rung, payload: ding }
            - set: { lamp.level: 1 }
            - at: 4s
              publish: { topic: bell/rung, payload: dong }
          triggers:
            - { trigger: door becomes false, go: idle }
            - { after: 20s, go: idle }
        crowded:
          cues:
            - fade: { lamp: { level: 0.6 } }
              over: 5s
          triggers:
            - { trigger: crowd is below 6, for: 2s, go: idle }
            - { after: 90s, go: ringing }
        noon:
          entry: schedule
          cues:
            - publish: { topic: bell/rung, payload: noon }
          triggers:
            - { after: 10s, go: idle }
        dark:
          cues:
            - fade: { lamp: { level: 0 } }
              over: 3s
      """)

  private static func pond(seconds: Int) -> ShowFile {
    ShowFile(
      path: "pond.yaml",
      text: """
        regie: 1
        artwork: pond
        start: calm
        closed: asleep
        inputs: { lift: lift }
        scenes:
          calm:
            cues:
              - fade: { wash: "#102030" }
                over: 4s
              - set: { screen.brightness: 0.5 }
            triggers:
              - { trigger: lift is true, for: 2s, go: waves }
              - { after: 3m, go: waves }
          waves:
            cues:
              - fade: { wash: "#4080ff" }
                over: 6s
              - play: { voice: reports/next }
                follow: end
                within: \(seconds)s
              - publish: { topic: pond/said, payload: splash }
              - set: { screen.brightness: 1 }
            triggers:
              - { trigger: lift becomes false, go: calm }
              - { after: 50s, go: calm }
          tour:
            cues:
              - fade: { wash: "#ffeedd" }
                over: 2s
            triggers:
              - { after: 4m, go: calm }
          asleep:
            cues:
              - fade: { wash: "#000000" }
                over: 3s
              - set: { screen.brightness: 0 }
        """)
  }

  private static let kite = ShowFile(
    path: "kite.yaml",
    text: """
      regie: 1
      artwork: kite
      start: up
      closed: down
      scenes:
        up:
          cues:
            - set: { extra.level: 1 }
          triggers:
            - { after: 40s, go: down }
        down:
          cues:
            - set: { extra.level: 0 }
          triggers:
            - { after: 20s, go: up }
      """)
}
