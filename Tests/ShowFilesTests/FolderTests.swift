import Foundation
import Show
import ShowFiles
import Testing

@Suite("The folder of a show")
struct FolderTests {
  /// A temporary folder, gone with the test.
  final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "regie-show-\(UUID().uuidString)")
    var path: String { url.path(percentEncoded: false) }

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }
    func write(_ bytes: Data, to name: String) throws {
      let place = url.appending(path: name)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: place)
    }
    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(
        atPath: url.appending(path: name).path(percentEncoded: false), withDestinationPath: target)
    }
  }

  private func load(_ fill: (Folder) throws -> Void) throws -> LoadedShow {
    let folder = try Folder()
    try folder.write(Texts.hall, to: "hall.yaml")
    try folder.write(Texts.artwork, to: "piece.yaml")
    try fill(folder)
    return ShowFolder.load(from: folder.path)
  }

  @Test("an artwork may be a file or a folder with its media beside")
  func forms() throws {
    let file = try load { _ in }
    #expect(file.faults == [])
    #expect(file.show?.artworks.map(\.id) == ["piece"])
    let folder = try load { folder in
      try FileManager.default.removeItem(at: folder.url.appending(path: "piece.yaml"))
      try folder.write(Texts.artwork, to: "piece/artwork.yaml")
      try folder.write("no yaml", to: "piece/media/a.png")
      try folder.write("notes", to: "README.md")
    }
    #expect(folder.faults == [])
    #expect(folder.files.map(\.path) == ["hall.yaml", "piece/artwork.yaml"])
    #expect(folder.show?.artworks == file.show?.artworks)
  }

  @Test("a folder that is not there makes no show")
  func missing() {
    let loaded = ShowFolder.load(from: "/nowhere/at/all")
    #expect(loaded.show == nil)
    #expect(loaded.faults.map(\.message) == ["the folder /nowhere/at/all cannot be read"])
  }

  @Test("links are not followed, out of the folder or within it")
  func links() throws {
    let loaded = try load { folder in
      try FileManager.default.removeItem(at: folder.url.appending(path: "piece.yaml"))
      try folder.write(Texts.artwork, to: "elsewhere.text")
      try folder.link("piece.yaml", to: "elsewhere.text")
      try folder.link("other", to: "/etc")
    }
    #expect(
      loaded.show?.unavailable.map(\.reason) == [
        "piece.yaml:1:1: this file is a link — put the file itself here: links are not followed"
      ])
    let hall = try load { folder in
      try FileManager.default.removeItem(at: folder.url.appending(path: "hall.yaml"))
      try folder.link("hall.yaml", to: "/etc/passwd")
    }
    #expect(hall.show == nil)
    #expect(hall.faults.map(\.file) == ["hall.yaml"])
  }

  @Test("a FIFO, and a folder in the place of a file, are refused without waiting")
  func notRegular() throws {
    let loaded = try load { folder in
      try FileManager.default.removeItem(at: folder.url.appending(path: "piece.yaml"))
      #expect(mkfifo(folder.url.appending(path: "piece.yaml").path(percentEncoded: false), 0o600) == 0)
    }
    #expect(loaded.show?.unavailable.first?.reason.contains("this is no regular file") == true)
    let folder = try load { folder in
      try FileManager.default.removeItem(at: folder.url.appending(path: "piece.yaml"))
      try folder.write("x", to: "piece.yaml/x")
    }
    #expect(folder.show?.unavailable.first?.reason.contains("this is no regular file") == true)
  }

  @Test("a file that is too large, and one that is not UTF-8, are named; the others run")
  func unreadable() throws {
    let hall = Texts.hall.replacing("[piece]", with: "[piece, large, latin]")
    let loaded = try load { folder in
      try folder.write(hall, to: "hall.yaml")
      try folder.write(Data(repeating: 0x20, count: 2 << 20), to: "large.yaml")
      try folder.write(Data("regie: 1\ntitle: caf".utf8) + [0xe9, 0x0a], to: "latin.yaml")
    }
    #expect(loaded.show?.artworks.map(\.id) == ["piece"])
    #expect(loaded.show?.unavailable.map(\.id) == ["large", "latin"])
    #expect(
      loaded.faults.map { "\($0.file):\($0.line):\($0.column): \($0.message)" } == [
        "large.yaml:1:1: this file is too large", "latin.yaml:2:11: this is not UTF-8",
      ])
  }

  @Test("a folder of endless files ends")
  func endless() throws {
    let loaded = try load { folder in
      for index in 0...ShowReader.mostFiles { try folder.write("", to: "a\(index).yaml") }
    }
    #expect(loaded.show == nil)
    #expect(loaded.files.count <= ShowReader.mostFiles + 1)
  }
}

@Suite("The text of a show")
struct ShowTextTests {
  @Test("files joined and split again are the same files, and the same show")
  func roundTrip() throws {
    let files = try Fixtures.example()
    let text = ShowText.join(files)
    #expect(text == ShowText.join(files.reversed()))
    let split = try #require(ShowText.split(text))
    #expect(split == files)
    #expect(ShowReader.read(files: split).show == ShowReader.read(files: files).show)
  }

  @Test("what is no text of a show is none", arguments: ["", "{}", "null", "{\"regie\":2,\"files\":[]}", "[1]"])
  func refused(text: String) { #expect(ShowText.split(text) == nil) }

  @Test("the fingerprint tells shows apart by each letter and each name, and not by the order of files")
  func fingerprint() throws {
    let files = try Fixtures.example()
    let print = ShowText.fingerprint(files)
    #expect(print.count == 64)
    #expect(ShowText.fingerprint(files.reversed()) == print)
    #expect(ShowReader.read(files: files).show?.fingerprint == print)
    var changed = files
    changed[1].text += " "
    #expect(ShowText.fingerprint(changed) != print)
    let one = [ShowFile(path: "a", text: "bc"), ShowFile(path: "d", text: "")]
    let other = [ShowFile(path: "a", text: "b"), ShowFile(path: "cd", text: "")]
    #expect(ShowText.fingerprint(one) != ShowText.fingerprint(other))
    // SHA-256 of nothing (FIPS 180-4).
    #expect(
      ShowText.fingerprint([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}
