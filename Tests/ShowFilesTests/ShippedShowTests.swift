import Foundation
import Show
import ShowFiles
import Testing

@Suite("The show that ships")
struct ShippedShowTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Scenes").path(percentEncoded: false)

  @Test("it has no fault and no warning")
  func sound() {
    #expect(ShowFolder.load(from: Self.folder).faults.map(\.description) == [])
  }

  @Test("all seven artworks can be shown, and each leads somewhere from its start")
  func seven() throws {
    let show = try #require(ShowFolder.load(from: Self.folder).show)
    #expect(show.unavailable == [])
    #expect(show.artworks.count == 7)
    for artwork in show.artworks {
      let start = try #require(artwork.scene(artwork.start))
      #expect(start.triggers.contains { $0.leads }, "\(artwork.id)")
      #expect(artwork.scene(artwork.closed)?.triggers == [], "\(artwork.id) leaves its closed look by itself")
    }
  }

  @Test("every sensor and every device of the hall is used by an artwork, or is the hall's own")
  func used() throws {
    let show = try #require(ShowFolder.load(from: Self.folder).show)
    let used = show.artworks.reduce(into: Set<DeviceID>()) { $0.formUnion($1.devices) }
    #expect(Set(show.hall.devices.keys).subtracting(used).map(\.text) == ["house-lights"])
    let inputs = Set(show.artworks.flatMap { $0.inputs.values })
    #expect(Set(show.hall.sensors.keys).subtracting(inputs).map(\.text).sorted() == ["fire-contact", "hall-count"])
  }
}
