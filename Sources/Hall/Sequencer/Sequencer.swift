import Show

/// Sequences the scenes of a hall: a pure, deterministic function of the show, the state and one input.
///
/// It reads no clock and does nothing; the same show, inputs and times give the same effects on any machine.
/// The caller numbers and times the inputs, feeds a `.deadline` at each ``nextDeadline`` that has come before anything
/// later, commits each input before it performs the step's effects, and gives the show with every `.show` input.
public struct Sequencer: Sendable {
  /// The show that runs.
  public private(set) var show: Show
  /// All that is remembered.
  public private(set) var state: HallState

  /// A sequencer at a state: a new one, or one from a snapshot with the show that ran then.
  public init(show: Show, state: HallState = HallState()) {
    (self.show, self.state) = (show, state)
  }

  /// Takes one input.
  ///
  /// - Parameters:
  ///   - input: numbered `state.lastSeq + 1` (more after a declared gap), at or after `state.now`, and at or before
  ///     ``nextDeadline``: deadlines that have come are inputs of their own and go first.
  ///   - adopting: the show that a `.show` input names; without one a `.show` input changes nothing.
  /// - Returns: what was decided and what is to be done once the input is committed.
  public mutating func step(_ input: Input, adopting newShow: Show? = nil) -> Step {
    var step = Step()
    if let newShow { show = newShow }
    state.now = input.at
    state.lastSeq = input.seq + step.entryCount - 1
    step.effects = []
    return step
  }

  /// The next instant at which something is due, given that nothing else happens; at or after `state.now`.
  public var nextDeadline: ShowInstant? { nil }
}
