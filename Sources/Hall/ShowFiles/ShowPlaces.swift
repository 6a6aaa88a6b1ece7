import Show

/// Where the parts of a show stand in the files that it was read from.
public struct ShowPlaces: Sendable {
  /// A place in a file: line and column from 1, columns in Unicode scalars.
  public struct Spot: Hashable, Sendable {
    /// The file, relative to the show's folder.
    public var file: String
    /// The line.
    public var line: Int
    /// The column.
    public var column: Int
  }

  private struct SceneSpots: Sendable {
    var own: Spot
    var cues: [Spot]
    var triggers: [Spot]
  }

  private var sensors: [String: Spot] = [:]
  private var devices: [String: Spot] = [:]
  private var schedule: Spot?
  private var entries: [Spot] = []
  private var artworks: [ArtworkID: Spot] = [:]
  private var scenes: [ArtworkID: [String: SceneSpots]] = [:]

  /// Finds the places of a show's parts.
  ///
  /// - Parameter files: its files; parts of files that cannot be read have no place.
  public init(_ files: [ShowFile]) {
    for file in files {
      let id = ShowReader.artwork(ofPath: file.path)
      guard file.path == "hall.yaml" || id != nil,
        let written = WrittenReader.read(file.text, FaultList(file: file.path))
      else { continue }
      func spot(_ place: Place) -> Spot { Spot(file: file.path, line: place.line, column: place.column) }
      if let id {
        artworks[id] = spot(written.entries?.first { $0.key == "artwork" }?.keyPlace ?? .start)
        for entry in written["scenes"]?.entries ?? [] {
          scenes[id, default: [:]][entry.key] = SceneSpots(
            own: spot(entry.keyPlace), cues: Self.places(entry.value["cues"]).map(spot),
            triggers: Self.places(entry.value["triggers"]).map(spot))
        }
      } else {
        for entry in written["sensors"]?.entries ?? [] { sensors[entry.key] = spot(entry.keyPlace) }
        for entry in written["devices"]?.entries ?? [] { devices[entry.key] = spot(entry.keyPlace) }
        entries = Self.places(written["schedule"]).map(spot)
        schedule = written.entries?.first { $0.key == "schedule" }.map { spot($0.keyPlace) }
      }
    }
  }

  /// The places of the elements of a list; a template stands for one.
  private static func places(_ list: Written?) -> [Place] {
    guard case .list(let elements)? = list?.content else { return [] }
    return elements.map(\.place)
  }

  /// Where a sensor is declared.
  public func sensor(_ id: SensorID) -> Spot? { sensors[id.text] }
  /// Where a device is declared.
  public func device(_ id: DeviceID) -> Spot? { devices[id.text] }
  /// Where the programme begins, or the hall's file.
  public var hall: Spot { schedule ?? Spot(file: "hall.yaml", line: 1, column: 1) }
  /// Where an entry of the programme stands, by its place among them, from 0.
  public func entry(_ place: Int) -> Spot? { entries.indices.contains(place) ? entries[place] : nil }
  /// Where an artwork's file names it.
  public func artwork(_ id: ArtworkID) -> Spot? { artworks[id] }
  /// Where a scene is declared.
  public func scene(_ id: SceneID, of artwork: ArtworkID) -> Spot? { scenes[artwork]?[id.text]?.own }

  /// Where a cue of a scene's own list is written; the scene where a template put it there.
  ///
  /// - Parameter place: its place among the cues that belong to no group, from 0.
  public func cue(_ place: Int, of scene: SceneID, of artwork: ArtworkID) -> Spot? {
    let spots = scenes[artwork]?[scene.text]
    return spots.flatMap { $0.cues.indices.contains(place) ? $0.cues[place] : nil } ?? spots?.own
  }

  /// Where a trigger of a scene is written; the scene where a template put it there.
  ///
  /// - Parameter place: its place among the scene's triggers, from 0.
  public func trigger(_ place: Int, of scene: SceneID, of artwork: ArtworkID) -> Spot? {
    let spots = scenes[artwork]?[scene.text]
    return spots.flatMap { $0.triggers.indices.contains(place) ? $0.triggers[place] : nil } ?? spots?.own
  }
}
