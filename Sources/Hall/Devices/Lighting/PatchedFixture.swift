import Foundation
import Show

/// A light in its slots: which model it is, where it stands, how it answers.
struct PatchedFixture: Hashable, Sendable {
  let device: DeviceID
  /// The place of its universe in the patch.
  let universeIndex: Int
  /// Its first slot, from 0.
  let firstSlotIndex: Int
  let profile: FixtureProfile
  /// The exponent from a level to a slot.
  let gamma: Double
  /// The part of full at which it begins to glow.
  let minimum: Double

  private let hasDimmer: Bool
  private let white: (hasWarm: Bool, hasCool: Bool, mixes: Bool)
  private let warm: (hasAmber: Bool, hasLime: Bool)
  private let makesColor: Bool

  static func == (left: PatchedFixture, right: PatchedFixture) -> Bool {
    (left.device, left.universeIndex, left.firstSlotIndex, left.profile, left.gamma, left.minimum)
      == (right.device, right.universeIndex, right.firstSlotIndex, right.profile, right.gamma, right.minimum)
  }

  func hash(into hasher: inout Hasher) { hasher.combine(device) }

  init(
    device: DeviceID, universeIndex: Int = 0, firstSlotIndex: Int = 0, profile: FixtureProfile, gamma: Double = 1,
    minimum: Double = 0
  ) {
    (self.device, self.universeIndex, self.firstSlotIndex) = (device, universeIndex, firstSlotIndex)
    (self.profile, self.gamma, self.minimum) = (profile, gamma, minimum)
    hasDimmer = profile.channels.contains { $0.role == .dimmer }
    let (hasWarm, hasCool) = (profile.has(.warmWhite), profile.has(.coolWhite))
    white = (hasWarm, hasCool, hasWarm || hasCool || profile.has(.white))
    warm = (profile.has(.amber), profile.has(.lime))
    makesColor = profile.makesColor
  }

  /// Writes what the light is into its universe's slots.
  ///
  /// - Parameters:
  ///   - look: what it is.
  ///   - slots: the 512 slots of its universe.
  func render(_ look: LightLook, into slots: inout [UInt8]) {
    let level = max(0, min(1, look.level))
    let light = emitters(look)
    for channel in profile.channels {
      let part: Double
      switch channel.role {
      case .dimmer: part = answer(level, minimum: minimum)
      case .emitter(let emitter):
        let share = light.share(of: emitter)
        part = hasDimmer ? answer(share, minimum: 0) : answer(share * level, minimum: minimum)
      case .kelvin(let low, let high):
        part = high > low ? max(0, min(1, ((look.kelvin ?? low) - low) / (high - low))) : 0
      case .fixed(let value): part = max(0, min(1, value))
      }
      write(part, channel, &slots)
    }
  }

  /// The part of full that a slot gets: nothing for nothing, else at least the minimum, by the fixture's gamma.
  private func answer(_ part: Double, minimum: Double) -> Double {
    if part <= 0 { return 0 }
    return minimum + (1 - minimum) * (gamma == 1 ? part : pow(part, gamma))
  }

  private func write(_ part: Double, _ channel: FixtureChannel, _ slots: inout [UInt8]) {
    let coarse = firstSlotIndex + channel.coarseOffset
    guard coarse < slots.count else { return }
    guard let fineOffset = channel.fineOffset, firstSlotIndex + fineOffset < slots.count else {
      slots[coarse] = UInt8((part * 255).rounded())
      return
    }
    let whole = UInt16((part * 65535).rounded())
    slots[coarse] = UInt8(whole >> 8)
    slots[firstSlotIndex + fineOffset] = UInt8(whole & 0xff)
  }

  /// What each emitter gives at full level.
  private func emitters(_ look: LightLook) -> EmitterShares {
    var shares = EmitterShares()
    if makesColor {
      shares.color = look.isWhiteAsked ? WhitePoint.color(kelvin: look.kelvin ?? 6500) : look.color ?? .zero
      // What the three have in common is white, and a white emitter makes it better than they do.
      let common = shares.color.min()
      if warm.hasAmber || warm.hasLime {
        let mixed = WarmMixture(shares.color - SIMD3(repeating: common), hasAmber: warm.hasAmber, hasLime: warm.hasLime)
        shares.color = SIMD3(mixed.red + common, mixed.green + common, shares.color.z)
        (shares.amber, shares.lime) = (mixed.amber, mixed.lime)
      }
      if white.mixes {
        shares.color -= SIMD3(repeating: common)
        (shares.white, shares.warm, shares.cool) = (common, common, common)
        if white.hasWarm && white.hasCool { share(common, of: look, &shares) }
      }
    } else {
      shares.color = look.color ?? .zero
      (shares.white, shares.warm, shares.cool, shares.amber, shares.lime) = (1, 1, 1, 1, 1)
      if white.hasWarm && white.hasCool { share(1, of: look, &shares) }
      // Beside whites amber is for what is warmer than they are.
      if white.mixes { shareAmber(of: look, &shares) }
    }
    return shares
  }

  private func share(_ whole: Double, of look: LightLook, _ shares: inout EmitterShares) {
    let parts = WhitePoint.mixture(
      kelvin: look.kelvin ?? profile.warmKelvin, warmKelvin: profile.warmKelvin, coolKelvin: profile.coolKelvin)
    (shares.warm, shares.cool) = (whole * parts.warm, whole * parts.cool)
  }

  private func shareAmber(of look: LightLook, _ shares: inout EmitterShares) {
    let parts = WhitePoint.mixture(
      kelvin: look.kelvin ?? profile.warmKelvin, warmKelvin: WhitePoint.amberKelvin, coolKelvin: profile.warmKelvin)
    (shares.amber, shares.lime) = (parts.warm, 0)
    (shares.white, shares.warm, shares.cool) = (
      shares.white * parts.cool, shares.warm * parts.cool, shares.cool * parts.cool
    )
  }
}

/// What each emitter gives at full level, 0 to 1.
private struct EmitterShares {
  var color = SIMD3<Double>.zero
  var white = 0.0
  var warm = 0.0
  var cool = 0.0
  var amber = 0.0
  var lime = 0.0

  func share(of emitter: FixtureChannelRole.Emitter) -> Double {
    switch emitter {
    case .red: color.x
    case .green: color.y
    case .blue: color.z
    case .white: white
    case .warmWhite: warm
    case .coolWhite: cool
    case .amber: amber
    case .lime: lime
    // What it does to a painting no meter of lux tells: no colour lights it.
    case .uv: 0
    }
  }
}
