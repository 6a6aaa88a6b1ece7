import ArgumentParser
import Endings
import Foundation
import Onirica
import Screens
import Strands
import Testing

@testable import DreamDesk

@Suite("Drawings of strands")
struct StrandDrawingTests {
  /// A colour in linear light.
  private typealias Light = SIMD3<Double>

  private func light(_ colour: PlotColour) -> Light {
    let linear = { (value: Double) in value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4) }
    return [linear(colour.red), linear(colour.green), linear(colour.blue)]
  }

  /// CIELAB of linear light.
  private func place(_ light: Light) -> SIMD3<Double> {
    let x = (0.4124 * light.x + 0.3576 * light.y + 0.1805 * light.z) / 0.9505
    let y = 0.2126 * light.x + 0.7152 * light.y + 0.0722 * light.z
    let z = (0.0193 * light.x + 0.1192 * light.y + 0.9505 * light.z) / 1.089
    let bent = { (value: Double) in value > 0.008856 ? cbrt(max(0, value)) : 7.787 * value + 16 / 116 }
    return [116 * bent(y) - 16, 500 * (bent(x) - bent(y)), 200 * (bent(y) - bent(z))]
  }

  @Test("the four colours stand well apart, also for who sees no red, no green or no blue, and on the page")
  func colours() {
    // Complete loss of one kind of cone, in linear light (Machado, Oliveira and Fernandes 2009,
    // doi 10.1109/TVCG.2009.113, severity 1).
    let sights: [[Light]] = [
      [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ]
    let colours = "AGCT".utf8.map { StrandPicture.colour(of: $0) } + [StrandPicture.background]
    for sight in sights {
      let seen = colours.map { colour in
        let light = light(colour)
        return place(Light((sight[0] * light).sum(), (sight[1] * light).sum(), (sight[2] * light).sum()))
      }
      for (index, one) in seen.enumerated() {
        for other in seen[..<index] {
          let difference = one - other
          #expect((difference * difference).sum().squareRoot() > 20)
        }
      }
    }
  }

  @Test("a page holds every strand, or says how many it leaves out", arguments: [1, 7, 100, 800, 4000, 200_000])
  func grid(rowCount: Int) {
    for (width, height) in [(320, 240), (1920, 1080), (1080, 1920), (4096, 4096)] {
      for code in StrandCode.allCases {
        let grid = StrandGrid(
          rowCount: rowCount, baseCount: code == .fountain ? 152 : 117, code: code, width: width, height: height)
        #expect(grid.shownCount * grid.stride >= rowCount && (grid.shownCount - 1) * grid.stride < rowCount)
        let last = grid.corner(of: grid.shownCount - 1)
        #expect(last.y + grid.rowHeight <= Double(height) - StrandGrid.footHeight)
        let right = (0..<grid.shownCount).map { grid.corner(of: $0).x }.max() ?? 0
        #expect(right + grid.x(of: code == .fountain ? 152 : 117) <= Double(width) - StrandGrid.margin + 1)
      }
    }
  }

  @Test("the picture has each base's colour where it stands, white for what changed, and nothing for what is lost")
  func pixels() throws {
    let letters = Array("ACGTACGTTGCA".utf8)
    var read = letters
    read[4] = UInt8(ascii: "T")
    let alignment = StrandAlignment(from: letters, to: read, faultsAtMost: 4)
    let whole = StrandAlignment(from: letters, to: letters, faultsAtMost: 0)
    let picture = StrandPicture(
      rows: [.compared(letters, whole), .compared(letters, alignment), .compared(letters, nil)], code: .goldman,
      caption: "")
    let frame = try picture.frame(width: 640, height: 360)
    let grid = StrandGrid(rowCount: 3, baseCount: 12, code: .goldman, width: 640, height: 360)
    let word = { (row: Int, base: Int, offset: Double) -> UInt32 in
      let corner = grid.corner(of: row)
      return frame[Int(corner.x + grid.x(of: base) + offset), Int(corner.y + 2)]
    }
    let expected = { (letter: UInt8) -> UInt32 in
      let colour = StrandPicture.colour(of: letter)
      return [colour.red, colour.green, colour.blue].reduce(UInt32(0)) { $0 << 8 | UInt32(($1 * 255).rounded()) }
    }
    for (base, letter) in letters.enumerated() { #expect(word(0, base, grid.baseWidth / 2) == expected(letter)) }
    #expect(word(1, 4, 0) == 0xFFFFFF && word(1, 4, grid.baseWidth / 2) == expected(UInt8(ascii: "T")))
    #expect(word(2, 4, 2) == 0x0E1116)
  }

  @Test("strands are drawn, again only by force, and beside what they were")
  func command() throws {
    let folder = try TestFolder()
    let file = "\(folder.path)/Zephyrine.bin", strands = "\(folder.path)/a.dna", spoiled = "\(folder.path)/b.dna"
    try Data((0..<2000).map { UInt8($0 % 251) }).write(to: URL(fileURLWithPath: file))
    try DnaEncodeCommand.parse([file, "-o", strands]).run()
    try DnaSpoilCommand.parse([strands, "-o", spoiled, "--losses", "0.2", "--substitutions", "0.01"]).run()
    let plain = "\(folder.path)/a.png", compared = "\(folder.path)/b.png"
    let arguments = [strands, "-o", plain, "--size", "800x450"]
    #expect(shellStatus { try DnaDrawCommand.parse(arguments).run() } == .done)
    #expect(shellStatus { try DnaDrawCommand.parse(arguments).run() } == .outputExists)
    #expect(shellStatus { try DnaDrawCommand.parse(arguments + ["--force"]).run() } == .done)
    #expect(
      shellStatus { try DnaDrawCommand.parse([spoiled, "-o", compared, "--against", strands]).run() } == .done)
    let one = try PNGFile.read(plain), other = try PNGFile.read(compared)
    #expect(one.width == 800 && one.height == 450 && other.width == 1920 && other.height == 1080)
    let colours = Set((0..<450).flatMap { y in (0..<800).map { one[$0, y] } })
    #expect(colours.isSuperset(of: [0xF0E442, 0xD55E00, 0x56B4E9, 0x0072B2, 0x0E1116]))
    #expect(shellStatus { try DnaDrawCommand.parse(["/no/such", "-o", "\(folder.path)/c.png"]).run() } == .noSuchInput)
    #expect(throws: (any Error).self) { try DnaDrawCommand.parse([strands, "-o", "a.gif"]) }
    #expect(throws: (any Error).self) { try DnaDrawCommand.parse([strands, "-o", "a.png", "--size", "100x100"]) }
  }
}
