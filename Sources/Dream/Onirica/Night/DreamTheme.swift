/// What dreams are about, as far as their reports tell it by words with a colour of their own.
///
/// A theme tints the dream that a report tells of and chooses its pictures: painted ones by their palette, stills of a
/// folder by the words in their files' names.
public enum DreamTheme: Int, Sendable, CaseIterable {
  case water = 1
  case forest, fire, fear, sky, home, snow, love

  /// Its colour, as factors on linear red, green and blue.
  var colour: SIMD3<Float> {
    switch self {
    case .water: [0.55, 0.95, 1.45]
    case .forest: [0.75, 1.25, 0.60]
    case .fire: [1.60, 0.85, 0.45]
    case .fear: [1.45, 0.75, 0.85]
    case .sky: [1.15, 0.80, 1.50]
    case .home: [1.30, 1.05, 0.70]
    case .snow: [0.85, 1.00, 1.10]
    case .love: [1.50, 0.90, 1.10]
    }
  }

  /// Beginnings of its words in English, French and Italian; those of three letters count as whole words alone.
  private var stems: [String] {
    switch self {
    case .water:
      ["sea", "ocean", "water", "river", "swim", "lake", "rain", "mer", "eau", "nag", "plui", "mare", "acqua", "fium"]
    case .forest: ["forest", "tree", "garden", "grass", "leaf", "forêt", "arbr", "jardin", "bosco", "alber"]
    case .fire: ["fire", "burn", "sun", "desert", "light", "feu", "soleil", "fuoco", "sole", "deserto"]
    case .fear: ["blood", "fight", "anger", "afraid", "chase", "sang", "peur", "sangue", "paura"]
    case .sky: ["fly", "flew", "sky", "star", "moon", "night", "vol", "ciel", "nuit", "cielo", "notte"]
    case .home: ["home", "house", "mother", "child", "friend", "school", "maison", "mère", "casa", "madre"]
    case .snow: ["snow", "ice", "cold", "white", "winter", "neige", "froid", "neve", "fredd"]
    case .love: ["love", "kiss", "flower", "dance", "music", "amour", "fleur", "amore", "fiore"]
    }
  }

  /// The theme that a word belongs to.
  private static func of(_ word: Substring) -> DreamTheme? {
    allCases.first { $0.stems.contains { stem in word == stem || stem.count > 3 && word.hasPrefix(stem) } }
  }

  /// The themes of a text's words, in their order: one for each word that has any, of the first two thousand words.
  public static func all(in text: String) -> [DreamTheme] {
    text.lowercased().split(whereSeparator: { !$0.isLetter }).prefix(2000).compactMap { of($0) }
  }

  /// The theme that comes most often; of several, the one that comes first.
  public static func main(of themes: [DreamTheme]) -> DreamTheme? {
    var counts: [DreamTheme: Int] = [:]
    for theme in themes { counts[theme, default: 0] += 1 }
    guard let most = counts.values.max() else { return nil }
    return themes.first { counts[$0] == most }
  }

  /// The mean of the themes' colours; nil without any.
  static func meanColour(of themes: [DreamTheme]) -> SIMD3<Float>? {
    guard !themes.isEmpty else { return nil }
    return themes.reduce(into: SIMD3<Float>.zero) { $0 += $1.colour } / Float(themes.count)
  }
}
