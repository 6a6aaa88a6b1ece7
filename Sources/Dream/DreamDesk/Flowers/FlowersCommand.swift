import ArgumentParser
import Dispatch
import Endings
import Foundation
import Onirica
import Screens
import Synchronization

/// `reverie flowers`: small pictures of flowers that never were, to fill a pool of stills with.
public struct FlowersCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "flowers", abstract: "Make small pictures of flowers, so that a pool of stills can be tried out.",
    discussion: """
      Writes FOLDER/00001.jpg and so on. A picture follows from seed and number alone: the same ones come again on any \
      machine. Those that are there already are left alone, so that what was interrupted goes on.
      """)

  @Argument(help: "Where they go; made if it is not there.")
  var folder: String

  @Option(help: "How many, 1 to 20000.")
  var count = 100

  @Option(help: "What they fall by: any whole number from 0.")
  var seed: UInt64 = 1

  @Option(help: "Size in pixels.")
  var size = PictureSize(width: 960, height: 540)

  @Flag(help: "Make those anew that are there.")
  var force = false

  /// Makes a command to be parsed.
  public init() {}

  /// Refuses a count that no show has.
  public func validate() throws {
    guard (1...StillFolder.stillsAtMost).contains(count) else { throw ValidationError("--count takes 1 to 20000") }
  }

  /// Makes them; throws a fault with the contract's exit code.
  public func run() throws {
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw CommandFault(.inputOutput, "the folder cannot be made")
    }
    let flowers = FlowerFolder(path: folder, seed: seed, width: size.width, height: size.height)
    let progress = ShareProgress(of: count)
    defer { progress.finish() }
    let batch = Processor.count * 4
    for first in stride(from: 1, through: count, by: batch) {
      let numbers = Array(first...min(count, first + batch - 1)).filter { force || !flowers.has($0) }
      let fault = Mutex<ScreenError?>(nil)
      DispatchQueue.concurrentPerform(iterations: numbers.count) { index in
        if let why = flowers.make(numbers[index]) { fault.withLock { $0 = why } }
      }
      if let fault = fault.withLock({ $0 }) { throw CommandFault(.inputOutput, fault.description) }
      progress.show(min(count, first + batch - 1))
    }
  }
}

/// A folder of flowers: the file of a number is always the same picture.
struct FlowerFolder: Sendable {
  let path: String
  let seed: UInt64
  let width: Int, height: Int

  func file(of number: Int) -> String {
    let digits = String(number)
    return "\(path)/\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).jpg"
  }

  func has(_ number: Int) -> Bool { FileManager.default.fileExists(atPath: file(of: number)) }

  /// Makes one; its file appears whole or not at all.
  ///
  /// - Returns: what went wrong.
  func make(_ number: Int) -> ScreenError? {
    let picture = FlowerPicture(seed: seed, number: number).painted(width: width, height: height)
    do throws(ScreenError) {
      try JPEGFile.write(picture, to: file(of: number))
      return nil
    } catch { return error }
  }
}
