import ArgumentParser
import Endings
import Foundation
import Onirica
import Screens

/// `reverie limit`: makes a film that comes from elsewhere safe, by the same limiter that a screen has.
public struct LimitCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "limit", abstract: "Make a film photosensitively safe, and show where it had to be changed.",
    discussion: """
      Reads YUV4MPEG2 (`ffmpeg -i FILM -pix_fmt yuv420p -f yuv4mpegpipe - | reverie limit - -o SAFE.y4m`), writes the \
      film as a screen would show it, and prints what had to be done. The map shows where and how much, for whoever \
      made the film to sign off.
      """)

  @Argument(help: "A film FILE.y4m, or - for standard input.")
  var film: String

  @Option(name: [.short, .long], help: "FILE.y4m, or - for standard output.")
  var output: String?

  @Option(help: "A picture of where and how much the film was changed: FILE.png.")
  var limiterMap: String?

  @Flag(help: "Replace the outputs if they exist.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses what would do nothing.
  public func validate() throws {
    guard output != nil || limiterMap != nil else {
      throw ValidationError("give -o FILE.y4m, or --limiter-map FILE.png")
    }
    if let output, output != "-", !output.hasSuffix(".y4m") { throw ValidationError("the output is FILE.y4m, or -") }
    if let limiterMap, !limiterMap.hasSuffix(".png") { throw ValidationError("the map is FILE.png") }
  }

  /// Limits; throws a fault with the contract's exit code.
  public func run() throws {
    let target = output.flatMap { FilmTarget(path: $0) }
    try target?.check(force: force)
    if let limiterMap { try FilmTarget.png(limiterMap).check(force: force) }
    guard let file = film == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: film) else {
      throw CommandFault(.noSuchInput, "there is no such film")
    }
    do {
      try limit(try FilmReader(file), to: target)
    } catch ScreenError.readerGone {
      return
    } catch let fault as ScreenError {
      throw CommandFault(.inputOutput, fault.description)
    } catch let fault as FilmReader.Fault {
      throw CommandFault(.unusableInput, fault.description)
    }
  }

  private func limit(_ reader: FilmReader, to target: FilmTarget?) throws {
    let crew = Crew(threadCount: Processor.count)
    let frame = Frame(width: reader.width, height: reader.height)
    let planes = VideoPlanes(width: reader.width, height: reader.height, crew: crew, level: .best)
    let limiter = Limiter(width: reader.width, height: reader.height, crew: crew, level: .best)
    let sink = try FilmSink(target: target, nights: [], planes: planes, framesPerSecond: reader.framesPerSecond)
    var index = 0
    while try reader.read(into: frame) {
      limiter.limit(frame, at: Double(index) / reader.framesPerSecond)
      try sink.put(frame)
      index += 1
    }
    try sink.finish(lastFrame: frame)
    if let limiterMap {
      try MarkedStill.write(LimiterMap.picture(of: limiter, over: frame), to: .png(limiterMap), nights: [])
    }
    report(limiter)
  }

  private func report(_ limiter: Limiter) {
    let account = limiter.account
    let line =
      "\(limiter.frameCount) frames: \(account.interventions) changed because of flashes, "
      + "\(account.framesBarred) because of bars, \(account.framesReddened) because of red, \(account.framesHeld) held"
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
