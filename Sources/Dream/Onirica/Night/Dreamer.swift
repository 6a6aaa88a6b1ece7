import SleepLab

/// A night that joins a dream, and what its reports say of colours and themes.
struct Dreamer: Sendable {
  let night: Night
  let tints: [ReportTint]

  init(_ night: Night) {
    self.night = night
    tints = ReportTint.all(of: night)
  }
}

extension Dream {
  /// Lets other nights be dreamt beside its own, from the next frame on, each at its place.
  ///
  /// A night that stands where another stood flows on from it; how much of each is there is told with each step.
  ///
  /// - Parameter nights: by their places, ``ChorusMoment/most`` at most; nil where a place is empty.
  public func join(_ nights: [Night?]) {
    precondition(nights.count <= ChorusMoment.most, "a chorus has \(ChorusMoment.most) places")
    dreamers = nights.enumerated().map { place, night in
      guard let night else { return nil }
      if dreamers.indices.contains(place), let before = dreamers[place], before.night.id == night.id { return before }
      return Dreamer(night)
    }
  }
}
