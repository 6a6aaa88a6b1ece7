import Endings
import Foundation
import Screens
import SleepLab

/// Has the approved reports of a night spoken into a folder, a sound each, and takes those away that are no longer approved.
struct ReportSpeech {
  let night: Night
  let folder: String
  let voice: String?

  /// Seconds that a report may take to be spoken.
  private static let patienceSeconds = 120

  /// Speaks; the words go to the speaker by its standard input, where no list of processes shows them.
  ///
  /// - Throws: a fault with the contract's number.
  func speak() throws {
    guard !isKept(at: folder) else {
      throw CommandFault(
        .usage, "--speak: this folder is kept by git, and words of sleepers do not belong there: name one outside")
    }
    do throws(WholeFile.Failure) { try WholeFile.makeFolder(folder) } catch { throw LabFault.fault(of: error) }
    try removeOwn()
    for (number, report) in night.reports.filter(\.isShown).enumerated() {
      let sound = try sound(of: report)
      do throws(WholeFile.Failure) {
        try WholeFile.write(
          NightMark.marked(wave: sound, night.id), to: "\(folder)/report-\(number + 1).wav", mayReplace: true)
      } catch { throw LabFault.fault(of: error) }
    }
  }

  /// Whether a folder lies in what git keeps.
  private func isKept(at folder: String) -> Bool {
    var place = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath()
    while place.path(percentEncoded: false).count > 1 {
      if FileManager.default.fileExists(atPath: place.appending(path: ".git").path(percentEncoded: false)) {
        return true
      }
      place.deleteLastPathComponent()
    }
    return false
  }

  /// Takes away what was spoken of this night before.
  private func removeOwn() throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix("report-") && name.hasSuffix(".wav") {
      let path = "\(folder)/\(name)"
      guard NightMark.isMade(path, of: night.id) else {
        throw CommandFault(
          .outputExists, "--speak: the folder has sounds of another night: give each night a folder of its own")
      }
      do { try FileManager.default.removeItem(atPath: path) } catch {
        throw CommandFault(.inputOutput, "a sound that was spoken before cannot be removed")
      }
    }
  }

  private func sound(of report: DreamReport) throws -> [UInt8] {
    let place = "\(folder)/.report-\(getpid()).wav"
    defer { unlink(place) }
    let language = voice ?? report.language ?? "en"
    let status: Int32
    do throws(ScreenError) {
      status = try BriefProgram.run(
        ["espeak-ng", "-v", language, "-s", "135", "-g", "6", "-w", place, "--stdin"], input: Array(report.text.utf8),
        withinMilliseconds: 1000 * ReportSpeech.patienceSeconds)
    } catch {
      throw CommandFault(.inputOutput, "espeak-ng is not installed, or does not start: apt install espeak-ng")
    }
    guard status == 0 else {
      throw CommandFault(
        .unusableInput,
        "espeak-ng cannot speak with the voice \"\(language)\": see `espeak-ng --voices`, or give --voice")
    }
    guard let sound = try? Data(contentsOf: URL(fileURLWithPath: place)), sound.count > 44 else {
      throw CommandFault(.inputOutput, "espeak-ng has written no sound")
    }
    return [UInt8](sound)
  }
}
