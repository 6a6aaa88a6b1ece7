import Crypto

/// Hashes of the rows that are not in the chain, so that a changed byte in them shows as well.
///
/// Texts go in as a length (8 bytes, the highest first) and UTF-8, numbers as 8 bytes, hashes as 32.
struct Digest {
  private var bytes: [UInt8] = []

  /// Adds a text.
  ///
  /// - Parameter text: the text.
  mutating func add(_ text: String) {
    add(Int64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// Adds a number.
  ///
  /// - Parameter number: the number.
  mutating func add(_ number: Int64) {
    let number = UInt64(bitPattern: number)
    bytes.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) })
  }

  /// Adds a hash.
  ///
  /// - Parameter hash: the hash.
  mutating func add(_ hash: ChainHash) {
    bytes.append(contentsOf: hash.bytes)
  }

  /// The hash of all that was added.
  var value: ChainHash { ChainHash(SHA256.hash(data: bytes)) }
}

extension Journal.Answer {
  /// Over operator, id, body hash, reply, number and time.
  var digest: ChainHash {
    var digest = Digest()
    digest.add(operatorName)
    digest.add(id)
    digest.add(bodyHash)
    digest.add(reply)
    digest.add(seq)
    digest.add(wallMilliseconds)
    return digest.value
  }
}

extension Journal.Snapshot {
  /// Over number, the chain's hash there, state hash and state.
  ///
  /// - Parameter entryHash: the chain's hash at the entry that the snapshot belongs to.
  /// - Returns: the digest.
  func digest(at entryHash: ChainHash) -> ChainHash {
    var digest = Digest()
    digest.add(seq)
    digest.add(entryHash)
    digest.add(stateHash)
    digest.add(state)
    return digest.value
  }
}

extension Journal.ShowText {
  /// Over hash and text.
  var digest: ChainHash {
    var digest = Digest()
    digest.add(hash)
    digest.add(text)
    return digest.value
  }
}
