import Show
import ShowFiles
import Testing

/// A show in which nothing is wrong, and what can be put in its place.
struct PlantedShow {
  var hall = """
    regie: 1
    hall: planted
    topics: hall/planted
    timezone: Europe/Paris
    artworks: [work]
    operators: { desk: operator }
    close_within: 20s
    sensors:
      near: { kind: presence }
      crowd: { kind: count, range: 0..60, stale: 60s, when_stale: 0 }
      fire: { kind: contact, alarm: true }
    devices:
      lamp: { kind: light, default: { color: "#ffffff", level: 0.5 }, safe: { level: 1 } }
      spot: { kind: light, default: { color: "#ffffff", level: 0 } }
      voice: { kind: player }
      beam: { kind: projector, default: { power: true } }
    modes: { cleaning: { like: closed } }
    schedule:
      - { kind: opening, date: 2025-06-10, from: "09:00", to: "18:00", lead: 15m, repeat: "FREQ=DAILY" }
      - { kind: moment, artwork: work, go: finale, at: 2025-06-10T17:00, repeat: "FREQ=WEEKLY" }
    """
  var head = """
    regie: 1
    artwork: work
    start: calm
    closed: dark
    inputs: { presence: near, crowd: crowd }
    counters: { visits: { range: 0..50 } }
    """
  var scenes: [(name: String, text: String)] = [
    (
      "calm",
      """
          cues:
            - { fade: { lamp.level: 0.2 }, over: 2s }
          triggers:
            - { trigger: presence is true, when: time >= 17:30, for: 1s, go: evening }
            - { trigger: presence is true, for: 2s, go: seen }
            - { at: "16:00", go: evening }
      """
    ),
    (
      "evening",
      """
          triggers:
            - { after: 20s, go: calm }
      """
    ),
    (
      "seen",
      """
          cues:
            - { count: { visits: +1 } }
            - { fade: { lamp.level: 0.9 }, over: 3s }
            - { play: { voice: welcome.mp4 }, follow: end, within: 20s }
          triggers:
            - { trigger: visits is above 2, when: presence is true, go: feast }
            - { trigger: "crowd is above 8, rearms below 6", go: feast }
            - { trigger: presence is false, for: 5s, go: calm }
            - { after: 1m, go: calm }
      """
    ),
    (
      "feast",
      """
          cues:
            - { count: { visits: 0 } }
            - together:
                - { fade: { lamp.level: 1 }, over: 1s }
                - { fade: { lamp.level: 0.6 }, wait: 2s, over: 1s }
              loop: 3
          triggers:
            - { trigger: timeline ends, go: calm }
      """
    ),
    (
      "finale",
      """
          entry: schedule
          cues:
            - { fade: { spot.level: 1 }, over: 2s }
          triggers:
            - { after: 30s, go: calm }
      """
    ),
    (
      "dark",
      """
          cues:
            - { fade: { lamp.level: 0 }, over: 5s }
      """
    ),
  ]

  mutating func set(_ scene: String, _ text: String) {
    if let place = scenes.firstIndex(where: { $0.name == scene }) {
      scenes[place].text = text
    } else {
      scenes.append((scene, text))
    }
  }

  mutating func replace(_ old: String, _ new: String) {
    for place in scenes.indices {
      scenes[place].text = scenes[place].text.replacing(old, with: new)
    }
    hall = hall.replacing(old, with: new)
  }

  var files: [ShowFile] {
    let work = head + "\nscenes:\n" + scenes.map { "  \($0.name):\n\($0.text)\n" }.joined()
    return [ShowFile(path: "hall.yaml", text: hall), ShowFile(path: "work.yaml", text: work)]
  }

  func show() throws -> Show {
    let loaded = ShowReader.read(files: files)
    try #require(loaded.faults == [], "\(loaded.faults)")
    return try #require(loaded.show)
  }
}
