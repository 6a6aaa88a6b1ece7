/// The search of PJLink class 2: a broadcast that every projector of that class answers (section 3.2).
public enum PJLinkSearch {
  /// The UDP port that projectors hear a search on, and answer from.
  public static let port: UInt16 = 4352
  /// The question.
  public static let question: [UInt8] = Array("%2SRCH\r".utf8)

  /// Reads an answer.
  ///
  /// - Returns: the hardware address of the projector, lower case with colons; nothing for anything else.
  public static func hardwareAddress(answer: [UInt8]) -> String? {
    let text = String(decoding: answer, as: UTF8.self)
    guard text.hasPrefix("%2ACKN="), text.hasSuffix("\r") else { return nil }
    let parts = text.dropFirst(7).dropLast().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts.allSatisfy({ $0.utf8.count == 2 && UInt8($0, radix: 16) != nil }) else { return nil }
    return parts.joined(separator: ":").lowercased()
  }
}
