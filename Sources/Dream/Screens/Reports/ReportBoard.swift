import Onirica
import SleepLab
import Synchronization

/// A dream report whose words may be shown: when, and for how long each of its pages.
public struct ReportTelling: Sendable, Hashable {
  /// The awakening after which it was told, in seconds of the night.
  public var awakeningSeconds: Double
  /// Seconds of show that each page stands, its coming and going included.
  public var pageSeconds: [Double]

  /// A report that is told page by page.
  ///
  /// - Parameters:
  ///   - awakeningSeconds: the awakening after which it was told, in seconds of the night.
  ///   - pageSeconds: seconds of show that each page stands.
  public init(awakeningSeconds: Double, pageSeconds: [Double]) {
    (self.awakeningSeconds, self.pageSeconds) = (awakeningSeconds, pageSeconds)
  }
}

/// A page of a report, by its numbers from 0.
public struct ReportPlace: Sendable, Hashable {
  /// Which of the reports, and which of its pages.
  public var report: Int, page: Int

  /// A page of a report.
  ///
  /// - Parameters:
  ///   - report: which of the reports, from 0.
  ///   - page: which of its pages, from 0.
  public init(report: Int, page: Int) { (self.report, self.page) = (report, page) }
}

/// A page set in type, and where it lies on the screen.
public struct ReportLetters: Sendable {
  /// How light the letters are in the lowest byte of each word, how dark their ground is in the next.
  public var letters: Frame
  /// Pixels from the left, and from above.
  public var x: Int, y: Int

  /// A page set in type.
  ///
  /// - Parameters:
  ///   - letters: light in the lowest byte of each word, darkness of the ground in the next.
  ///   - x: pixels from the left.
  ///   - y: pixels from above; the page lies within the screen.
  public init(letters: Frame, x: Int, y: Int) { (self.letters, self.x, self.y) = (letters, x, y) }
}

/// Sets pages in type, on the thread of the pictures.
public protocol ReportSetter: Sendable {
  /// The letters of a page; nil where they cannot be set.
  func letters(of place: ReportPlace) -> ReportLetters?
}

/// The reports that a dream shows where its night passes their awakenings. Which page stands is a function of the clock;
/// pages are set in type beside the frames, one ahead, and handed over.
public final class ReportBoard: Sendable {
  /// A page on its way to the frame thread.
  struct SetPage: Sendable {
    let place: ReportPlace
    let letters: ReportLetters
  }

  /// A page that stands now, and how much of it is seen, 0 to 1.
  struct Due: Hashable {
    var place: ReportPlace
    var share: Double
  }

  /// Seconds that a page takes to come, and to go.
  static let fadeSeconds = 1.2
  /// Seconds before a page is due in which it is set.
  static let aheadSeconds = 2.0

  private let tellings: [ReportTelling]
  private let setter: any ReportSetter
  /// The two pages that were set last: the one that stands, and the one after it.
  private let prepared = Mutex<[ReportPlace]>([])
  /// What was set last, for the frame thread.
  let ready = Mailbox<SetPage>()

  /// A board of reports.
  ///
  /// - Parameters:
  ///   - tellings: what may be shown.
  ///   - setter: sets its pages in type.
  public init(_ tellings: [ReportTelling], setter: any ReportSetter) {
    (self.tellings, self.setter) = (tellings, setter)
  }

  /// The page that stands at an instant, that of the awakening that was passed last.
  func due(in course: Course, at unixSeconds: Double) -> Due? {
    guard course.speed > 0 else { return nil }
    var newest: (seconds: Double, report: Int)?
    for report in tellings.indices {
      guard
        let since = course.passage.travelled(
          sincePassing: tellings[report].awakeningSeconds,
          after: course.speed * (unixSeconds - course.anchorUnixSeconds))
      else { continue }
      let seconds = since / course.speed
      if seconds < newest?.seconds ?? .infinity { newest = (seconds, report) }
    }
    guard let newest else { return nil }
    var rest = newest.seconds
    for page in tellings[newest.report].pageSeconds.indices {
      let length = tellings[newest.report].pageSeconds[page]
      if rest < length {
        return Due(
          place: ReportPlace(report: newest.report, page: page),
          share: min(smooth(rest / ReportBoard.fadeSeconds), smooth((length - rest) / ReportBoard.fadeSeconds)))
      }
      rest -= length
    }
    return nil
  }

  private func smooth(_ share: Double) -> Double {
    let x = min(max(share, 0), 1)
    return x * x * (3 - 2 * x)
  }

  /// Sets what stands now, or else what will soon. On the thread of the pictures.
  func prepare(_ course: Course, at unixSeconds: Double) {
    for instant in [unixSeconds, unixSeconds + ReportBoard.aheadSeconds] {
      guard let due = due(in: course, at: instant) else { continue }
      let isNew = prepared.withLock { last in
        guard !last.contains(due.place) else { return false }
        last = last.suffix(1) + [due.place]
        return true
      }
      guard isNew, let letters = setter.letters(of: due.place) else { continue }
      return ready.post(SetPage(place: due.place, letters: letters))
    }
  }
}
