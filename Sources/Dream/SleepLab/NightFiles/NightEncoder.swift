import Crypto

/// Puts a night's bytes together, as the table at `NightFile` has them.
enum NightEncoder {
  static func bytes(of night: Night) -> [UInt8] {
    let parts: [(NightSection.Kind, Int, [UInt8])] = [
      (.consent, night.consent.uses.count, consent(night.consent)),
      (.epochs, night.epochs.count, epochs(night.epochs)),
      (.events, night.events.count + night.yasaEvents.count, events(night)),
      (.provenances, night.provenance.count, provenances(night.provenance)),
      (.reports, night.reports.count, reports(night.reports)), (.track, night.track.count, track(night.track)),
    ]
    let tableEnd =
      NightSection.headerByteCount + parts.count * NightSection.entryByteCount + NightSection.digestByteCount
    var sections: [NightSection] = []
    var end = tableEnd
    for (kind, count, bytes) in parts {
      let offset = NightSection.aligned(end)
      sections.append(
        NightSection(
          kind: kind.rawValue, offset: offset, length: bytes.count, count: count,
          digest: Array(SHA256.hash(data: bytes))))
      end = offset + bytes.count
    }
    var writer = head(of: night, sections, byteCount: end)
    writer.append(Array(SHA256.hash(data: writer.bytes)))
    for ((_, _, bytes), section) in zip(parts, sections) {
      writer.append([UInt8](repeating: 0, count: section.offset - writer.bytes.count))
      writer.append(bytes)
    }
    return writer.bytes
  }

  private static func head(of night: Night, _ sections: [NightSection], byteCount: Int) -> ByteWriter {
    var writer = ByteWriter()
    writer.append(NightFile.magic)
    writer.append(NightFile.version)
    writer.append(UInt32(sections.count))
    writer.append(UInt64(byteCount))
    writer.append(Array(night.id.rawValue.utf8))
    writer.append(night.durationSeconds)
    writer.append([UInt8](repeating: 0, count: NightSection.headerByteCount - writer.bytes.count))
    for section in sections {
      writer.append(section.kind)
      writer.append(UInt32(0))
      for number in [section.offset, section.length, section.count] { writer.append(UInt64(number)) }
      writer.append(section.digest)
    }
    return writer
  }

  private static func consent(_ consent: Consent) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(UInt32(consent.expiresUnixSeconds == nil ? 0 : 1))
    writer.append(consent.expiresUnixSeconds ?? 0)
    for use in consent.uses.sorted().prefix(Consent.mostUses) { writer.append(use.rawValue) }
    return writer.bytes
  }

  private static func epochs(_ epochs: [Epoch]) -> [UInt8] {
    var writer = ByteWriter()
    for epoch in epochs {
      writer.append([epoch.stage.rawValue, epoch.scoredBy.rawValue, epoch.powers == nil ? 0 : 1, 0])
      writer.append(epoch.sure)
      for band in Band.allCases { writer.append(epoch.powers?.absolute[band] ?? 0) }
      for band in Band.allCases { writer.append(epoch.powers?.relative[band] ?? 0) }
    }
    return writer.bytes
  }

  private static func events(_ night: Night) -> [UInt8] {
    var writer = ByteWriter()
    let all = EventMethod.allCases.flatMap { method in night.events(by: method).map { (method, $0) } }
    for (method, event) in all {
      writer.append(event.onsetSeconds)
      writer.append(event.durationSeconds)
      writer.append(event.amplitudeMicrovolts)
      writer.append(event.frequencyHz ?? 0)
      writer.append([
        event.kind.rawValue, UInt8(bitPattern: event.direction), event.frequencyHz == nil ? 0 : 1, method.rawValue,
      ])
    }
    return writer.bytes
  }

  private static func track(_ track: FeatureTrack) -> [UInt8] {
    var writer = ByteWriter()
    for feature in FeatureTrack.Feature.allCases { writer.append(track.column(feature)) }
    return writer.bytes
  }

  private static func provenances(_ provenances: [Provenance]) -> [UInt8] {
    var writer = ByteWriter()
    for provenance in provenances {
      for text in [provenance.part, provenance.method, provenance.program] { writer.append(text) }
      writer.append(UInt32(provenance.signals.count))
      for signal in provenance.signals { writer.append(signal) }
      writer.append(UInt32(provenance.channels.count))
      for channel in provenance.channels {
        writer.append(channel.kind.rawValue)
        writer.append(UInt32(clamping: channel.number))
      }
    }
    return writer.bytes
  }

  private static func reports(_ reports: [DreamReport]) -> [UInt8] {
    var writer = ByteWriter()
    for report in reports {
      let recall = report.recall.flatMap { DreamReport.Recall.allCases.firstIndex(of: $0) }.map { UInt8($0) }
      writer.append(report.awakeningSeconds ?? 0)
      writer.append([
        report.stageBefore?.rawValue ?? 0xFF, recall ?? 0xFF, report.awakeningSeconds == nil ? 0 : 1,
        report.approval.rawValue,
      ])
      writer.append(report.language ?? "")
      writer.append(report.text, mostBytes: NightSection.mostReportBytes)
    }
    return writer.bytes
  }
}
