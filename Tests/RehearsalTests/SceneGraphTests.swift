import Foundation
import Show
import Testing

@testable import Rehearsal

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

  /// What overlaps in a layout, or lies outside the drawing; nothing if it is legible.
  private func clutter(in graph: SceneGraph) -> [String] {
    let layout = SceneGraphLayout(graph)
    let frames =
      layout.boxes.map { ("the box of \(graph.boxes[$0.box].name)", $0.frame) }
      + layout.labels.enumerated().map { ("label \($0)", $1.frame) }
    var found: [String] = []
    for (place, (name, frame)) in frames.enumerated() {
      found += frames[(place + 1)...].filter { frame.overlaps($0.1) }.map { "\(name) and \($0.0) overlap" }
      let isInside =
        frame.x >= -0.01 && frame.y >= -0.01 && frame.right <= layout.width + 0.01
        && frame.bottom <= layout.height + 0.01
      if !isInside { found.append("\(name) lies outside") }
    }
    return found
  }

  @Test("no box and no label overlaps another, in any of the artworks that ship")
  func legible() throws {
    for (artwork, graph) in try graphs() { #expect(clutter(in: graph) == [], "\(artwork.id)") }
  }

  @Test("no box and no label overlaps another, in graphs of any kind", arguments: 1...120 as ClosedRange<UInt64>)
  func legible(_ seed: UInt64) {
    var chance = Chance(seed: seed)
    let words = [
      "if presence", "after 1m 30s", "when crowd is above 12 and the hall is open", "x", "öffnet täglich", "",
    ]
    let boxes = (0...chance.index(below: 24)).map { number in
      SceneGraph.Box(
        place: .scene(SceneID("s\(number)")), name: "scene-\(number)", title: words[chance.index(below: words.count)],
        marks: chance.happens(0.2) ? ["start"] : [])
    }
    let arrows = (0..<chance.index(below: 60)).map { _ in
      SceneGraph.Arrow(
        from: chance.index(below: boxes.count), to: chance.index(below: boxes.count),
        cause: SceneGraph.Cause.allCases[chance.index(below: SceneGraph.Cause.allCases.count)],
        reason: words[chance.index(below: words.count)], condition: words[chance.index(below: words.count)])
    }
    let graph = SceneGraph(artwork: "random", title: "random", boxes: boxes, arrows: arrows)
    #expect(clutter(in: graph) == [], "seed \(seed)")
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
