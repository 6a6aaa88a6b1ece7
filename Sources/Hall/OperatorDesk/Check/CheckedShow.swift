import Foundation
import Rehearsal
import Show
import ShowFiles

/// A show as `regie check` sees it: what is wrong with its text, and what its proof found, each at its place.
struct CheckedShow: Sendable {
  /// A finding, where it stands, and the script that shows it.
  struct Finding: Sendable {
    var fault: Fault
    /// What kind of finding of the proof it is; nothing for faults of the text.
    var kind: ProofFinding.Kind?
    /// The acts that lead to it, as a script for `regie rehearse`; nothing where none are needed.
    var script: RehearsalScript?
    /// What a script of it is called.
    var name: String
  }

  /// The show's folder.
  var folder: String
  /// The show as it was loaded.
  var loaded: LoadedShow
  /// Everything found: the text's faults first, then those of the proof, each by file and place.
  var findings: [Finding]
  /// What was proven of each artwork, in the hall's order; empty where nothing was to be proven.
  var proofs: [ArtworkProof] = []
  /// How far the proof went.
  var bound: ProofBound

  /// Whether there is nothing but warnings.
  var isSound: Bool { findings.allSatisfy { $0.fault.severity == .warning } }

  /// Loads a show, and proves what can be shown of it.
  ///
  /// - Parameters:
  ///   - folder: the show's folder.
  ///   - proves: whether it is proven too.
  ///   - bound: how far the proof goes.
  ///   - progress: told how many artworks are done, of how many.
  static func check(
    _ folder: String, proves: Bool = true, bound: ProofBound = ProofBound(),
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) async -> CheckedShow {
    let loaded = ShowFolder.load(from: folder)
    var checked = CheckedShow(
      folder: folder, loaded: loaded,
      findings: loaded.faults.map { Finding(fault: $0, kind: nil, script: nil, name: "loading") }, bound: bound)
    guard proves, let show = loaded.show else { return checked }
    let proof = ShowProof(of: show, bound: bound)
    checked.proofs = await artworks(of: proof, progress)
    let places = ShowPlaces(loaded.files)
    let found = proof.hall() + checked.proofs.flatMap(\.findings)
    let media = MissingMedia.find(in: show, folder: folder)
    checked.findings += (found.map { Finding($0, in: show, places) } + media.map { Finding($0, places) }).sorted {
      ($0.fault.file, $0.fault.line, $0.fault.column, $0.name) < (
        $1.fault.file, $1.fault.line, $1.fault.column, $1.name
      )
    }
    return checked
  }

  /// Proves the artworks, as many at once as the machine has processors.
  private static func artworks(
    of proof: ShowProof, _ progress: @escaping @Sendable (Int, Int) -> Void
  ) async -> [ArtworkProof] {
    let ids = proof.show.artworks.map(\.id)
    return await withTaskGroup(of: (Int, ArtworkProof).self) { tasks in
      var proofs: [ArtworkProof?] = ids.map { _ in nil }
      var next = 0
      func begin() {
        guard next < ids.count else { return }
        let (place, id) = (next, ids[next])
        next += 1
        tasks.addTask { (place, proof.artwork(id)) }
      }
      for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) { begin() }
      var done = 0
      while let (place, artwork) = await tasks.next() {
        proofs[place] = artwork
        done += 1
        progress(done, ids.count)
        begin()
      }
      return proofs.compactMap { $0 }
    }
  }
}

extension CheckedShow.Finding {
  /// A finding of the proof, at the place of what it is about.
  init(_ finding: ProofFinding, in show: Show, _ places: ShowPlaces) {
    let spot = places.spot(of: finding.part, in: show)
    fault = Fault(
      file: spot.file, line: spot.line, column: spot.column, severity: finding.kind.isFault ? .fault : .warning,
      message: finding.message, hint: finding.hint)
    kind = finding.kind
    name = [finding.kind.rawValue, finding.part.artwork?.text, finding.part.scene?.text].compactMap { $0 }
      .joined(separator: "-")
    script = finding.trace.isEmpty ? nil : RehearsalScript(Self.opening(of: show) + finding.trace)
  }

  fileprivate init(_ missing: MissingMedia, _ places: ShowPlaces) {
    let spot = places.artwork(missing.artwork) ?? places.hall
    self.init(
      fault: Fault(
        file: spot.file, line: spot.line, column: spot.column,
        message: missing.sentence, hint: missing.hint), kind: nil, script: nil, name: "media")
  }

  /// What comes before the acts of a finding: nobody else moves, and the hall is closed, as in the search.
  private static func opening(of show: Show) -> [ScriptLine] {
    [
      ScriptLine(.after(.zero), .visitors(false)),
      ScriptLine(.after(.zero), .emptyProgramme),
      ScriptLine(.after(show.hall.closeWithin + .minutes(5)), .note("the hall is closed")),
    ]
  }
}

extension ShowPlaces {
  /// Where a part of a show stands; the beginning of its file, or of the hall's, where that is not known.
  fileprivate func spot(of part: ShowPart, in show: Show) -> Spot {
    switch part {
    case .hall: return hall
    case .sensor(let id): return sensor(id) ?? hall
    case .device(let id): return device(id) ?? hall
    case .entry(let id): return show.hall.schedule.firstIndex { $0.id == id }.flatMap(entry) ?? hall
    case .artwork(let id): return artwork(id) ?? hall
    case .scene(let id, let scene): return self.scene(scene, of: id) ?? artwork(id) ?? hall
    case .trigger(let id, let scene, let place): return trigger(place, of: scene, of: id) ?? artwork(id) ?? hall
    case .cue(let id, let scene, let place):
      let cues = show.artwork(id)?.scene(scene)?.cues ?? []
      let own = cues.prefix(place + 1).count { $0.group == nil } - 1
      return cue(own, of: scene, of: id) ?? artwork(id) ?? hall
    }
  }
}

extension ShowPart {
  /// The scene, if it is about one.
  var scene: SceneID? {
    switch self {
    case .scene(_, let scene), .cue(_, let scene, _), .trigger(_, let scene, _): scene
    case .hall, .sensor, .device, .entry, .artwork: nil
    }
  }
}
