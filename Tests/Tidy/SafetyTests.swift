import Testing

/// What would end the program on bad input, or promise the compiler what it cannot see.
private let dangers: [(pattern: String, instead: String)] = [
  (#"\btry!"#, "traps; handle the error or pass it on"),
  (#"\bas!"#, "traps; use `as?` and say what to do otherwise"),
  (#"\bfatalError\("#, "traps without a rule; an impossible state is `preconditionFailure(\"why it is impossible\")`"),
  (#"[\w\)\]>?]!(?=[\s.,:;\)\]\}\[\(?]|$)"#, "unwraps by force; use `guard let` or `??`"),
]

/// Files that may use unsafe pointers or promise `Sendable`, each with its reason.
private let unsafeFiles: [String: String] = [
  "Sources/Dream/DreamDesk/Film/Film.swift": "hashes pixels where they lie",
  "Sources/Dream/DreamDesk/Plot/PlotCanvas.swift": "owns Cairo's surface and context",
  "Sources/Dream/DreamDesk/Live/LabStreamLibrary.swift": "a C library that is loaded when it is asked for",
  "Sources/Dream/DreamDesk/Screen/SystemdNotice.swift": "fills a socket's address",
  "Sources/Dream/DreamDesk/Splice/SplicingAct.swift": "what one thread remembers, beside mailboxes",
  "Sources/Dream/DreamDesk/Streaming/DatagramSocket.swift": "copies an address out of the resolver's list",
  "Sources/Dream/Onirica/Machine/Crew.swift": "hands passes to threads; a ticket keeps their order",
  "Sources/Dream/Onirica/Machine/Frame.swift": "owns a picture's pixels",
  "Sources/Dream/Onirica/Machine/Slab.swift": "owns the memory that the kernels write",
  "Sources/Dream/Onirica/Machine/StateLedger.swift": "copies the kernels' memory to bytes and back",
  "Sources/Dream/Onirica/Machine/VideoPlanes.swift": "shows its planes to whoever writes them",
  "Sources/Dream/Onirica/Pictures/AsidePainter.swift": "belongs to the one thread that paints ahead",
  "Sources/Dream/OniricaGPU/CanvasTextures.swift": "remembers where in memory the frame before lies",
  "Sources/Dream/OniricaGPU/Device/GraphicsDevice.swift": "owns a context of EGL; reads texts of its driver",
  "Sources/Dream/OniricaGPU/Device/GraphicsProgram.swift":
    "hands shaders to the driver's compiler, and reads its words",
  "Sources/Dream/OniricaGPU/Device/GraphicsTexture.swift": "hands texels to the driver while they are borrowed",
  "Sources/Dream/OniricaGPU/GraphicsRenderer.swift": "hands the kernels' arrays to textures, and reads frames back",
  "Sources/Dream/OniricaGPU/PointLists.swift": "looks at points where they lie",
  "Sources/Dream/Screens/Acts/StillsAct.swift": "what one thread remembers, beside mailboxes",
  "Sources/Dream/Screens/Display/DisplayOutput.swift": "hands shared memory to its thread",
  "Sources/Dream/Screens/Display/DisplayWindow.swift": "owns SDL's window, renderer and texture",
  "Sources/Dream/Screens/Display/SharedFrames.swift": "three frames in memory of two processes, each with one owner",
  "Sources/Dream/Screens/Loop/FrameExchange.swift": "three frames, each with one owner at a time",
  "Sources/Dream/Screens/Loop/Mailbox.swift": "a value changes its owner by the exchange of an address",
  "Sources/Dream/Screens/Loop/NamedThread.swift": "starts a thread of the system",
  "Sources/Dream/Screens/Loop/ScreenLoop.swift": "hands a dream to the frame thread",
  "Sources/Dream/Screens/Preview/PreviewClient.swift": "sends from where the bytes lie",
  "Sources/Dream/Screens/Preview/PreviewServer.swift": "asks a socket for its address",
  "Sources/Dream/Screens/Programs/SpawnedProgram.swift": "hands bytes to write()",
  "Sources/Dream/Screens/Sound/ALSAInput.swift": "listens by ALSA's handle, on the thread that opened it",
  "Sources/Dream/Screens/Sound/OSCInput.swift": "asks a socket for its address",
  "Sources/Dream/Screens/Stills/JPEGEncoder.swift": "owns TurboJPEG's buffer",
  "Sources/Dream/Screens/Stills/JPEGFile.swift": "TurboJPEG decodes where the pixels lie",
  "Sources/Dream/Screens/Stills/ProgressiveJPEG.swift": "copies TurboJPEG's buffer, and decodes where the pixels lie",
  "Sources/Dream/Screens/Stills/WebPFile.swift": "libwebp decodes where the pixels lie",
  "Sources/Dream/Screens/Streams/FilmRecording.swift": "hands a recording to its thread",
  "Sources/Dream/Screens/Streams/StreamOutput.swift": "hands a stream to its thread",
  "Sources/Dream/Screens/Streams/StreamWriter.swift": "hands bytes to write()",
  "Sources/Dream/SleepLab/Features/SlidingSpectrum.swift": "the inner loop of 400 000 spectra a night",
  "Sources/Dream/SleepLab/Features/Spectrum.swift": "the inner loop of 13 000 spectra a night",
  "Sources/Dream/SleepLab/NightFiles/ByteReader.swift": "numbers from bytes, each load checked against the end",
  "Sources/Dream/SleepLab/NightFiles/WholeFile.swift": "hands bytes to write()",
  "Sources/Dream/SleepLab/Numbers/ComplexTransform.swift": "owns kissfft's plans, which threads only read",
  "Sources/Dream/SleepLab/Numbers/LargePages.swift": "tells the system how memory will be used",
  "Sources/Dream/SleepLab/Numbers/Parallel.swift": "parts of a result are written by their own threads",
  "Sources/Dream/SleepLab/Numbers/RealTransform.swift": "owns kissfft's plans",
  "Sources/Dream/SleepLab/Recordings/MappedBytes.swift": "owns the memory map of a recording",
  "Sources/Dream/SleepLab/Recordings/Recording+Samples.swift": "samples are converted where they lie",
  "Sources/Hall/Devices/DeviceLines/NetworkOpener.swift": "reads the resolver's list of addresses, and frees it",
  "Sources/Hall/Devices/HTTP/HTTPSender.swift": "libcurl's object belongs to one thread, and any may wake it",
  "Sources/Hall/Devices/OSC/OSCListener.swift": "hands an address to the socket, and itself to its thread",
  "Sources/Hall/Devices/OSC/OSCSender.swift": "reads the resolver's list of addresses, and frees it",
  "Sources/Hall/Devices/ArtNet/ArtNetFamily.swift": "a line belongs to the thread of the frames",
  "Sources/Hall/Devices/Lighting/DatagramSocket.swift": "hands addresses and bytes to the system's sockets",
  "Sources/Hall/Devices/Lighting/NetworkInterface.swift": "reads the system's list of addresses, and frees it",
  "Sources/Hall/Devices/Lighting/DesireMailbox.swift": "a value changes its owner by the exchange of an address",
  "Sources/Hall/Devices/SACN/SACNFamily.swift": "a line belongs to the thread of the frames",
  "Sources/Hall/Journal/CanonicalRow.swift": "an entry is hashed from bytes that were never copied",
  "Sources/Hall/Journal/ChainHash.swift": "32 bytes without an allocation",
  "Sources/Hall/Journal/EntryStatement.swift": "binds an entry's columns from its canonical bytes",
  "Sources/Hall/Journal/StoredRows.swift": "hashes stored bytes as they lie in the file, unrepaired",
  "Sources/Link/MQTTLink/BrokerSocket.swift": "owns a client of libmosquitto",
  "Sources/Link/MQTTLink/BrokerSocketCallbacks.swift": "what libmosquitto calls: copies and returns",
  "Sources/Link/MQTTLink/BrokerSocketTraffic.swift": "payloads go to libmosquitto without a copy",
  "Sources/Link/MQTTLink/EventLoop.swift": "a thread that is an executor; each entry checks whose it is",
  "Sources/Link/MQTTLink/MQTTPropertyList.swift": "properties to and from libmosquitto's lists",
  "Sources/Link/MQTTLink/SocketOpener.swift": "a socket travels through the thread that looks its host up",
  // The control room and the desk: memory that a C call fills or empties before it returns.
  "Sources/Hall/ControlRoom/Outside/SystemdNotice.swift": "fills the path of a Unix socket's address, within its size",
  "Sources/Hall/OperatorDesk/Journals/OutputFile.swift": "writes bytes to a file while they are borrowed",
  "Sources/Hall/OperatorDesk/Terminal/Output.swift": "writes bytes to standard output while they are borrowed",
]

private let unsafeMeans = [
  #"@unchecked\s+Sendable"#, #"\bnonisolated\(unsafe\)"#, #"\bUnsafe(Mutable)?(Raw)?(Buffer)?Pointer\b"#,
  #"\bwithUnsafe\w+"#, #"\bunsafeBitCast\b"#, #"\bUnmanaged\b"#, #"\bOpaquePointer\b"#,
]

@Suite("Safety")
struct SafetyTests {
  @Test("sources hold no try!, as!, fatalError and no forced unwrapping")
  func dangerous() {
    #expect(SourceTree.sources.flatMap(dangersIn) == [])
  }

  @Test("unsafe means stand in named files only, and each named file needs its place in the table")
  func unsafeFilesAreNamed() {
    let users = SourceTree.sources.filter { $0.path.hasPrefix("Sources/") }.filter { unsafeUses($0).isEmpty == false }
    #expect(users.filter { unsafeFiles[$0.path] == nil }.map { unsafeUses($0)[0] } == [])
    #expect(unsafeFiles.keys.filter { path in users.contains { $0.path == path } == false }.sorted() == [])
  }

  @Test(
    "the rules find what is planted",
    arguments: [
      "let a = try! read()", "let b = c as! String", "fatalError(\"no\")", "let d = e!", "f![0] = 1", "g!.go()",
      "var h: Int!", "call(i!)", "let j = k()! + 1", "let l = \"\" as! Int",
    ])
  func control(line: String) {
    #expect(dangersIn(SourceText(path: "A.swift", text: line + "\n")).isEmpty == false)
  }

  @Test(
    "the rules leave what only looks like them",
    arguments: [
      "if !a { }", "if a != b { }", "// try! this", "let c = \"as! fatalError(\"", "guard !d, !(e) else { return }",
      "let f = #\"g!\"#", "let h = \"\\(i ?? \"none!\")!\"", "filter { !$0.isEmpty }",
    ])
  func innocent(line: String) {
    #expect(dangersIn(SourceText(path: "A.swift", text: line + "\n")) == [])
  }

  @Test(
    "unsafe means are found",
    arguments: [
      "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var b = 1", "let c: UnsafeMutablePointer<Int>",
      "d.withUnsafeBytes { }", "let e: OpaquePointer?", "UnsafeRawBufferPointer(start: nil, count: 0)",
    ])
  func unsafeControl(line: String) {
    #expect(unsafeUses(SourceText(path: "A.swift", text: line + "\n")).isEmpty == false)
  }
}

private func dangersIn(_ source: SourceText) -> [Finding] {
  dangers.flatMap { source.findings(of: $0.pattern, $0.instead) }
}

private func unsafeUses(_ source: SourceText) -> [Finding] {
  unsafeMeans.flatMap {
    source.findings(of: $0, "is unsafe: name the file in Tests/Tidy/SafetyTests.swift with its reason, or do without")
  }
}
