import Screens

/// Looks whether stills that are passed over were mended: each is tried again when its file has changed since it was tried.
///
/// A screen that was started anew knows of no stamps, and tries each once.
struct StillsMending {
  /// How many are decoded at a look, so that other work on the queue does not wait for long.
  private static let triesALook = 8

  private var tried: [String: StillStamp?] = [:]
  private(set) var mended: Set<String> = []

  /// Looks at the files.
  ///
  /// - Parameters:
  ///   - names: of the stills that are passed over; others are forgotten.
  ///   - stills: where they are.
  /// - Returns: those that can be shown now, and could not before.
  mutating func look(at names: [String], among stills: any NamedStills) -> [String] {
    let wanted = Set(names)
    tried = tried.filter { wanted.contains($0.key) }
    mended.formIntersection(wanted)
    var news: [String] = []
    var tries = 0
    for name in names where tries < StillsMending.triesALook {
      let stamp = stills.stamp(of: name)
      if let known = tried[name], known == stamp { continue }
      tried[name] = .some(stamp)
      tries += 1
      do throws(StillFault) {
        _ = try stills.decoded(name)
        if mended.insert(name).inserted { news.append(name) }
      } catch {
        mended.remove(name)
      }
    }
    return news
  }
}
