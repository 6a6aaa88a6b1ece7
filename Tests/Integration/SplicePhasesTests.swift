import Foundation
import Show
import ShowFiles
import Testing

@testable import DreamDesk

/// What one wing's scenes say and the other wing's screen does at the same time.
@Suite("The scenes of a splice") struct SplicePhasesTests {
  @Test("last as long as the phases of the splice on its screen, so that the light goes with what is seen")
  func phases() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let show = try #require(ShowFolder.load(from: root.appending(path: "Scenes").path(percentEncoded: false)).show)
    let artwork = try #require(show.artwork("self-contained"))
    let splices = try #require(artwork.scene("splice")).cues.compactMap { cue -> Splice? in
      if case .splice(_, let splice) = cue.action { splice } else { nil }
    }
    let every = try #require(splices.first?.way.every)
    let phases: [(SceneID, from: SpliceMoment.Scene, to: SpliceMoment.Scene?)] = [
      ("splice", .parents, .encoding), ("strands", .encoding, .spoiling), ("damage", .spoiling, .decoding),
      ("recovery", .decoding, nil),
    ]
    for (id, from, to) in phases {
      let scene = try #require(artwork.scene(id))
      let lengths = scene.triggers.compactMap { trigger -> TimeSpan? in
        if case .after(let span) = trigger.event { span } else { nil }
      }
      let share = (to?.start ?? 1) - from.start
      #expect(lengths == [.milliseconds(Int64((share * Double(every.milliseconds)).rounded()))], "\(id)")
    }
  }
}
