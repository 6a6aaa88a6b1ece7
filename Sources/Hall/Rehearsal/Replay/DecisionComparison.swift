import Sequencer
import Show

/// Compares what was decided and told with what would have been, in order; the first difference is remembered.
///
/// The numbers of entries do not count, for another show takes others; nor do states that follow from decisions.
public struct DecisionComparison: Sendable {
  /// One thing that was decided, or that a device or a topic was told.
  public struct Told: Hashable, Sendable {
    /// When.
    public var at: ShowInstant
    /// The artwork it is about, if it is about one.
    public var artwork: ArtworkID?
    /// What it is, in one sentence.
    public var sentence: String
    /// The number of its entry in the journal; nothing for what only would have been.
    public var seq: Int64?

    /// Whether it is the same, whatever its number.
    func isSame(as other: Told) -> Bool {
      (at, artwork, sentence) == (other.at, other.artwork, other.sentence)
    }
  }

  /// The first thing that is not the same.
  public struct Difference: Hashable, Sendable {
    /// The input of the journal at which it was found.
    public var input: Input
    /// What was; nothing if only the other show does something here.
    public var was: Told?
    /// What would have been; nothing if the other show does nothing here.
    public var wouldBe: Told?
    /// The number of the entry in the journal where it stands, or would stand.
    public var seq: Int64
  }

  /// The first difference.
  public private(set) var difference: Difference?

  /// A comparison that has seen nothing.
  public init() {}

  /// Takes what came of the next input in both halls.
  public mutating func take(_ was: HallTally.Moment, _ wouldBe: [HallTally.Moment]) {
    guard difference == nil else { return }
    let input = was.moment.input
    let left = was.moment.told(from: input.seq)
    let right = wouldBe.flatMap { $0.moment.told(from: nil) }
    guard
      let place = (0..<max(left.count, right.count)).first(where: { place in
        place >= left.count || place >= right.count || !left[place].isSame(as: right[place])
      })
    else { return }
    let (before, after) = (place < left.count ? left[place] : nil, place < right.count ? right[place] : nil)
    difference = Difference(
      input: input, was: before, wouldBe: after,
      seq: before?.seq ?? left.last?.seq.map { $0 + 1 } ?? input.seq)
  }
}

extension VirtualHall.Moment {
  /// What was decided and told, numbered as the journal does if the number of its input is given.
  fileprivate func told(from first: Int64?) -> [DecisionComparison.Told] {
    var found: [DecisionComparison.Told] = []
    var seq = first
    func take(_ artwork: ArtworkID?, _ sentence: String?) {
      seq = seq.map { $0 + 1 }
      guard let sentence else { return }
      found.append(DecisionComparison.Told(at: input.at, artwork: artwork, sentence: sentence, seq: seq))
    }
    for decision in step.decisions { take(decision.artwork, isOfShow(decision) ? nil : decision.sentence) }
    for effect in step.effects where effect.isJournalled {
      switch effect {
      case .desired, .publish, .send: take(nil, effect.line)
      default: take(nil, nil)
      }
    }
    return found
  }

  /// Whether a decision only tells which show was loaded.
  private func isOfShow(_ decision: Decision) -> Bool {
    if case .show(let fingerprint) = input.event {
      decision.kind == .note && decision.subject == fingerprint
    } else {
      false
    }
  }
}
