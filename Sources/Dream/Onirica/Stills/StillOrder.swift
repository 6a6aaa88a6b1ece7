/// The order in which stills come: a function of number and seed, so that a screen that restarts, and screens side by side,
/// show the same ones, for days.
public enum StillOrder {
  /// Every still comes once before any comes again: each round is a walk by a step that has no divisor in common with
  /// the count, from another start.
  ///
  /// - Parameters:
  ///   - number: of the showing, any whole number.
  ///   - count: stills, 1 or more.
  ///   - seed: another seed, another order.
  /// - Returns: a place, from 0 and below the count.
  public static func index(of number: Int, among count: Int, seed: UInt64) -> Int {
    let round = Int((Double(number) / Double(count)).rounded(.down))
    let place = number - round * count
    var mixed = seed &+ UInt64(bitPattern: Int64(round)) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed ^= mixed >> 31
    let start = Int(mixed % UInt64(count))
    var step = Int((mixed >> 20) % UInt64(count)) | 1
    while divisor(step, count) != 1 { step += 1 }
    return (start + place * step) % count
  }

  /// As `index`, but where a round would begin with the still that the round before ended with, its first two change places.
  public static func indexWithoutEcho(of number: Int, among count: Int, seed: UInt64) -> Int {
    let place = number - Int((Double(number) / Double(count)).rounded(.down)) * count
    guard count > 2, place < 2 else { return index(of: number, among: count, seed: seed) }
    let first = number - place
    let echoes = index(of: first, among: count, seed: seed) == index(of: first - 1, among: count, seed: seed)
    return index(of: echoes ? first + 1 - place : number, among: count, seed: seed)
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
}
