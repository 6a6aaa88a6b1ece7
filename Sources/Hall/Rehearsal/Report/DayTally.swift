import Sequencer
import Show

/// Something that is counted over a span of a hall's life.
protocol DayTally {
  /// Time passed in which the hall stood as it is.
  ///
  /// - Parameters:
  ///   - span: how long, zero too: it is called before each input.
  ///   - hall: the hall, before the input that comes now.
  mutating func passed(_ span: TimeSpan, in hall: Sequencer)

  /// An input was taken.
  ///
  /// - Parameters:
  ///   - input: the input.
  ///   - step: what came of it.
  ///   - hall: the hall after it.
  mutating func took(_ input: Input, _ step: Step, in hall: Sequencer)
}
