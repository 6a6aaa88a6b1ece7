import Endings
import SleepLab

/// A night named on the command line: a prepared one, or a recording that is prepared on the fly.
enum NightInput {
  /// Opens a night.
  ///
  /// - Parameters:
  ///   - path: a prepared night or a recording.
  ///   - use: what it is opened for, which its consent must permit.
  ///   - hypnogram: an expert's stages for a recording.
  /// - Throws: a fault with the contract's number; 65 where the consent has ended or does not permit the use.
  static func open(_ path: String, for use: PermittedUse, hypnogram: String? = nil) throws -> OpenedNight {
    if NightFile.isNight(path: path) {
      guard hypnogram == nil else {
        throw CommandFault(.usage, "a prepared night has its stages: leave --hypnogram out, or give the recording")
      }
      return try prepared(path, for: use)
    }
    let recording = try LabFault.guarded { () throws(RecordingError) in try Recording(path: path) }
    let scored = try hypnogram.map { path in
      try LabFault.guarded { () throws(HypnogramError) in try HypnogramFile(path: path) }
    }
    let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    let outcome = try LabFault.guarded { () throws(PreparationError) in
      try Preparation.night(of: recording, hypnogram: scored, salt: salt)
    }
    return OpenedNight(night: outcome.night, place: nil)
  }

  /// Opens a prepared night.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - use: what it is opened for, which its consent must permit.
  /// - Throws: a fault with the contract's number; 65 where the consent has ended or does not permit the use.
  static func prepared(_ path: String, for use: PermittedUse) throws -> OpenedNight {
    let place = NightPlace(path: path)
    let night = try LabFault.guarded { () throws(NightFileError) in try NightFile.read(path: path) }
    if let refusal = night.consent.refusal(of: use, nowUnixSeconds: WallClock.unixSeconds()) {
      throw CommandFault(.unusableInput, refusal.description)
    }
    return OpenedNight(night: night, place: place)
  }

  /// The way through a night that options ask for.
  ///
  /// - Throws: a fault that names the stages that the night has.
  static func passage(through night: Night, stage: Stage?, from: Double?) throws -> Passage {
    if let from, from >= night.durationSeconds {
      throw CommandFault(.unusableInput, "the night ends at \(Int(night.durationSeconds)) s: --from must lie before")
    }
    if let passage = Passage(through: night, stage: stage, from: from) { return passage }
    let there = Stage.allCases.filter { !night.periods(of: $0).isEmpty }.map(\.wording).joined(separator: ", ")
    throw CommandFault(
      .unusableInput, "the night has no \(stage?.wording ?? "length"): it has \(there.isEmpty ? "no stages" : there)")
  }
}
