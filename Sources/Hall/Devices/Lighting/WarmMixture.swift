/// What red and green ask for beyond their common white, on a fixture that has emitters between them.
///
/// Each of red, amber, lime and green is a direction in the plane of red and green; a colour is made of the two that it
/// lies between, and of nothing else: no other mixture of them is as saturated.
struct WarmMixture: Hashable, Sendable {
  private enum Direction {
    case red, amber, lime, green

    var vector: SIMD2<Double> {
      switch self {
      case .red: SIMD2(1, 0)
      case .amber: SIMD2(1, WarmMixture.amberGreen)
      case .lime: SIMD2(WarmMixture.limeRed, 1)
      case .green: SIMD2(0, 1)
      }
    }
  }

  /// Green to one of red in the light of amber: 590 nm (CIE 1931) in the primaries and the curve of sRGB, 0.48 where blue
  /// is cut at zero.
  static let amberGreen = 0.5
  /// Red to one of green in the light of lime: 567 nm likewise.
  static let limeRed = 0.87

  private(set) var red = 0.0
  private(set) var amber = 0.0
  private(set) var lime = 0.0
  private(set) var green = 0.0

  /// Mixes a colour.
  ///
  /// - Parameters:
  ///   - excess: what is asked for beyond white: the smallest of the three is zero.
  ///   - hasAmber: whether the fixture has amber.
  ///   - hasLime: whether it has lime.
  init(_ excess: SIMD3<Double>, hasAmber: Bool, hasLime: Bool) {
    let isBeyondAmber = hasAmber && excess.y > Self.amberGreen * excess.x
    let isBeyondLime = hasLime && excess.x < Self.limeRed * excess.y
    let low: Direction = isBeyondLime ? .lime : isBeyondAmber ? .amber : .red
    let high: Direction = hasAmber && !isBeyondAmber ? .amber : hasLime && !isBeyondLime ? .lime : .green
    let (first, second) = (low.vector, high.vector)
    let area = first.x * second.y - second.x * first.y
    add(max(0, (excess.x * second.y - second.x * excess.y) / area), to: low)
    add(max(0, (first.x * excess.y - excess.x * first.y) / area), to: high)
  }

  private mutating func add(_ share: Double, to direction: Direction) {
    switch direction {
    case .red: red += share
    case .amber: amber += share
    case .lime: lime += share
    case .green: green += share
    }
  }
}
