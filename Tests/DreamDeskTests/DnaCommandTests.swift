import ArgumentParser
import Endings
import Foundation
import SleepLab
import Strands
import Testing

@testable import DreamDesk

@Suite("Commands of strands")
struct DnaCommandTests {
  /// A file of bytes that a seed deals, and where its strands go.
  private struct Desk {
    let folder: TestFolder
    let bytes: [UInt8]
    var file: String { "\(folder.path)/Zephyrine.bin" }
    var strands: String { "\(folder.path)/a.dna" }
    var spoiled: String { "\(folder.path)/b.dna" }
    var back: String { "\(folder.path)/back.bin" }

    init(byteCount: Int, seed: UInt64 = 5) throws {
      folder = try TestFolder()
      var chance = StrandChance(seed: seed)
      bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &chance) }
      try write(bytes, to: file)
    }

    func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

    func read(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }

    func encode(_ more: [String] = []) throws { try DnaEncodeCommand.parse([file, "-o", strands] + more).run() }

    func spoil(_ more: [String]) throws { try DnaSpoilCommand.parse([strands, "-o", spoiled] + more).run() }
  }

  private func message(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return ""
  }

  private func members(_ value: JSONValue) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(value.written().utf8))
    return try #require(object as? [String: Any])
  }

  @Test("a file becomes one strand a line and comes back, and again only by force")
  func roundTrip() throws {
    let desk = try Desk(byteCount: 3000)
    #expect(shellStatus { try desk.encode() } == .done)
    let text = String(decoding: try #require(desk.read(desk.strands)), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count > 94 && lines.allSatisfy { $0.count == 152 && $0.allSatisfy { "ACGT".contains($0) } })
    #expect(shellStatus { try desk.encode() } == .outputExists)
    #expect(shellStatus { try desk.encode(["--force"]) } == .done)
    let decode = { (more: [String]) in try DnaDecodeCommand.parse([desk.strands, "-o", desk.back] + more).run() }
    #expect(shellStatus { try decode([]) } == .done)
    #expect(desk.read(desk.back) == desk.bytes)
    #expect(shellStatus { try decode([]) } == .outputExists)
    #expect(shellStatus { try decode(["--force", "--json"]) } == .done)
    #expect(try FileManager.default.contentsOfDirectory(atPath: desk.folder.path).count == 3)
  }

  @Test("spoiling is the same for the same seed, and a file comes back from what a decoder can bear")
  func spoil() throws {
    let desk = try Desk(byteCount: 3000)
    try desk.encode(["--overhead", "60", "--parity", "4"])
    let faults = ["--substitutions", "0.002", "--deletions", "0.0003", "--insertions", "0.0003", "--losses", "0.05"]
    #expect(shellStatus { try desk.spoil(faults + ["--duplicates", "0.3", "--seed", "8"]) } == .done)
    let once = desk.read(desk.spoiled)
    #expect(shellStatus { try desk.spoil(faults) } == .outputExists)
    #expect(shellStatus { try desk.spoil(faults + ["--force"]) } == .done)
    #expect(desk.read(desk.spoiled) != once)
    #expect(shellStatus { try desk.spoil(faults + ["--duplicates", "0.3", "--seed", "8", "--force"]) } == .done)
    #expect(desk.read(desk.spoiled) == once && once != desk.read(desk.strands))
    #expect(shellStatus { try DnaDecodeCommand.parse([desk.spoiled, "-o", desk.back]).run() } == .done)
    #expect(desk.read(desk.back) == desk.bytes)
  }

  @Test("strands of the overlapping code are recognised, and come back from what it can bear")
  func goldman() throws {
    let desk = try Desk(byteCount: 1500)
    #expect(shellStatus { try desk.encode(["--code", "goldman"]) } == .done)
    let text = String(decoding: try #require(desk.read(desk.strands)), as: UTF8.self)
    #expect(text.split(separator: "\n").allSatisfy { $0.count == 117 })
    try desk.spoil(["--substitutions", "0.002", "--duplicates", "0.2", "--seed", "3"])
    #expect(shellStatus { try DnaDecodeCommand.parse([desk.spoiled, "-o", desk.back]).run() } == .done)
    #expect(desk.read(desk.back) == desk.bytes)
    let strands = try StrandText.strands(in: try #require(desk.read(desk.spoiled)))
    let back = try StrandCode.file(of: strands.strands, lines: strands.lines)
    let told = try members(try DnaDecodeCommand.parse(["a", "-o", "b"]).report(of: back))
    #expect(told["code"] as? String == "goldman" && told["extent"] as? String == "whole")
    #expect(try #require(told["bases_outvoted"] as? Int) > 0)
  }

  @Test("with too few strands the answer is no and nothing is written, unless a part is asked for")
  func partial() throws {
    let desk = try Desk(byteCount: 6400)
    try desk.encode()
    try desk.spoil(["--losses", "0.5"])
    #expect(shellStatus { try DnaDecodeCommand.parse([desk.spoiled, "-o", desk.back]).run() } == .answerIsNo)
    #expect(desk.read(desk.back) == nil)
    let arguments = [desk.spoiled, "-o", desk.back, "--partial"]
    #expect(shellStatus { try DnaDecodeCommand.parse(arguments).run() } == .answerIsNo)
    let back = try #require(desk.read(desk.back))
    #expect(back.count == desk.bytes.count && back != desk.bytes)
    #expect(zip(back, desk.bytes).allSatisfy { $0 == $1 || $0 == 0 })
  }

  @Test("JSON tells bytes, strands, bases and bits a base, and what came back")
  func json() throws {
    let bytes = [UInt8](repeating: 7, count: 1000)
    let strands = try Fountain().strands(of: bytes)
    let written = try members(try DnaEncodeCommand.parse(["a", "-o", "b"]).report(of: strands, byteCount: 1000))
    #expect(Set(written.keys) == ["code", "bytes", "strands", "bases", "bits_per_base"])
    #expect(written["bases"] as? Int == 152 * strands.count && written["strands"] as? Int == strands.count)
    let bits = try #require(written["bits_per_base"] as? Double)
    #expect(abs(bits - 8000 / Double(152 * strands.count)) < 1e-3)
    let read = Array(strands.prefix(20))
    let back = try Fountain.file(of: read, lines: Array(1...read.count))
    let told = try members(try DnaDecodeCommand.parse(["a", "-o", "b"]).report(of: back))
    #expect(
      Set(told.keys) == [
        "extent", "code", "bytes", "bytes_proven", "strands", "strands_lost", "bytes_corrected", "missing",
      ])
    #expect(told["extent"] as? String == "partial" && told["bytes"] as? Int == 1000)
    let ranges = try #require(told["missing"] as? [[String: Int]])
    #expect(!ranges.isEmpty && ranges.allSatisfy { ($0["from"] ?? 0) < ($0["to"] ?? 0) && ($0["to"] ?? 0) <= 1000 })
  }

  @Test("what is no strand, no file or too long is refused with the contract's number and without its name")
  func refusals() throws {
    let desk = try Desk(byteCount: 10)
    let decode = { try DnaDecodeCommand.parse([desk.strands, "-o", desk.back]).run() }
    #expect(shellStatus(decode) == .noSuchInput)
    for text in ["", "# no strand\n", "ACGU\n", "ACGT\n", String(repeating: "ACGT", count: 38) + "\n"] {
      try desk.write(Array(text.utf8), to: desk.strands)
      #expect(shellStatus(decode) == .unusableInput)
      #expect(!message(decode).contains("a.dna") && !message(decode).isEmpty)
    }
    try desk.write(Array("ACGT\nacgtn\n".utf8), to: desk.strands)
    #expect(message(decode).contains("line 2, column 5"))
    let long = [UInt8](repeating: 0, count: Fountain.longestFileBytes + 1)
    try desk.write(long, to: desk.file)
    #expect(shellStatus { try desk.encode(["--force"]) } == .unusableInput)
    #expect(!message { try desk.encode(["--force"]) }.contains("Zephyrine"))
    #expect(shellStatus { try DnaEncodeCommand.parse(["/no/such", "-o", desk.back]).run() } == .noSuchInput)
    #expect(shellStatus { try DnaSpoilCommand.parse(["/no/such", "-o", desk.back]).run() } == .noSuchInput)
    #expect(desk.read(desk.back) == nil)
  }

  @Test(
    "numbers outside their ranges are refused before anything is read",
    arguments: [
      ["encode", "--seed", "0"], ["encode", "--overhead", "-1"], ["encode", "--overhead", "1001"],
      ["encode", "--code", "church"], ["encode", "--code", "goldman", "--parity", "2"], ["encode", "--parity", "0"],
      ["encode", "--parity", "33"], ["spoil", "--losses", "1.5"],
      ["spoil", "--substitutions", "-0.1"], ["spoil", "--deletions", "nan"],
    ])
  func ranges(arguments: [String]) {
    let more = ["/no/such", "-o", "/no/such/out"] + arguments.dropFirst()
    #expect(throws: (any Error).self) {
      _ = arguments[0] == "encode" ? try DnaEncodeCommand.parse(more) as Any : try DnaSpoilCommand.parse(more) as Any
    }
  }
}
