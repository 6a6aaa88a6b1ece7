import Foundation
import GRDB

extension Journal.Answer {
  /// Reads an answer and proves it.
  ///
  /// - Parameter row: a row of the table `answer`.
  /// - Throws: ``Damage`` where it is not what was written.
  init(_ row: Row) throws {
    self.init(
      operatorName: row["operator"], id: row["id"], bodyHash: row["body_hash"], reply: row["reply"], seq: row["seq"],
      wallMilliseconds: row["at_wall_ms"])
    let stored: Data = row["digest"]
    guard ChainHash(bytes: stored) == digest else { throw Damage(finding: .answer(seq: seq)) }
  }
}

extension Journal.ShowText {
  /// Reads the text of a show and proves it.
  ///
  /// - Parameter row: a row of the table `show`.
  /// - Throws: ``Damage`` where it is not what was written.
  init(_ row: Row) throws {
    self.init(hash: row["hash"], loadedMilliseconds: row["loaded_ms"], text: row["text"])
    let stored: Data = row["digest"]
    guard ChainHash(bytes: stored) == digest else { throw Damage(finding: .show(hash: hash)) }
  }
}
