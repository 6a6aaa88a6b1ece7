import Onirica
import Screens
import SleepLab

/// The approved reports of a night, broken into pages that can be read from some metres away, and set in type.
struct ReportType: ReportSetter {
  /// Lines of a page, and pages of a report, at most: a longer report ends with an ellipsis.
  static let linesAtMost = 5, pagesAtMost = 8
  /// Seconds in which a word is read, and those that eyes take to find a page.
  private static let secondsAWord = 0.4, secondsToFind = 2.5

  private let width: Int, height: Int
  private let pages: [[[String]]]
  /// What may be told, and when.
  let tellings: [ReportTelling]

  /// Breaks what a curator approved into pages.
  ///
  /// - Parameters:
  ///   - night: whose reports.
  ///   - width: of the screen in pixels.
  ///   - height: of the screen in pixels.
  /// - Returns: nil where nothing is approved, or its awakening has no known time.
  init?(of night: Night, width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    let size = ReportType.size(width: width, height: height)
    guard let ruler = try? PlotCanvas(pixels: 16, by: 16) else { return nil }
    let column = ReportType.column(width: width, size: size)
    let told = night.reports.compactMap { report -> (at: Double, pages: [[String]])? in
      guard report.isShown, let awakening = report.awakeningSeconds else { return nil }
      let lines = ReportType.lines(of: report.text, column: column) { ruler.width(of: $0, size: size) }
      return lines.isEmpty ? nil : (awakening, ReportType.pages(of: lines))
    }
    guard !told.isEmpty else { return nil }
    pages = told.map(\.pages)
    tellings = told.map { report in
      ReportTelling(awakeningSeconds: report.at, pageSeconds: report.pages.map(ReportType.seconds))
    }
  }

  /// Height of the letters' square in pixels: three centimetres on a screen of two thirds of a metre.
  private static func size(width: Int, height: Int) -> Double { max(8, 0.046 * Double(min(height, width * 3 / 4))) }

  private static func column(width: Int, size: Double) -> Double { min(0.8 * Double(width), 25 * size) }

  /// Lines that fit a column; what is wider than it is broken anywhere.
  static func lines(of text: String, column: Double, width: (String) -> Double) -> [String] {
    var lines: [String] = [], line = ""
    let most = linesAtMost * pagesAtMost + 1
    for word in text.split(whereSeparator: { $0.isWhitespace || $0.isNewline }) where lines.count < most {
      var word = word.filter { character in character.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 } }
      guard !word.isEmpty else { continue }
      let joined = line.isEmpty ? word : "\(line) \(word)"
      if width(joined) <= column {
        line = joined
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while width(word) > column, word.count > 1 {
        var piece = word
        while width(piece) > column, piece.count > 1 {
          let beyond = Double(piece.count) * (1 - column / width(piece))
          piece = String(piece.dropLast(min(max(1, Int(beyond)), piece.count - 1)))
        }
        lines.append(piece)
        word = String(word.dropFirst(piece.count))
      }
      line = word
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Pages of lines, of much the same length each.
  static func pages(of lines: [String]) -> [[String]] {
    let isCut = lines.count > linesAtMost * pagesAtMost
    var kept = Array(lines.prefix(linesAtMost * pagesAtMost))
    if isCut, let last = kept.popLast() { kept.append(last + " …") }
    let count = (kept.count + linesAtMost - 1) / linesAtMost
    return (0..<count).map { page in Array(kept[(page * kept.count / count)..<((page + 1) * kept.count / count)]) }
  }

  private static func seconds(of page: [String]) -> Double {
    let words = page.reduce(0) { $0 + $1.split(separator: " ").count }
    return max(5, secondsToFind + secondsAWord * Double(words))
  }

  func letters(of place: ReportPlace) -> ReportLetters? {
    guard pages.indices.contains(place.report), pages[place.report].indices.contains(place.page) else { return nil }
    let lines = pages[place.report][place.page]
    let size = ReportType.size(width: width, height: height)
    let lead = 1.42 * size, margin = 1.1 * size
    let box = (
      width: min(width, Int(ReportType.column(width: width, size: size) + 2 * margin)),
      height: min(height, Int(lead * Double(lines.count) + 2 * margin))
    )
    guard box.width >= 16, box.height >= 16, let canvas = try? PlotCanvas(pixels: box.width, by: box.height) else {
      return nil
    }
    canvas.fill(0, 0, canvas.width, canvas.height, PlotColour(0x000000))
    for (number, line) in lines.enumerated() {
      canvas.text(line, margin, margin + lead * (Double(number) + 0.5), size: size, colour: .paper)
    }
    guard let drawn = try? canvas.frame() else { return nil }
    ReportType.ground(drawn, radius: max(1, Int(0.55 * size)))
    let left = max(0, min(width - box.width, Int(0.07 * Double(width) - margin)))
    let top = max(0, min(height - box.height, Int(0.92 * Double(height) - margin - lead * Double(lines.count))))
    return ReportLetters(letters: drawn, x: left, y: top)
  }

  /// Writes the dark ground of letters beside their light: their shapes, spread and softened.
  private static func ground(_ frame: Frame, radius: Int) {
    var dark = [Float](repeating: 0, count: frame.width * frame.height)
    for y in 0..<frame.height {
      for x in 0..<frame.width { dark[y * frame.width + x] = Float(frame[x, y] & 0xFF) / 255 }
    }
    for _ in 0..<2 {
      dark = softened(dark, count: frame.height, length: frame.width, step: 1, stride: frame.width, radius: radius)
      dark = softened(dark, count: frame.width, length: frame.height, step: frame.width, stride: 1, radius: radius)
    }
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let share = min(1, 5 * dark[y * frame.width + x])
        frame[x, y] = UInt32(170 * share * (2 - share)) << 8 | frame[x, y] & 0xFF
      }
    }
  }

  /// Means over a window that slides along each row, or each column.
  private static func softened(
    _ values: [Float], count: Int, length: Int, step: Int, stride: Int, radius: Int
  ) -> [Float] {
    var means = values
    let share = 1 / Float(2 * radius + 1)
    for row in 0..<count {
      var sum: Float = 0
      for place in 0..<min(radius, length) { sum += values[row * stride + place * step] }
      for place in 0..<length {
        if place + radius < length { sum += values[row * stride + (place + radius) * step] }
        if place > radius { sum -= values[row * stride + (place - radius - 1) * step] }
        means[row * stride + place * step] = max(0, sum * share)
      }
    }
    return means
  }
}
