import Show

/// Descriptions of boxes in a show's folder: `boxes/NAME.yaml`.
enum BoxFiles {
  /// The name of the box that a path describes, if it is that of a description.
  static func name(ofPath path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "boxes", isName(parts[1]) else { return nil }
    return String(parts[1].dropLast(5))
  }

  /// Whether a file beneath `boxes` is read.
  static func isName(_ name: Substring) -> Bool {
    name.hasSuffix(".yaml") && Name<Never>.isWellFormed(String(name.dropLast(5))) && name.hasPrefix(".") == false
  }
}

/// The boxes that a show describes, by name; those whose descriptions have faults cannot be used.
struct BoxBook {
  private var boxes: [String: Box] = [:]
  private var faulty: Set<String> = []

  /// Takes a description.
  mutating func read(_ file: ShowFile, _ faults: FaultList) {
    guard let name = BoxFiles.name(ofPath: file.path) else { return }
    let box = WrittenReader.read(file.text, faults).flatMap { BoxReader(faults: faults).box($0, name: name) }
    if let box, faults.hasFaults == false { boxes[name] = box } else { faulty.insert(name) }
  }

  /// A box by its name; a fault where it cannot be used.
  func box(named name: String, at place: Place, _ faults: FaultList) -> Box? {
    if let box = boxes[name] { return box }
    if faulty.contains(name) {
      faults.fault(place, "the description of the box `\(name)` has faults", "see to boxes/\(name).yaml first")
    } else if boxes.isEmpty, faulty.isEmpty {
      faults.fault(place, "there is no box `\(shortened(name))`", "describe it in boxes/\(shortened(name)).yaml")
    } else {
      let names = faulty.union(boxes.keys)
      faults.fault(
        place, "there is no box `\(shortened(name))`",
        didYouMean(name, among: names, what: "a box, by the files in the folder boxes,"))
    }
    return nil
  }
}
