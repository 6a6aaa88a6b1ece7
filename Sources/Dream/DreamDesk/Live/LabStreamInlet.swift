import Foundation
import SleepLab
import Synchronization

/// Live samples from a stream of the Lab Streaming Layer; one that is lost is looked for again.
///
/// All calls of the library wait, so they are made on a thread of their own.
struct LabStreamInlet: LiveSource {
  /// The stream's name.
  let name: String
  /// Channels that are chosen by hand.
  let named: [Montage.Role: String]
  let library: LabStreamLibrary

  /// How long one call waits, in seconds: the thread ends within it.
  private static let patienceSeconds = 0.05
  /// How long a stream is looked for at once, in seconds.
  private static let searchSeconds = 1.0
  /// Instants without the jitter of the way, and never backwards (proc_dejitter, proc_monotonize).
  private static let smoothing: UInt32 = 2 | 4

  func run(_ tell: @escaping @Sendable (LiveEvent) -> Void) async {
    let isEnded = OneWayFlag()
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let thread = Thread {
          while !isEnded.isSet { follow(until: isEnded, tell) }
          continuation.resume()
        }
        thread.name = "lsl"
        thread.start()
      }
    } onCancel: {
      isEnded.set()
    }
  }

  /// Looks for the stream, and reads it until it is lost.
  private func follow(until isEnded: OneWayFlag, _ tell: (LiveEvent) -> Void) {
    var found: LabStreamLibrary.Handle?
    guard library.resolve(&found, 1, "name", name, 1, Self.searchSeconds) > 0, let stream = found else { return }
    defer { library.destroyInfo(stream) }
    // Ten seconds of samples are kept; the library does not look for a lost stream itself: another may have its name.
    guard let inlet = library.createInlet(stream, 10, 0, 0) else { return }
    defer { library.destroyInlet(inlet) }
    _ = library.smooth(inlet, Self.smoothing)
    var code: Int32 = 0
    guard let full = library.fullInfo(inlet, 2, &code) else { return }
    let rateHz = library.nominalRate(full)
    let count = Int(library.channelCount(full))
    let labels = channels(of: full)
    library.destroyInfo(full)
    guard rateHz >= 1, count > 0 else {
      return tell(.failed("the stream \(name) has no even rate: its samples cannot be followed"))
    }
    do throws(StreamChannels.Fault) {
      let chosen = try StreamChannels(labels: labels.map(\.label), count: count, named: named)
      tell(.told("following the stream: \(count) channels at \(PlainNumber.text(rateHz)) Hz"))
      let gains = chosen.places.mapValues { place in
        labels.indices.contains(place) ? labels[place].microvolts : 1
      }
      read(inlet, count: count, rateHz: rateHz, chosen.places, gains, until: isEnded, tell)
    } catch {
      tell(.failed(error.description))
    }
  }

  private func read(
    _ inlet: LabStreamLibrary.Handle, count: Int, rateHz: Double, _ places: [Montage.Role: Int],
    _ gains: [Montage.Role: Float], until isEnded: OneWayFlag, _ tell: (LiveEvent) -> Void
  ) {
    let most = max(1, min(SamplePacket.mostSamples, Int(rateHz)))
    var values = [Float](repeating: 0, count: most * count)
    var instants = [Double](repeating: 0, count: most)
    while !isEnded.isSet {
      var code: Int32 = 0
      let got = Int(
        library.pullChunk(
          inlet, &values, &instants, UInt(values.count), UInt(most), Self.patienceSeconds, &code))
      // −2: the stream is lost; −1 says only that nothing came in time.
      if code == -2 { return tell(.told("the stream is lost; it is looked for")) }
      let samples = got / count
      guard samples > 0 else { continue }
      var signals: [Montage.Role: [Float]] = [:]
      for (role, place) in places {
        signals[role] = (0..<samples).map { values[$0 * count + place] * (gains[role] ?? 1) }
      }
      do throws(SamplePacket.Fault) {
        tell(.packet(try SamplePacket(sourceSeconds: instants[0], rateHz: rateHz, values: signals)))
      } catch { tell(.refused(error.description)) }
    }
  }

  private func channels(of stream: LabStreamLibrary.Handle) -> [(label: String, microvolts: Float)] {
    guard let description = library.describe(stream), let list = library.child(description, "channels") else {
      return []
    }
    var result: [(String, Float)] = []
    var channel = library.child(list, "channel")
    while let next = channel, library.isEmpty(next) == 0, result.count < 10_000 {
      let label = library.childValue(next, "label").map { String(cString: $0) } ?? ""
      let unit = library.childValue(next, "unit").map { String(cString: $0) } ?? ""
      result.append((label, Self.microvolts(unit)))
      channel = library.sibling(next, "channel")
    }
    return result
  }

  /// How many µV one of a unit is; what names no other voltage is taken for µV, as the layer's own conventions have it.
  static func microvolts(_ unit: String) -> Float {
    switch unit.lowercased() {
    case "v", "volt", "volts": 1e6
    case "mv", "millivolt", "millivolts": 1e3
    case "nv", "nanovolt", "nanovolts": 1e-3
    default: 1
    }
  }
}

/// Something that is set once, from any thread.
final class OneWayFlag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .acquiring) }

  func set() { value.store(true, ordering: .releasing) }
}
