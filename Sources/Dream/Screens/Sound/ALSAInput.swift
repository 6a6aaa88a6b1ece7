import CALSA
import Glibc
import Onirica

/// A sound card, or what stands for one, by ALSA: one channel of 48 kHz, measured by a thread of its own. A device that is
/// missing or goes away is tried again every two seconds.
///
/// Unsafe by purpose: ALSA's handle belongs to the thread that opens it.
public final class ALSAInput: SoundInput {
  private let heard = HeardSound()
  private let thread: NamedThread
  private static let rateHz: UInt32 = 48_000
  private static let framesARead = 480
  private static let latencyMicroseconds: UInt32 = 40_000

  /// Starts to listen.
  ///
  /// - Parameter device: as ALSA names it: `default`, `hw:1,0`, `pipewire`.
  public init(device: String) {
    thread = NamedThread(name: "sound") { [heard] in
      while !heard.stops {
        ALSAInput.listen(to: device, heard)
        for _ in 0..<100 where !heard.stops { usleep(20_000) }
      }
    }
  }

  /// What is not as it should be, in words; nil while it is heard.
  public var warning: String? { heard.warning }

  /// What is heard now, whatever the instant: it never waits.
  ///
  /// - Parameter seconds: passed over.
  /// - Returns: silence where nothing was heard for a second.
  public func sound(atSeconds seconds: Double) -> Sound { heard.sound(atSeconds: seconds) }

  /// Ends its thread.
  public func stop() {
    heard.stop()
    thread.join()
  }

  /// Listens until the device fails.
  private static func listen(to device: String, _ heard: HeardSound) {
    var handle: OpaquePointer?
    var status = snd_pcm_open(&handle, device, SND_PCM_STREAM_CAPTURE, SND_PCM_NONBLOCK)
    guard status >= 0, let handle else { return fail("it cannot be opened", status, heard) }
    defer { snd_pcm_close(handle) }
    status = snd_pcm_set_params(
      handle, SND_PCM_FORMAT_FLOAT_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1, rateHz, 1, latencyMicroseconds)
    guard status >= 0 else { return fail("it does not give one channel at 48 kHz", status, heard) }
    status = snd_pcm_start(handle)
    var meter = SoundMeter(rateHz: Double(rateHz))
    var samples = [Float](repeating: 0, count: framesARead)
    while !heard.stops {
      let count = snd_pcm_readi(handle, &samples, snd_pcm_uframes_t(framesARead))
      if count == -Int(EAGAIN) || count == 0 {
        // At most: a device that is gone must not hold the thread.
        _ = snd_pcm_wait(handle, 100)
        continue
      }
      if count < 0 {
        guard snd_pcm_recover(handle, Int32(count), 1) >= 0, snd_pcm_start(handle) >= 0 else {
          return fail("it went away", Int32(count), heard)
        }
        continue
      }
      heard.warning = nil
      for index in 0..<min(count, framesARead) where meter.hear(samples[index]) { heard.tell(meter.sound) }
    }
  }

  private static func fail(_ what: String, _ status: Int32, _ heard: HeardSound) {
    let why = String(cString: snd_strerror(status))
    heard.warning = "the sound's device is not heard: \(what) (\(why)): dreams go on without it, and it is tried again"
  }
}
