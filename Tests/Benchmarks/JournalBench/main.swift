import Foundation
import Journal

// How many entries a second go into a journal, beside SQLite's own C interface with the same tables.
//
//   journal-bench [FOLDER]     default: the folder for temporary files
//
// Both write the same entries with synchronous=FULL, in turns in one run, one transaction and one sync a group.

let folder = CommandLine.arguments.dropFirst().first ?? NSTemporaryDirectory()
print(
  "medians of \(Round.count), entries of \(Round.bodyBytes)-byte bodies; in brackets microseconds of processor time an entry"
)
print("group        journal/s          raw C/s  ratio")
for (size, total) in [(1, 1000), (100, 100_000), (500, 200_000), (1000, 200_000)] {
  var journal: [Figures] = []
  var raw: [Figures] = []
  for _ in 0..<Round.count {
    journal.append(try Round.journal(in: folder, groupSize: size, total: total))
    raw.append(try Round.raw(in: folder, groupSize: size, total: total))
  }
  let (left, right) = (Figures.median(journal), Figures.median(raw))
  print(
    String(
      format: "%5d  %8.0f (%5.1f)  %8.0f (%5.1f)  %5.2f", size, left.perSecond, left.processorMicroseconds,
      right.perSecond, right.processorMicroseconds, left.perSecond / right.perSecond))
}
