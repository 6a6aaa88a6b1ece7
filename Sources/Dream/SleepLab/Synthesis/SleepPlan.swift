/// The stages of a made-up night, epoch by epoch: cycles of about 90 minutes, deep sleep early, REM late, with brief
/// awakenings, as the textbooks' young adult sleeps.
enum SleepPlan {
  /// Plans a night.
  ///
  /// - Parameters:
  ///   - epochCount: how many epochs of 30 s, 1 or more.
  ///   - chance: where the variation comes from.
  static func stages(epochCount: Int, chance: inout SeededChance) -> [Stage] {
    var stages: [Stage] = []
    let add = { (stage: Stage, minutes: Double) in
      stages.append(contentsOf: repeatElement(stage, count: max(1, Int((minutes * 2).rounded()))))
    }
    // A short night still has all of it: cycles shrink with the time there is.
    let scale = min(1, Double(epochCount) / 200)
    add(.wake, chance.within(6...14) * scale)
    add(.n1, chance.within(2...5) * scale)
    var cycle = 0
    while stages.count < epochCount {
      let deep = [28.0, 20, 9, 2, 0, 0][min(cycle, 5)] * chance.within(0.8...1.25)
      let dreaming = [5.0, 11, 17, 22, 26, 26][min(cycle, 5)] * chance.within(0.8...1.25)
      let light = [20.0, 28, 38, 44, 44, 44][min(cycle, 5)] * chance.within(0.8...1.2)
      add(.n2, light * 0.6 * scale)
      if deep > 3 { add(.n3, deep * scale) }
      add(.n2, light * 0.4 * scale)
      if chance.unit() < 0.35 {
        add(.wake, 0.5)
        add(.n1, chance.within(0.5...2))
      }
      let half = chance.within(0.4...0.7)
      add(.rem, dreaming * half * scale)
      if cycle > 0, chance.unit() < 0.5 { add(.n1, 0.5) }
      add(.rem, dreaming * (1 - half) * scale)
      if chance.unit() < 0.6 { add(.wake, chance.within(0.5...4) * scale) }
      add(.n1, chance.within(1...3) * scale)
      cycle += 1
    }
    stages = Array(stages.prefix(epochCount))
    // The night ends awake.
    let awake = min(max(1, Int(4 * scale)), stages.count)
    for index in (stages.count - awake)..<stages.count { stages[index] = .wake }
    return stages
  }
}
