import Crypto
import Foundation

/// A command of PJLink (JBMIA, "PJLink Specifications", class 1 of 2013 and class 2 of 2017, section 4).
struct PJLinkCommand: Hashable, Sendable {
  enum Name: String, Hashable, Sendable, CaseIterable {
    case power = "POWR"
    case input = "INPT"
    case mute = "AVMT"
    case errors = "ERST"
    case lamps = "LAMP"
    case linkClass = "CLSS"
    case filter = "FILT"
  }

  var name: Name
  /// What is set; a question where there is nothing.
  var value: String?
  /// The class that it belongs to, 1 or 2.
  var linkClass = 1

  /// The line with its end, behind a digest where the line needs one.
  func bytes(after digest: String) -> [UInt8] {
    Array("\(digest)%\(linkClass)\(name.rawValue) \(value ?? "?")\r".utf8)
  }
}

/// What a projector says.
enum PJLinkMessage: Hashable, Sendable {
  /// Its first words: no password is needed, or one by this number.
  case greeting(seed: String?)
  /// The password is not right.
  case wrongPassword
  /// The answer to a command of that name.
  case answer(PJLinkCommand.Name, linkClass: Int, Answer)

  enum Answer: Hashable, Sendable {
    /// What was set is taken.
    case done
    /// What was asked for.
    case value(String)
    /// `ERR1` unknown, `ERR2` out of range, `ERR3` not now, `ERR4` the projector fails.
    case fault(Int)
  }

  /// Reads a line; nothing where it is no message.
  init?(line: String) {
    if line == "PJLINK ERRA" {
      self = .wrongPassword
    } else if line == "PJLINK 0" {
      self = .greeting(seed: nil)
    } else if line.hasPrefix("PJLINK 1 "), line.utf8.count > 9 {
      self = .greeting(seed: String(line.dropFirst(9)))
    } else {
      let bytes = Array(line.utf8)
      guard bytes.count >= 8, bytes[0] == UInt8(ascii: "%"), bytes[6] == UInt8(ascii: "="),
        (UInt8(ascii: "1")...UInt8(ascii: "2")).contains(bytes[1]),
        let name = PJLinkCommand.Name(rawValue: String(decoding: bytes[2..<6], as: UTF8.self).uppercased())
      else { return nil }
      self = .answer(
        name, linkClass: Int(bytes[1] - UInt8(ascii: "0")), Answer(String(decoding: bytes[7...], as: UTF8.self)))
    }
  }

  /// What stands before the first command of a line that needs a password (section 5.2): MD5 of seed and password.
  static func digest(seed: String, password: String) -> String {
    Insecure.MD5.hash(data: Data((seed + password).utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

extension PJLinkMessage.Answer {
  init(_ text: String) {
    switch text {
    case "OK": self = .done
    case "ERR1", "ERR2", "ERR3", "ERR4": self = .fault(Int(text.suffix(1)) ?? 4)
    default: self = .value(text)
    }
  }
}

/// The inputs of a projector (section 4.3), as shows name them.
enum PJLinkInput {
  private static let kinds = ["rgb": "1", "video": "2", "digital": "3", "hdmi": "3", "storage": "4", "network": "5"]

  /// The two characters of an input: given themselves (`31`, `3A`), or as a kind and its number (`hdmi1`).
  static func code(_ text: String) -> String? {
    let word = text.lowercased()
    let characters = Array(word.uppercased().utf8)
    if characters.count == 2, (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(characters[0]),
      characters[1] != UInt8(ascii: "0"), word.allSatisfy({ $0.isNumber || $0.isLetter })
    {
      return word.uppercased()
    }
    for (kind, digit) in kinds where word.hasPrefix(kind) {
      let number = word.dropFirst(kind.count)
      if number.utf8.count == 1, let value = Int(number), value > 0 { return digit + number }
    }
    return nil
  }
}
