import Strands

/// What a splice says of itself, in words and as JSON.
struct SpliceReport {
  private let act: SpliceAct

  init(_ act: SpliceAct) { self.act = act }

  private var bitsPerBase: Double {
    Double(8 * act.file.count) / Double(max(1, act.strands.reduce(0) { $0 + $1.count }))
  }

  /// How the child came back.
  var howReturned: String {
    switch act.howReturned {
    case .whole: "whole"
    case .coarser: "coarser"
    case .nothing: "nothing"
    }
  }

  /// Lines for a reader.
  var text: String {
    let share = Int((100 * act.splicing.genome.firstShare).rounded())
    let genome = act.splicing.genome.text + "\n\(share) % of the genes are the first still's"
    guard act.phase == .shown else { return genome }
    let bits = PlainNumber.text(PlainNumber.rounded(bitsPerBase))
    let back =
      switch act.howReturned {
      case .whole: "came back whole"
      case .coarser(let count, let all): "came back coarser: \(count) of \(all) scans"
      case .nothing: "did not come back: give more strands"
      }
    return genome + "\n\(act.file.count) bytes, \(act.strands.count) strands, \(bits) bits a base\n\(back)"
  }

  /// The same for a program.
  var json: JSONValue {
    let genome: (String, JSONValue) = (
      "genome",
      .list(act.splicing.genome.text.split(separator: "\n").map { .text(String($0)) })
    )
    let share: (String, JSONValue) = ("first_share", .measured(act.splicing.genome.firstShare))
    guard act.phase == .shown else { return .object([genome, share]) }
    return .object([
      genome, share, ("bytes", .count(act.file.count)), ("strands", .count(act.strands.count)),
      ("bits_per_base", .measured(bitsPerBase)), ("strands_read", .count(act.spoiled.count)),
      ("bytes_proven", .count(act.recovered?.provenByteCount ?? 0)), ("returned", .text(howReturned)),
    ])
  }
}
