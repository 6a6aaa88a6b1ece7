import Endings
import Glibc
import Onirica
import Screens
import SleepLab

/// Where the states of a film are kept while it is made, and which of them it begins with.
struct FilmKeeping {
  /// What the film is a function of; nil where nothing is kept.
  let identity: FilmIdentity?
  let folder: CheckpointFolder?
  /// The film's file, beside which its last state lies; nil where it goes elsewhere.
  let film: String?
  /// Frames from one checkpoint to the next.
  let everyFrames: Int
  /// The frames that the film holds.
  let frames: Range<Int>

  /// What a film begins with.
  struct Beginning {
    /// The state; nil for the film's own beginning.
    var checkpoint: FilmCheckpoint?
    /// How much of the file that was begun stays.
    var keptBytes = 0
  }

  /// The state beside a film that is being made.
  static func place(beside film: String) -> String { film + ".checkpoint" }

  /// The last state that serves: one beside a film that was begun, else one of the folder's before the first frame.
  ///
  /// - Parameters:
  ///   - headBytes: length of the film's head.
  ///   - frameBytes: length of one of its frames.
  ///   - needsAll: whether every frame is to be seen again, so that a film that was begun is of no use.
  ///   - note: is told in a sentence what is gone on with, or why it is not.
  func beginning(
    headBytes: Int, frameBytes: Int, needsAll: Bool, note: (String) -> Void
  ) throws(CommandFault) -> Beginning {
    guard let identity else { return Beginning() }
    if let film, !needsAll, let checkpoint = checkpoint(of: identity, beside: film, note: note) {
      let kept = headBytes + checkpoint.written * frameBytes
      if checkpoint.frame - checkpoint.written == frames.lowerBound, frames.contains(checkpoint.frame),
        FilmKeeping.size(of: FilmTarget.partial(of: film)) >= kept
      {
        note("going on after frame \(checkpoint.frame) of a film that was begun")
        return Beginning(checkpoint: checkpoint, keptBytes: kept)
      }
      note("what is left of a film that was begun does not fit this one: it begins anew")
    }
    return Beginning(checkpoint: try folder?.last(atMost: frames.lowerBound, of: identity))
  }

  private func checkpoint(
    of identity: FilmIdentity, beside film: String, note: (String) -> Void
  ) -> FilmCheckpoint? {
    do throws(FilmCheckpoint.Fault) {
      return try FilmCheckpoint(path: FilmKeeping.place(beside: film), of: identity)
    } catch {
      if error != .absent { note("the checkpoint of a film that was begun is not used: \(error): it begins anew") }
      return nil
    }
  }

  private static func size(of path: String?) -> Int {
    var status = stat()
    guard let path, stat(path, &status) == 0 else { return -1 }
    return Int(status.st_size)
  }

  /// Whether states are kept at all.
  var isKeeping: Bool { identity != nil }

  /// Whether a state is due after a frame.
  func isDue(after frame: Int) -> Bool {
    isKeeping && frame < frames.upperBound && frame % everyFrames == 0
  }

  /// Keeps the state after a frame.
  ///
  /// - Parameters:
  ///   - film: between two frames.
  ///   - sink: where its frames went; they are brought to the disk before the state that follows them is.
  func keep(_ film: Film, _ sink: FilmSink) throws {
    let written = max(0, film.index - frames.lowerBound)
    let wantsFolder = folder.map { !$0.has(frame: film.index) } ?? false
    let isUnderWay = written > 0 && film.index < frames.upperBound
    let place = isUnderWay ? self.film.map { FilmKeeping.place(beside: $0) } : nil
    guard let identity, wantsFolder || place != nil else { return }
    let state = film.state()
    if wantsFolder {
      try folder?.keep(FilmCheckpoint(frame: film.index, written: 0, state: state), of: identity)
    }
    if let place {
      try sink.flush()
      try FilmCheckpoint(frame: film.index, written: written, state: state).write(to: place, of: identity)
    }
  }

  /// Whether a film that is stopped now can be gone on with.
  var canGoOn: Bool { film.map { FilmTarget.exists(FilmKeeping.place(beside: $0)) } ?? false }

  /// Takes the state beside the film away: the film is whole, or may not be.
  func forget() {
    if let film { unlink(FilmKeeping.place(beside: film)) }
  }
}
