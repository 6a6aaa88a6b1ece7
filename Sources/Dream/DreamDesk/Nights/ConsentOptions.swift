import ArgumentParser
import SleepLab

/// A use, as options write it.
struct ConsentUseOption: ExpressibleByArgument, Sendable {
  let use: PermittedUse

  init?(argument: String) {
    guard let use = PermittedUse(rawValue: argument) else { return nil }
    self.use = use
  }
}

/// The end of a consent: a day counts whole, in UTC; an instant is itself.
struct ConsentEndOption: ExpressibleByArgument, Sendable {
  let unixSeconds: Double

  init?(argument: String) {
    if argument.utf8.count == 10, let start = InstantText.unixSeconds("\(argument)T00:00:00Z") {
      // The 31st of a short month reads as a day of the next one: it is refused.
      guard InstantWording.text(ofUnixSeconds: start).hasPrefix(argument) else { return nil }
      unixSeconds = start + 86_400
    } else if let instant = InstantText.unixSeconds(argument) {
      unixSeconds = instant
    } else {
      return nil
    }
  }
}

/// Instants as RFC 3339 writes them, in whole seconds of UTC.
enum InstantWording {
  static func text(ofUnixSeconds seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 2e11 else { return "never" }
    let whole = Int(seconds.rounded(.down))
    let days = (whole - (whole % 86_400 + 86_400) % 86_400) / 86_400
    let ofDay = whole - days * 86_400
    let (year, month, day) = civil(daysSince1970: days)
    let date = [padded(year, 4), padded(month), padded(day)].joined(separator: "-")
    let time = [padded(ofDay / 3600), padded(ofDay / 60 % 60), padded(ofDay % 60)].joined(separator: ":")
    return "\(date)T\(time)Z"
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The day of the proleptic Gregorian calendar.
  private static func civil(daysSince1970 days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * ofYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * part + 2) / 5 + 1)
  }
}

/// A consent in words.
enum ConsentWording {
  static func line(_ consent: Consent) -> String {
    let uses = consent.uses.isEmpty ? "not stated" : consent.uses.sorted().map(\.rawValue).joined(separator: ", ")
    return uses + (consent.expiresUnixSeconds.map { " until \(InstantWording.text(ofUnixSeconds: $0))" } ?? "")
  }

  static func json(_ consent: Consent) -> JSONValue {
    .object([
      ("uses", .list(consent.uses.sorted().map { .text($0.rawValue) })),
      ("until", consent.expiresUnixSeconds.map { .text(InstantWording.text(ofUnixSeconds: $0)) } ?? .null),
    ])
  }
}
