import CSoundFile
import Onirica

/// Sounds in files, by libsndfile: WAV, FLAC, AIFF, Ogg, MP3 and others. Channels are mixed to one.
///
/// Unsafe by purpose: libsndfile's handle, opened and closed within one call.
public enum SoundFile {
  /// Hours that are read at most.
  public static let hoursAtMost = 24.0

  /// Reads a file and measures it from its beginning to its end.
  ///
  /// - Parameter path: the file.
  /// - Returns: what is heard at each instant.
  /// - Throws: `ScreenError` where it is no sound that can be used; its name is not told.
  public static func measure(_ path: String) throws(ScreenError) -> SoundTrack {
    var facts = SF_INFO()
    guard let file = sf_open(path, Int32(SFM_READ), &facts) else {
      throw .codec("the sound cannot be read: \(String(cString: sf_strerror(nil)))")
    }
    defer { sf_close(file) }
    let channels = Int(facts.channels), rate = Double(facts.samplerate)
    guard (1...64).contains(channels), (8000...384_000).contains(rate) else {
      throw .codec("the sound has \(channels) channels at \(Int(rate)) Hz: 1 to 64 at 8 to 384 kHz are allowed")
    }
    var meter = SoundMeter(rateHz: rate)
    var track = SoundTrack()
    var samples = [Float](repeating: 0, count: 4096 * channels)
    while true {
      let count = Int(sf_readf_float(file, &samples, 4096))
      guard count > 0 else { return track }
      for frame in 0..<count {
        var sum: Float = 0
        for channel in 0..<channels { sum += samples[frame * channels + channel] }
        if meter.hear(sum / Float(channels)) { track.append(meter.sound) }
      }
      guard track.seconds <= hoursAtMost * 3600 else { throw .codec("the sound is longer than a day") }
    }
  }
}
