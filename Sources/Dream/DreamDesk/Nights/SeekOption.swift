import ArgumentParser
import Endings
import SleepLab

/// A place of a night, as options write it.
struct SeekOption: Sendable {
  let seek: Seek

  /// Reads a place; the fault of usage says the column.
  init(_ text: String) throws {
    do throws(SeekError) { seek = try Seek(text) } catch { throw ValidationError(error.description) }
  }

  /// The place as seconds from the night's beginning.
  ///
  /// - Throws: a fault with the contract's number, 65, where the night has no such place.
  func seconds(in night: Night) throws -> Double {
    do throws(SeekError) { return try seek.position(in: night) } catch {
      throw CommandFault(.unusableInput, error.description)
    }
  }
}
