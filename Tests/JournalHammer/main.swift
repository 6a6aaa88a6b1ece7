import Foundation
import Journal

// Hammers on a journal from a process of its own, so that a test can kill it, cut its power or fail its disk.
//
//   journal-hammer commit PATH COUNT SIZE [losing]   commits COUNT groups of SIZE entries, prints each acknowledged number
//   journal-hammer open PATH                         opens for writing, prints what was found, ends
//   journal-hammer read PATH                         reads, prints how it was read and the last number
//   journal-hammer cut FOLDER                        cuts the power of the ext4 file system that holds the folder

let words = CommandLine.arguments.dropFirst().map { $0 }
switch (words.first, words.dropFirst().first) {
case ("commit", let path?):
  hammer(
    path, groups: Int(words.dropFirst(2).first ?? "") ?? .max, size: Int64(words.dropFirst(3).first ?? "") ?? 1,
    isLosing: words.last == "losing")
case ("open", let path?): open(path)
case ("read", let path?): read(path)
case ("cut", let folder?): exit(cutPower(of: folder))
default:
  say("commit PATH COUNT SIZE [losing] | open PATH | read PATH | cut FOLDER")
  exit(64)
}
