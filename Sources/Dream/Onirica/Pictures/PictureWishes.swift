/// What the pictures of a dream are to be about: decided two pictures ahead, so that they can be painted in time.
///
/// A wish is the theme that is dreamt of when the picture two before it comes on show; it never changes afterwards.
struct PictureWishes: Sendable, Hashable {
  /// How many pictures are decided: the one that goes, the one that comes, and the one after.
  static let count = 3
  private var first: Int?
  /// Themes by their raw values from `first` on; 0 for none.
  private var themes = [Int](repeating: 0, count: PictureWishes.count)

  /// Takes note of the picture that is due, and of what is dreamt of now.
  mutating func follow(_ number: Int, theme: DreamTheme?) {
    let wish = theme?.rawValue ?? 0
    guard let first, number >= first, number - first <= PictureWishes.count else {
      (first, themes) = (number, [Int](repeating: wish, count: PictureWishes.count))
      return
    }
    for _ in first..<number { themes = Array(themes.dropFirst()) + [wish] }
    self.first = number
  }

  /// The pictures that are decided, and what each is to be about.
  var decided: [(number: Int, theme: DreamTheme?)] {
    guard let first else { return [] }
    return themes.enumerated().map { (first + $0.offset, DreamTheme(rawValue: $0.element)) }
  }

  mutating func exchange(with ledger: inout StateLedger) {
    var isDecided = first != nil
    ledger.exchange(&isDecided)
    var number = first ?? 0
    ledger.exchange(&number)
    first = isDecided ? number : nil
    for index in themes.indices { ledger.exchange(&themes[index]) }
  }
}
