import CCurl
import CLinux
import Foundation
import Sequencer
import Show
import Synchronization

/// Makes the requests of cues by libcurl, on a thread of its own.
///
/// Certificates and names are checked, proxies and redirections are not followed, and what is answered is not kept but for
/// its status: from 200 to 299 it is done.
public final class HTTPSender: MessageSender {
  private typealias Settled = @Sendable (SendOutcome) -> Void

  private struct State {
    var queue = CallQueue()
    var settled: [UInt64: Settled] = [:]
    var nextToken: UInt64 = 1
    var hasEnded = false
  }

  /// libcurl's object. `@unchecked Sendable`: its thread alone uses it, but for waking, which libcurl lets any thread do.
  private struct Runner: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  private let state = Mutex(State())
  private let runner: Runner?

  /// A sender, whose thread begins now.
  public init() {
    runner = web_runner_create().map(Runner.init(pointer:))
    guard let runner else { return }
    let thread = Thread { [self] in run(runner) }
    thread.name = "http"
    thread.start()
  }

  /// Makes a request over HTTP.
  public func send(_ message: OutsideMessage, settled: @escaping @Sendable (SendOutcome) -> Void) -> Bool {
    guard case .http(let call) = message else { return false }
    guard let runner else {
      settled(.failed("dropped: libcurl cannot be used here"))
      return true
    }
    let hasRoom = state.withLock { state in
      guard !state.hasEnded else { return false }
      let token = state.nextToken
      state.nextToken += 1
      guard state.queue.add(call, token: token) else { return false }
      state.settled[token] = settled
      return true
    }
    if hasRoom {
      web_runner_wake(runner.pointer)
    } else {
      settled(.failed("dropped: \(CallQueue.mostWaiting) requests wait for this host already"))
    }
    return true
  }

  /// Ends; what waits or is under way is given up.
  public func end() {
    state.withLock { $0.hasEnded = true }
    if let runner { web_runner_wake(runner.pointer) }
  }

  private func run(_ runner: Runner) {
    while true {
      let (begun, isIdle, hasEnded) = state.withLock { ($0.queue.begin(), $0.queue.isEmpty, $0.hasEnded) }
      if hasEnded { break }
      for (token, call) in begun { begin(call, token, runner) }
      web_runner_turn(runner.pointer, isIdle ? 60_000 : 250)
      var answer = web_answer()
      while web_runner_take(runner.pointer, &answer) { settle(answer.token, Self.outcome(answer)) }
    }
    for token in state.withLock({ $0.queue.clear() }) { settle(token, .failed("given up: the daemon ends")) }
    // Not freed: a late wake of another thread may still come.
  }

  private func begin(_ call: HTTPCall, _ token: UInt64, _ runner: Runner) {
    var bearer: String?
    if let file = call.tokenFile {
      guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
        return settle(token, .failed("not sent: the token's file cannot be read"))
      }
      let word = text.trimmingCharacters(in: .whitespacesAndNewlines)
      guard !word.isEmpty, word.unicodeScalars.allSatisfy({ (33...126).contains($0.value) }) else {
        return settle(token, .failed("not sent: the token's file holds no token, which is one word"))
      }
      bearer = "Bearer \(word)"
    }
    let hasBegun = web_runner_begin(
      runner.pointer, token, call.method.rawValue, call.url, call.body, call.body?.utf8.count ?? 0,
      call.isJSON ? "application/json" : "text/plain; charset=utf-8", bearer, Int(call.within.milliseconds))
    if !hasBegun { settle(token, .failed("not sent: there is no memory for it")) }
  }

  private func settle(_ token: UInt64, _ outcome: SendOutcome) {
    let settled = state.withLock { state in
      state.queue.end(token)
      return state.settled.removeValue(forKey: token)
    }
    settled?(outcome)
  }

  private static func outcome(_ answer: web_answer) -> SendOutcome {
    if (200..<300).contains(answer.status) { return .done("answered \(answer.status)") }
    if answer.status > 0 { return .failed("refused: answered \(answer.status)") }
    let why = withUnsafeBytes(of: answer.why) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return .failed("no answer: \(why)")
  }
}
