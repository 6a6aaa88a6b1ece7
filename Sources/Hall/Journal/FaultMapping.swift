import Foundation
import GRDB

extension JournalFault {
  /// Says in the journal's terms what SQLite said.
  ///
  /// - Parameters:
  ///   - error: what was thrown by GRDB.
  ///   - path: the journal.
  ///   - systemError: errno of the system call that failed last, 0 where there was none.
  init(_ error: any Error, path: String, systemError: Int32 = 0) {
    if let fault = error as? JournalFault {
      self = fault
      return
    }
    if let damage = error as? Damage {
      self = .damaged(path: path, finding: damage.finding)
      return
    }
    guard let error = error as? DatabaseError else {
      self = .unexpected(path: path, detail: String(describing: error))
      return
    }
    self = Self.fault(of: error, path: path, systemError: systemError)
  }

  private static func fault(of error: DatabaseError, path: String, systemError: Int32) -> JournalFault {
    let detail = "\(error.message ?? "error") \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL: return .full(path: path)
    case .SQLITE_READONLY: return .readOnly(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path)
    case .SQLITE_NOTADB: return .damaged(path: path, finding: .header(detail: detail))
    case .SQLITE_CORRUPT: return .damaged(path: path, finding: .structure(detail: detail))
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_PERM:
      if let fault = fault(ofSystemError: systemError, path: path) { return fault }
      if error.resultCode == .SQLITE_IOERR { return .inputOutput(path: path, detail: detail) }
      return .cannotOpen(path: path, detail: detail)
    default: return .unexpected(path: path, detail: detail)
    }
  }

  /// Says in the journal's terms what errno says.
  ///
  /// - Parameters:
  ///   - systemError: errno.
  ///   - path: the journal.
  /// - Returns: nil where errno names nothing that has a case of its own.
  static func fault(ofSystemError systemError: Int32, path: String) -> JournalFault? {
    switch systemError {
    case ENOSPC, EDQUOT: .full(path: path)
    case EROFS, EACCES, EPERM: .readOnly(path: path)
    case EIO: .inputOutput(path: path, detail: "input/output error")
    default: nil
    }
  }
}
