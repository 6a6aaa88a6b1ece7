import ArgumentParser
import Endings
import Foundation
import Onirica
import Screens
import SleepLab
import Strands
import Testing

@testable import DreamDesk

@Suite("A picture's way through DNA and back")
struct SpliceTests {
  /// A dream's frame of a stage.
  private static func dreamt(_ stage: Stage, seed: UInt64) throws -> Frame {
    let plan = Dream.Plan(width: 256, height: 192, framesPerSecond: 30, seed: seed)
    let night = SampleNight.night(of: stage, minutes: 3)
    let passage = try #require(Passage(through: night, stage: stage))
    let film = Film(
      night: night, passage: passage, speed: 1, plan: plan, threadCount: 1, level: .portable, stills: nil,
      startSeconds: 5)
    film.begin()
    for _ in 0..<20 { film.advance() }
    let frame = Frame(width: 256, height: 192)
    frame.copy(from: film.frame)
    return frame
  }

  private static let parents = Result { (try dreamt(.rem, seed: 3), try dreamt(.n3, seed: 8)) }

  private func act(losses: Double = 0, substitutions: Double = 0, seed: UInt64 = 1) throws -> SpliceAct {
    let (one, other) = try Self.parents.get()
    var plan = SpliceAct.Plan()
    plan.seed = seed
    plan.spoiling.losses = losses
    plan.spoiling.substitutions = substitutions
    return SpliceAct(first: try #require(one.still), second: try #require(other.still), plan: plan)
  }

  private func shown(_ act: SpliceAct) throws -> SpliceAct {
    var act = act
    var before = -1
    while act.phase != .shown {
      let phase = SpliceAct.Phase.allCases.firstIndex(of: act.phase) ?? 0
      #expect(phase >= before && (0...1).contains(act.share))
      before = phase
      try act.step()
    }
    return act
  }

  /// How much alike two frames are, in decibels.
  private func likeness(_ one: Frame, _ other: Frame) -> Double {
    var sum = 0.0
    for y in 0..<one.height {
      for x in 0..<one.width {
        for shift in [UInt32(16), 8, 0] {
          let difference = Double(one[x, y] >> shift & 255) - Double(other[x, y] >> shift & 255)
          sum += difference * difference
        }
      }
    }
    return 10 * log10(255 * 255 / max(1e-9, sum / Double(3 * one.width * one.height)))
  }

  @Test("without faults the child comes back as it was compressed")
  func whole() throws {
    let act = try shown(try act())
    let child = try #require(act.child), returned = try #require(act.returned)
    let (one, other) = try Self.parents.get()
    #expect(act.howReturned == .whole && act.recovered?.bytes == act.file)
    #expect(likeness(child, returned) > 30)
    #expect(likeness(child, one) < 40 && likeness(child, other) < 40)
    #expect(act.strands.allSatisfy { Screening.passes($0) })
  }

  @Test("the more is lost the coarser the child comes back, and never another picture")
  func coarser() throws {
    var before = Double.infinity
    var kinds: [SpliceAct.Return] = []
    for losses in [0.05, 0.3, 0.5, 0.97] {
      let act = try shown(try act(losses: losses, seed: 2))
      kinds.append(act.howReturned)
      guard let returned = act.returned, let child = act.child else {
        #expect(act.howReturned == .nothing)
        continue
      }
      let now = likeness(child, returned)
      #expect(now <= before && now > 17)
      before = now
    }
    #expect(kinds.first == .whole && kinds.last == .nothing)
    #expect(kinds.contains { if case .coarser(let count, of: 10) = $0 { count >= 2 && count < 10 } else { false } })
  }

  @Test("the same seed goes the same way, and stepping makes no difference to what comes out")
  func determined() throws {
    let one = try shown(try act(losses: 0.2, substitutions: 0.001, seed: 4))
    let again = try shown(try act(losses: 0.2, substitutions: 0.001, seed: 4))
    let other = try shown(try act(losses: 0.2, substitutions: 0.001, seed: 5))
    #expect(one.strands == again.strands && one.spoiled == again.spoiled && one.howReturned == again.howReturned)
    #expect(one.splicing.genome != other.splicing.genome && one.spoiled != other.spoiled)
  }

  @Test("each beginning of a progressive file is the picture, sharper with every scan")
  func progressive() throws {
    let (frame, _) = try Self.parents.get()
    let file = try ProgressiveJPEG.encode(frame)
    let ends = ProgressiveJPEG.scanEnds(in: file)
    #expect(ends.count == 10 && ends == ends.sorted() && ends.last == file.count - 2)
    var before = 0.0
    for end in ends {
      let part = try #require(
        ProgressiveJPEG.decode(beginning: Array(file.prefix(end + 11)), width: frame.width, height: frame.height))
      let now = likeness(frame, part)
      #expect(now > before - 0.5 && now > 15)
      before = now
    }
    #expect(before > 28)
    #expect(ProgressiveJPEG.decode(beginning: Array(file.prefix(300)), width: 256, height: 192) == nil)
    #expect(ProgressiveJPEG.decode(beginning: file, width: 100, height: 192) == nil)
    #expect(ProgressiveJPEG.decode(beginning: [], width: 256, height: 192) == nil)
    for seed in UInt64(1)...50 {
      var chance = StrandChance(seed: seed)
      var noise = file
      for _ in 0..<20 {
        noise[Int.random(in: 0..<noise.count, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
      }
      // Whatever comes, the decoder ends.
      _ = ProgressiveJPEG.decode(beginning: noise, width: 256, height: 192)
      _ = ProgressiveJPEG.scanEnds(in: Array(noise.suffix(Int.random(in: 0..<200, using: &chance))))
    }
  }

  @Test("the command writes child, strands, what came back and a page; strands are read by dna decode as the file")
  func command() throws {
    let folder = try TestFolder()
    let (one, other) = try Self.parents.get()
    let name = { (name: String) in "\(folder.path)/\(name)" }
    try PNGFile.write(one, to: name("Zephyrine.png"))
    try JPEGFile.write(other, to: name("b.jpg"))
    let arguments = [name("Zephyrine.png"), name("b.jpg"), "-o", name("child.png"), "--seed", "3"]
    let more =
      arguments + [
        "--dna", name("c.dna"), "--losses", "0.1", "--returned", name("back.png"), "--sheet", name("sheet.png"),
      ]
    #expect(shellStatus { try SpliceCommand.parse(more).run() } == .done)
    #expect(shellStatus { try SpliceCommand.parse(more).run() } == .outputExists)
    let child = try PNGFile.read(name("child.png")), back = try PNGFile.read(name("back.png"))
    #expect(child.width == 256 && child.height == 192 && likeness(child, back) > 20)
    #expect(try PNGFile.read(name("sheet.png")).width == 1920)
    #expect(shellStatus { try DnaDecodeCommand.parse([name("c.dna"), "-o", name("c.jpg")]).run() } == .done)
    let file = try #require(FileManager.default.contents(atPath: name("c.jpg")))
    #expect(likeness(child, try JPEGFile.decode(Array(file))) > 30)
    #expect(shellStatus { try SpliceCommand.parse(arguments + ["--force", "--size", "96x64"]).run() } == .done)
    #expect(try PNGFile.read(name("child.png")).width == 96)
    let lost = arguments + ["--force", "--losses", "1", "--returned", name("none.png")]
    #expect(shellStatus { try SpliceCommand.parse(lost).run() } == .answerIsNo)
    #expect(!FileManager.default.fileExists(atPath: name("none.png")))
  }

  @Test("JSON tells genome, bytes, strands and what came back")
  func json() throws {
    let report = SpliceReport(try shown(try act(losses: 0.1))).json.written()
    let members = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
    let names: Set = [
      "genome", "first_share", "bytes", "strands", "bits_per_base", "strands_read", "bytes_proven", "returned",
    ]
    #expect(Set(members.keys) == names && members["returned"] as? String == "whole")
    #expect((members["genome"] as? [String])?.allSatisfy { $0.count == 64 } == true)
  }

  @Test("what is no still, or of two nights, is refused; the mark of one night goes on to all that is made of it")
  func refusals() throws {
    let folder = try TestFolder()
    let (one, other) = try Self.parents.get()
    let name = { (name: String) in "\(folder.path)/\(name)" }
    let night = NightID(77)
    try MarkedStill.write(one, to: .png(name("a.png")), nights: [night])
    try PNGFile.write(other, to: name("b.png"))
    try MarkedStill.write(other, to: .png(name("c.png")), nights: [NightID(78)])
    let splice = { (second: String) in
      try SpliceCommand.parse([
        name("a.png"), second, "-o", name("child.png"), "--dna", name("child.dna"), "--sheet", name("sheet.png"),
      ]).run()
    }
    #expect(shellStatus { try splice(name("c.png")) } == .unusableInput)
    #expect(shellStatus { try splice(name("none.png")) } == .noSuchInput)
    try Data("no still".utf8).write(to: URL(fileURLWithPath: name("d.png")))
    #expect(shellStatus { try splice(name("d.png")) } == .unusableInput)
    #expect(shellStatus { try splice(name("b.png")) } == .done)
    try DnaSpoilCommand.parse([name("child.dna"), "-o", name("spoiled.dna")]).run()
    try DnaDrawCommand.parse([name("spoiled.dna"), "-o", name("drawn.png")]).run()
    for made in ["child.png", "child.dna", "sheet.png", "spoiled.dna", "drawn.png"] {
      #expect(NightMark.id(inFile: name(made)) == night, "\(made)")
    }
    for wrong in [["--quality", "0"], ["--size", "4000x100"], ["--losses", "2"], ["--returned", "a.gif"]] {
      #expect(throws: (any Error).self) { try SpliceCommand.parse(["a", "b", "-o", "c.png"] + wrong) }
    }
  }
}
