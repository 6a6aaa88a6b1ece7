import Foundation
import Rehearsal
import Show
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Scenes drawn as a graph")
struct SceneGraphTests {
  private func graphs() throws -> [(artwork: Artwork, graph: SceneGraph)] {
    let show = try #require(ShippedShow.show)
    return show.artworks.map { ($0, SceneGraph(of: $0, in: show)) }
  }

  @Test("no two boxes overlap, in any of the artworks that ship")
  func boxes() throws {
    for (artwork, graph) in try graphs() {
      let frames = SceneGraphLayout(graph).boxes.map(\.frame)
      #expect(frames.count == graph.boxes.count)
      for (place, frame) in frames.enumerated() {
        #expect(frames[(place + 1)...].allSatisfy { !frame.overlaps($0) }, "\(artwork.id): box \(place)")
      }
    }
  }

  @Test("every scene has its box, and every trigger that leads to a scene its arrow")
  func complete() throws {
    for (artwork, graph) in try graphs() {
      for scene in artwork.scenes {
        let box = try #require(graph.boxes.firstIndex { $0.name == scene.id.text }, "\(artwork.id): \(scene.id)")
        for destination in scene.triggers.compactMap(\.destination) {
          let isDrawn = graph.arrows.contains { $0.from == box && graph.boxes[$0.to].name == destination.text }
          #expect(isDrawn, "\(artwork.id): \(scene.id) to \(destination)")
        }
      }
    }
  }

  @Test("the picture is well-formed XML, and Mermaid and DOT name every scene")
  func texts() throws {
    for (artwork, graph) in try graphs() {
      let parser = XMLParser(data: Data(graph.svg.utf8))
      #expect(parser.parse(), "\(artwork.id): \(String(describing: parser.parserError))")
      for scene in artwork.scenes {
        #expect(
          graph.mermaid.contains(scene.id.text) && graph.dot.contains(scene.id.text)
            && graph.svg.contains(scene.id.text))
      }
    }
  }
}
