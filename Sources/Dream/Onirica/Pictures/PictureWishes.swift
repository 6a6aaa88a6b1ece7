/// What the pictures of a dream are to be about: decided two pictures ahead, so that they can be painted in time.
///
/// A wish is the theme that is dreamt of when the picture two before it comes on show, and how much of the particles' own
/// image it keeps; it never changes afterwards.
struct PictureWishes: Sendable, Hashable {
  /// How many pictures are decided: the one that goes, the one that comes, and the one after.
  static let count = 3
  private var first: Int?
  /// Wishes by their raw values from `first` on.
  private var wishes = [Int](repeating: 0, count: PictureWishes.count)

  /// What one picture is to be about.
  struct Wish: Sendable, Hashable {
    /// A theme's raw value, 0 for none; from the ninth bit on how much of the particles' own image stays, in 1/256.
    var rawValue: Int

    init(rawValue: Int) { self.rawValue = rawValue }

    init(_ theme: DreamTheme?, balance: Float) {
      rawValue = (theme?.rawValue ?? 0) | Int((min(max(1 - balance, 0), 1) * 256).rounded()) << 8
    }

    var theme: DreamTheme? { DreamTheme(rawValue: rawValue & 0xFF) }
    /// Share of the particles' own image, 0 to 256.
    var source: Int { rawValue >> 8 }
  }

  /// Takes note of the picture that is due, of what is dreamt of now, and of the balance of source and text.
  mutating func follow(_ number: Int, theme: DreamTheme?, balance: Float = 1) {
    let wish = Wish(theme, balance: balance).rawValue
    guard let first, number >= first, number - first <= PictureWishes.count else {
      (first, wishes) = (number, [Int](repeating: wish, count: PictureWishes.count))
      return
    }
    for _ in first..<number { wishes = Array(wishes.dropFirst()) + [wish] }
    self.first = number
  }

  /// The pictures that are decided, and what each is to be about.
  var decided: [(number: Int, wish: Wish)] {
    guard let first else { return [] }
    return wishes.enumerated().map { (first + $0.offset, Wish(rawValue: $0.element)) }
  }

  mutating func exchange(with ledger: inout StateLedger) {
    var isDecided = first != nil
    ledger.exchange(&isDecided)
    var number = first ?? 0
    ledger.exchange(&number)
    first = isDecided ? number : nil
    for index in wishes.indices { ledger.exchange(&wishes[index]) }
  }
}
