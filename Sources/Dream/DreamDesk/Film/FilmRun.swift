import Endings
import Onirica
import Screens
import SleepLab

/// Makes the frames of a film, or of a part of it, and keeps its state now and then.
struct FilmRun {
  let film: Film
  let source: OpenedNight
  let chorus: FilmChorus
  let keeping: FilmKeeping
  let framesPerSecond: Double
  let hashes: Bool
  let interruption: Interruption?

  /// Renders as long as the night may be used: a long film is not finished of a night that is withdrawn meanwhile.
  ///
  /// - Returns: the digest of all frames of the part.
  func run(to target: FilmTarget?) throws -> FilmDigest {
    let head = Y4MStream.header(
      width: film.frame.width, height: film.frame.height, framesPerSecond: framesPerSecond,
      mark: source.night.id.rawValue)
    let frameWord = Y4MStream.frameWord(NightMark.frameParameter(of: Array(nights.dropFirst())))
    let beginning = try keeping.beginning(
      headBytes: head.utf8.count, frameBytes: frameWord.utf8.count + film.planes.bytes.count,
      needsAll: hashes, note: FilmProgress.say)
    if let checkpoint = beginning.checkpoint {
      guard film.goOn(from: checkpoint.state), film.index == checkpoint.frame else {
        throw CommandFault(.unusableInput, "the checkpoint cannot be used: remove it, and the film begins anew")
      }
    } else {
      film.begin()
    }
    let sink = try FilmSink(
      target: target, nights: nights, planes: film.planes, framesPerSecond: framesPerSecond,
      keptBytes: beginning.keptBytes)
    do {
      let digest = try frames(into: sink)
      try sink.finish(lastFrame: film.frame)
      keeping.forget()
      return digest
    } catch let fault as CommandFault where fault.exitStatus == .unusableInput {
      keeping.forget()
      throw fault
    } catch {
      if keeping.canGoOn { sink.leave() }
      throw error
    }
  }

  /// What it is made of, the first before those beside it.
  var nights: [NightID] { [source.night.id] + chorus.nights.map(\.id) }

  /// Why one of the nights may not be used any longer; nil as long as all may.
  private var ending: String? {
    let now = WallClock.unixSeconds()
    if let ending = source.ending(of: .film, nowUnixSeconds: now) { return ending }
    for (number, part) in chorus.parts.enumerated() {
      if let ending = part.source.ending(of: .film, nowUnixSeconds: now) {
        return "night \(number + 1) of the chorus: \(ending)"
      }
    }
    return nil
  }

  private func frames(into sink: FilmSink) throws -> FilmDigest {
    var digest = FilmDigest()
    let frames = keeping.frames
    var progress = FilmProgress(from: film.index, of: frames.upperBound, atSeconds: SteadyClock.seconds())
    defer { progress.finish() }
    while film.index < frames.upperBound {
      if let ending {
        throw CommandFault(.unusableInput, "the film ends after \(film.index) frames: \(ending)")
      }
      film.advance()
      if film.index > frames.lowerBound {
        if hashes { digest.add(film.frame) }
        try sink.put(film.frame)
      }
      let isStopped = interruption?.hasCome ?? false
      if keeping.isDue(after: film.index) || isStopped && film.index < frames.upperBound {
        try keeping.keep(film, sink)
      }
      if isStopped { try stop(sink) }
      progress.show(
        done: film.index, atSeconds: SteadyClock.seconds(), isUnseen: !frames.isEmpty && film.index <= frames.lowerBound
      )
    }
    // The part that follows this one begins here.
    if keeping.folder != nil { try keeping.keep(film, sink) }
    return digest
  }

  /// Leaves what there is for the same command to go on with, and ends as the signal wants.
  private func stop(_ sink: FilmSink) throws {
    if keeping.canGoOn {
      sink.leave()
      FilmProgress.say("stopped after frame \(film.index): the same command goes on from there")
    } else {
      sink.abandon()
    }
    interruption?.end()
  }
}
