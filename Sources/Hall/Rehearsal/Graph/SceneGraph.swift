import Show

/// The scenes of an artwork and what leads from one to another: what `regie graph` draws.
public struct SceneGraph: Hashable, Sendable {
  /// What a box stands for.
  public enum Place: Hashable, Sendable {
    /// A scene of the artwork.
    case scene(SceneID)
    /// A scene of another artwork.
    case foreign(ArtworkID, SceneID)
    /// A phase or a mode of the hall.
    case phase(String)
    /// An entry of the programme.
    case entry(ScheduleEntryID)
    /// A rotation, which chooses whose turn it is.
    case rotation(SourceID)
  }

  /// A box.
  public struct Box: Hashable, Sendable {
    /// What it stands for.
    public var place: Place
    /// Its name, in bold.
    public var name: String
    /// What stands below the name.
    public var title: String
    /// What is to be known of the scene: that it is the start, the closed look, reached by the programme alone.
    public var marks: [String] = []
  }

  /// What makes an arrow be taken.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// A sensor, or a device that reports something.
    case sensor
    /// Time: in the scene, of day, or the end of media and timelines.
    case time
    /// A cue that goes there.
    case cue
    /// A rotation, by whose turn it is.
    case turn
    /// The hall's programme, phases and modes.
    case programme
    /// Another artwork, or this one sending another.
    case foreign
    /// A device that does not confirm.
    case fault
    /// Operators, by `next`.
    case operators
  }

  /// An arrow: one reason that leads from one box to another.
  public struct Arrow: Hashable, Sendable {
    /// The box it begins at, counted from 0.
    public var from: Int
    /// The box it leads to, counted from 0.
    public var to: Int
    /// What makes it be taken.
    public var cause: Cause
    /// What makes it be taken, in a few words; empty where the box says it.
    public var reason: String
    /// What is checked at that moment, as written; empty where nothing is.
    public var condition: String = ""

    /// The reason and the condition in one line.
    public var text: String { condition.isEmpty ? reason : "\(reason) when \(condition)" }
  }

  /// The artwork.
  public let artwork: ArtworkID
  /// Its title.
  public let title: String
  /// Who made it.
  public let by: String
  /// The boxes: first the artwork's scenes in the order of its file.
  public internal(set) var boxes: [Box] = []
  /// The arrows, in the order in which they are written in the show.
  public internal(set) var arrows: [Arrow] = []

  /// The graph of an artwork.
  ///
  /// - Parameters:
  ///   - artwork: the artwork.
  ///   - show: the show it belongs to.
  ///   - entries: the programme in force; that of hall.yaml unless given.
  ///   - hasOperators: whether the order of operators' `next` is drawn too.
  public init(of artwork: Artwork, in show: Show, entries: [ScheduleEntry]? = nil, hasOperators: Bool = false) {
    (self.artwork, title, by) = (artwork.id, artwork.title, artwork.by)
    var builder = SceneGraphBuilder(artwork: artwork, show: show)
    builder.addScenes()
    builder.addPhases()
    for entry in entries ?? show.hall.schedule { builder.add(entry) }
    for other in show.artworks where other.id != artwork.id { builder.addArrows(from: other) }
    if hasOperators { builder.addOperators() }
    (boxes, arrows) = (builder.boxes, builder.arrows)
  }

  /// A graph of boxes and arrows, for tests.
  init(artwork: ArtworkID, title: String, boxes: [Box], arrows: [Arrow]) {
    (self.artwork, self.title, by, self.boxes, self.arrows) = (artwork, title, "", boxes, arrows)
  }
}
