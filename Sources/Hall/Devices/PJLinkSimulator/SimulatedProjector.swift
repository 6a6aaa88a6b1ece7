import Crypto
import Foundation
import Show

/// A projector that is not there: speaks PJLink class 1 and 2 (JBMIA, 2013 and 2017), warms and cools by a given clock.
///
/// It has no socket: whoever has one gives it lines and sends what it answers.
public struct SimulatedProjector: Hashable, Sendable {
  /// How it treats who speaks to it.
  public enum Manner: Hashable, Sendable {
    /// Does what it is told.
    case obedient
    /// Answers late by so much.
    case slow(TimeSpan)
    /// Sets nothing: answers with this number of `ERR`, 1 to 4.
    case refusing(Int)
    /// Says `OK` and does nothing.
    case lying
    /// Says nothing.
    case dead
  }

  /// How it treats who speaks to it.
  public var manner: Manner
  /// The password; none is asked for where there is none.
  public var password: String?
  /// Its class, 1 or 2.
  public var linkClass: Int
  /// How long the lamp warms.
  public var warmUp: TimeSpan
  /// How long the lamp cools.
  public var coolDown: TimeSpan
  /// Its inputs.
  public var inputs = ["11", "21", "31", "32"]
  /// What its six parts say: fan, lamp, temperature, cover, filter, other; 0, 1 warns, 2 fails.
  public var errors = "000000"
  /// How often its lamp was lit.
  public private(set) var strikes = 0
  /// The input that it shows.
  public private(set) var input = "11"
  /// Whether it shows and sounds nothing.
  public private(set) var isMuted = false

  private var isLit = false
  private var changedAt: ShowInstant?
  private var litSeconds = 1200.0 * 3600

  /// A projector that is off.
  ///
  /// - Parameters:
  ///   - manner: how it treats who speaks to it.
  ///   - password: the password, where it wants one.
  ///   - linkClass: 1 or 2.
  ///   - warmUp: how long its lamp warms.
  ///   - coolDown: how long its lamp cools.
  public init(
    manner: Manner = .obedient, password: String? = nil, linkClass: Int = 2, warmUp: TimeSpan = .seconds(30),
    coolDown: TimeSpan = .seconds(20)
  ) {
    (self.manner, self.password, self.linkClass) = (manner, password, linkClass)
    (self.warmUp, self.coolDown) = (warmUp, coolDown)
  }

  /// What it says first on a new line, without the line's end.
  ///
  /// - Parameter seed: eight digits of chance, used where it wants a password.
  public func greeting(seed: String) -> String { password == nil ? "PJLINK 0" : "PJLINK 1 \(seed)" }

  /// How late it answers.
  public var delay: TimeSpan { if case .slow(let delay) = manner { delay } else { .zero } }

  /// Its power as it says it: 0 off, 1 on, 2 cooling, 3 warming.
  public func power(at now: ShowInstant) -> Int {
    let isChanging = changedAt.map { now - $0 < (isLit ? warmUp : coolDown) } ?? false
    return isLit ? (isChanging ? 3 : 1) : (isChanging ? 2 : 0)
  }

  /// Takes a line.
  ///
  /// - Parameters:
  ///   - line: a command without its end, behind its digest where it is the first of a line with a password.
  ///   - seed: the greeting's chance where the line's password was not shown yet; else nothing.
  ///   - now: the time by which it warms and cools.
  /// - Returns: the answer without its end; nothing where it says none.
  public mutating func take(_ line: String, seed: String?, at now: ShowInstant) -> String? {
    if manner == .dead { return nil }
    var command = Substring(line)
    if let password, let seed {
      let digest = Insecure.MD5.hash(data: Data((seed + password).utf8)).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
      guard command.hasPrefix(digest) else { return "PJLINK ERRA" }
      command = command.dropFirst(digest.count)
    }
    let parts = command.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 6, parts[0].first == "%",
      let spoken = Int(parts[0].dropFirst().prefix(1)), spoken >= 1, spoken <= linkClass
    else { return "%1ERR1" }
    let (name, value) = (String(parts[0].dropFirst(2)).uppercased(), String(parts[1]))
    let answer = value == "?" ? said(name, at: now) : set(name, value, at: now)
    return "%\(spoken)\(name)=\(answer)"
  }

  private func said(_ name: String, at now: ShowInstant) -> String {
    switch name {
    case "POWR": "\(power(at: now))"
    case "INPT": power(at: now) == 1 ? input : "ERR3"
    case "AVMT": power(at: now) == 1 ? (isMuted ? "31" : "30") : "ERR3"
    case "ERST": errors
    case "LAMP": "\(Int(litSeconds / 3600)) \(isLit ? 1 : 0)"
    case "INST": inputs.joined(separator: " ")
    case "CLSS": "\(linkClass)"
    case "NAME": "simulated"
    case "INF1", "INF2": "Regie"
    case "INFO": "a projector that is not there"
    case "FILT" where linkClass == 2: "300"
    default: "ERR1"
    }
  }

  private mutating func set(_ name: String, _ value: String, at now: ShowInstant) -> String {
    guard ["POWR", "INPT", "AVMT"].contains(name) else { return "ERR1" }
    if case .refusing(let number) = manner { return "ERR\(number)" }
    if manner == .lying { return "OK" }
    switch (name, value) {
    case ("POWR", "0"), ("POWR", "1"): return light(value == "1", at: now)
    case ("INPT", _):
      guard power(at: now) == 1 else { return "ERR3" }
      guard inputs.contains(value) else { return "ERR2" }
      input = value
      return "OK"
    case ("AVMT", "30"), ("AVMT", "31"):
      guard power(at: now) == 1 else { return "ERR3" }
      isMuted = value == "31"
      return "OK"
    default: return "ERR2"
    }
  }

  /// A lamp that warms or cools takes no order to do otherwise.
  private mutating func light(_ isWanted: Bool, at now: ShowInstant) -> String {
    guard isWanted != isLit else { return "OK" }
    guard power(at: now) < 2 else { return "ERR3" }
    if isLit, let changedAt { litSeconds += (now - changedAt).inSeconds }
    (isLit, changedAt) = (isWanted, now)
    if isWanted { strikes += 1 }
    return "OK"
  }
}
