import Testing

@testable import Onirica

@Suite("Reaction and diffusion")
struct ReactionTests {
  /// The equations, cell by cell, in the kernels' order.
  private func step(_ u: [Float], _ v: [Float], edge: Int, feed: Float, kill: Float) -> ([Float], [Float]) {
    var nextU = u, nextV = v
    func spread(_ sheet: [Float], _ x: Int, _ y: Int) -> Float {
      func at(_ dx: Int, _ dy: Int) -> Float { sheet[(y + dy + edge) % edge * edge + (x + dx + edge) % edge] }
      let sides = (at(-1, 0) + at(1, 0)) + (at(0, -1) + at(0, 1))
      let corners = (at(-1, -1) + at(1, -1)) + (at(-1, 1) + at(1, 1))
      return sides * 0.2 + corners * 0.05 - at(0, 0)
    }
    for y in 0..<edge {
      for x in 0..<edge {
        let here = y * edge + x
        let eaten = u[here] * v[here] * v[here]
        nextU[here] = min(max(u[here] + (spread(u, x, y) - eaten + feed * (1 - u[here])), 0), 1)
        nextV[here] = min(max(v[here] + (spread(v, x, y) * 0.5 + eaten - (feed + kill) * v[here]), 0), 1)
      }
    }
    return (nextU, nextV)
  }

  @Test("a step is the equations' step, bit for bit, at every level")
  func oracle() throws {
    for level in KernelLevel.allCases where level.isAvailable {
      let kernels = try #require(level.kernels)
      let reaction = Reaction(edge: 64, seed: 9)
      var (u, v) = (reaction.ground.array, reaction.concentration.array)
      for _ in 0..<4 {
        (u, v) = step(u, v, edge: 64, feed: 0.055, kill: 0.062)
        reaction.advance(
          steps: 1, feed: 0.055, kill: 0.062, atMost: 1, crew: Crew(threadCount: 2), kernels: kernels)
        #expect(reaction.ground.array == u, "level \(level)")
        #expect(reaction.concentration.array == v, "level \(level)")
      }
    }
  }

  @Test("drops grow over the sheet, and neither fill it nor die")
  func growth() throws {
    let kernels = try #require(KernelLevel.best.kernels)
    let reaction = Reaction(edge: 128, seed: 2)
    let share = { () -> Double in
      Double(reaction.concentration.array.count { $0 > 0.15 }) / Double(128 * 128)
    }
    let before = share()
    for _ in 0..<8 {
      reaction.advance(
        steps: 500, feed: 0.055, kill: 0.062, atMost: 500, crew: Crew(threadCount: 2), kernels: kernels)
    }
    #expect(share() > 1.5 * before)
    #expect((0.15...0.75).contains(share()))
  }
}
