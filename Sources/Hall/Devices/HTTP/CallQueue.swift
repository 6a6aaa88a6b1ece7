import Show

/// Requests that wait or are under way: one at a time to each host, in their order, so that `off` never overtakes `on`;
/// a host that is slow holds up its own alone.
struct CallQueue: Sendable {
  /// How many may wait for a host.
  static let mostWaiting = 32
  /// How many hosts are asked at once.
  static let mostUnderWay = 32

  private var waiting: [String: [(token: UInt64, call: HTTPCall)]] = [:]
  private var underWay: [UInt64: String] = [:]

  /// Adds a request.
  ///
  /// - Returns: false where too many wait for its host already.
  mutating func add(_ call: HTTPCall, token: UInt64) -> Bool {
    let host = Self.host(of: call.url)
    guard waiting[host, default: []].count < Self.mostWaiting else { return false }
    waiting[host, default: []].append((token, call))
    return true
  }

  /// Takes the requests that may begin now.
  mutating func begin() -> [(token: UInt64, call: HTTPCall)] {
    let busy = Set(underWay.values)
    var begun: [(token: UInt64, call: HTTPCall)] = []
    for host in waiting.keys.sorted() where !busy.contains(host) && underWay.count < Self.mostUnderWay {
      guard var queue = waiting[host], !queue.isEmpty else { continue }
      let first = queue.removeFirst()
      waiting[host] = queue.isEmpty ? nil : queue
      underWay[first.token] = host
      begun.append(first)
    }
    return begun
  }

  /// A request is over.
  mutating func end(_ token: UInt64) { underWay[token] = nil }

  /// Takes all out, the waiting ones too.
  mutating func clear() -> [UInt64] {
    defer { (waiting, underWay) = ([:], [:]) }
    return underWay.keys.sorted() + waiting.keys.sorted().flatMap { waiting[$0, default: []].map(\.token) }
  }

  /// Whether nothing waits and nothing is under way.
  var isEmpty: Bool { waiting.isEmpty && underWay.isEmpty }

  /// Host and port, in lower case.
  static func host(of url: String) -> String {
    let rest = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
    return rest.split(whereSeparator: { "?#".contains($0) }).first.map { $0.lowercased() } ?? ""
  }
}
