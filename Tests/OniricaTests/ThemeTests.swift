import DreamKernels
import SleepLab
import Testing

@testable import Onirica

@Suite("What reports choose")
struct ThemeTests {
  @Test("a report is about what its words say most, in three languages, and a part of a word is no word")
  func themes() {
    let told = [
      "I swam in the sea, my mother stood at the sea": DreamTheme.water, "Un jardin, des arbres, le soleil": .forest,
      "la paura, il sangue": .fear, "a season of icecream": nil, "": nil, "FLY!fly,Fly": .sky,
    ]
    for (text, theme) in told { #expect(DreamTheme.main(of: DreamTheme.all(in: text)) == theme, "\(text)") }
    #expect(DreamTheme.all(in: String(repeating: "sea ", count: 5000)).count == 2000)
  }

  @Test("pictures are decided two ahead, and stay as they were decided")
  func wishes() {
    var wishes = PictureWishes()
    #expect(wishes.decided.isEmpty)
    wishes.follow(7, theme: nil)
    #expect(wishes.decided.map(\.number) == [7, 8, 9] && wishes.decided.allSatisfy { $0.wish.theme == nil })
    wishes.follow(7, theme: .fire)
    #expect(wishes.decided.allSatisfy { $0.wish.theme == nil })
    wishes.follow(8, theme: .water)
    wishes.follow(9, theme: .snow)
    #expect(wishes.decided.map(\.wish.theme) == [nil, .water, .snow])
    wishes.follow(40, theme: .love)
    #expect(wishes.decided.map(\.number) == [40, 41, 42] && wishes.decided.allSatisfy { $0.wish.theme == .love })
    wishes.follow(2, theme: nil)
    #expect(wishes.decided.map(\.number) == [2, 3, 4])
  }

  @Test("each theme has painted pictures of its own colours, and no two neighbours look alike")
  func palettes() {
    guard let kernels = KernelLevel.best.kernels else { return }
    let painter = Painter(crew: Crew(threadCount: 2), kernels: kernels)
    func warmth(_ theme: DreamTheme?) -> Double {
      let picture = Picture()
      return (0..<3).reduce(0) { sum, number in
        painter.paint(number: number, seed: 9, theme: theme, into: picture)
        var red = 0, blue = 0
        for index in stride(from: 0, to: Int(DREAM_PICTURE_PITCH) * 512, by: 97) {
          let word = picture.words.base[index]
          red += Int(word >> 16 & 255)
          blue += Int(word & 255)
        }
        return sum + Double(red) / Double(blue)
      }
    }
    #expect(warmth(.fire) > 1.3 * warmth(.water), "\(warmth(.fire)) beside \(warmth(.water))")
    for theme in [nil] + DreamTheme.allCases.map(Optional.some) {
      for number in -20..<20 {
        let pair = [number, number + 1].map { Palette.of(number: $0, seed: 3, theme: theme).crest }
        #expect(pair[0] != pair[1])
      }
    }
  }

  @Test("the pictures of a dream are about what its report tells, from the first one on")
  func dream() {
    let told = DreamReport(awakeningSeconds: 50, stageBefore: .rem, recall: .full, text: "fire, fire, a burning sun")
    final class Asked: StillSource {
      let themes = PublishedNumber(0)
      func still(number: Int, seed: UInt64, theme: DreamTheme?) -> Frame? {
        themes.value = themes.value * 10 + (theme?.rawValue ?? 9)
        return nil
      }
    }
    let asked = Asked()
    var watched = Watched(night: feltNight(.rem, minutes: 2, reports: [told]))
    watched.stills = asked
    watched.start = 40
    _ = watched.frame(after: 26)
    let fire = DreamTheme.fire.rawValue
    // Pictures change every seven seconds; the report ends ten seconds in, and two pictures are decided by then.
    let digits = String(asked.themes.value).compactMap(\.wholeNumberValue)
    #expect(digits.prefix(3) == [fire, fire, fire] && digits.last == 9, "\(digits)")
  }
}
