/// The four steps in which the makers of Onirica () describe their work; each goes on from the one before.
public enum MakingStep: String, Sendable, CaseIterable {
  /// A system of particles makes an initial image: points of light, and the noise that they stir.
  case particles
  /// The image is made anew from what the dream's report tells: its pictures, its colours.
  case reinterpretation
  /// A simulation on top follows the dreamer's sleep: the cortex, what grows, what events raise.
  case simulation
  /// Each output is the ground of the next frame.
  case feedback
}

extension StageLooks {
  /// These looks with the steps up to one alone.
  ///
  /// - Parameter step: the last that is made; with `feedback` they are as they were.
  public func made(upTo step: MakingStep) -> StageLooks {
    var looks = self
    for stage in StageWeights.stages {
      switch step {
      case .particles:
        looks[stage].leaveOutReinterpretation()
        fallthrough
      case .reinterpretation:
        looks[stage].leaveOutSimulation()
        fallthrough
      case .simulation: looks[stage].leaveOutFeedback()
      case .feedback: break
      }
    }
    return looks
  }
}

extension Look {
  fileprivate mutating func leaveOutReinterpretation() {
    self[.reinterpretation] = 0
    self[.points] = max(self[.points], 1.5)
  }

  fileprivate mutating func leaveOutSimulation() {
    for knob in [
      Knob.cortexShare, .emboss, .maskByCortex, .maskByReaction, .reactionShade, .reactionRate, .ripples, .swell,
    ] { self[knob] = 0 }
    // The relief of the cortex gives the picture light: without it, light comes from everywhere.
    self[.ambient] = 1
  }

  fileprivate mutating func leaveOutFeedback() {
    // Shorter than any frame: nothing of the frame before is left.
    self[.trailSeconds] = 0.0001
    self[.clarity] = 1
    for knob in [Knob.zoom, .turn, .flow] { self[knob] = 0 }
  }
}
