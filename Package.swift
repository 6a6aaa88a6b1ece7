// swift-tools-version: 6.2
import PackageDescription

// The house: rooms and the arrows between them. `Tests/Tidy` holds the arrows that a machine can check.

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

func room(_ name: String, in wing: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: "Sources/\(wing)/\(name)", exclude: [])
}

/// A room of the devices' corridor: one for each protocol.
func device(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/Hall/Devices/\(name)", exclude: ["README.md"])
}

func tests(of name: String, _ more: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + more, path: "Tests/\(name)Tests", exclude: exclude)
}

let hall: [Target] = [
  room("Show", in: "Hall"),
  room("Sequencer", in: "Hall", ["Show", crypto]),
  room("ShowFiles", in: "Hall", ["Show", crypto, yams]),
  room("Rehearsal", in: "Hall", ["Show", "Sequencer"]),
  room("Journal", in: "Hall", [grdb, sqlite, crypto]),
  device("DeviceLines", ["Show", "Sequencer"]),
  device("MPV", ["Show", "Sequencer", "DeviceLines"]),
  device("PJLink", ["Show", "Sequencer", "DeviceLines", crypto]),
  device("PJLinkSimulator", ["Show", crypto]),
  device("WakeOnLAN", ["Show", "Sequencer", "DeviceLines"]),
  device("TextBoxes", ["Show", "Sequencer", "DeviceLines"]),
  device("TextBoxSimulator", ["Show"]),
  device("MQTTDevices", ["Show", "Sequencer", "DeviceLines"]),
  device("MQTTDeviceSimulator", ["Show", "Sequencer"]),
  .target(name: "CCurl", path: "Sources/Hall/CCurl", linkerSettings: [.linkedLibrary("curl")]),
  device("OSC", ["Show", "Sequencer", "OpenSoundControl", "CLinux"]),
  device("HTTP", ["Show", "Sequencer", "DeviceLines", "CCurl", "CLinux"]),
  device("Lighting", ["Show", "Sequencer", "CLinux"]),
  device("SACN", ["Show", "Lighting", crypto]),
  device("ArtNet", ["Show", "Lighting", "CLinux"]),
  room(
    "ControlRoom", in: "Hall",
    [
      "Show", "Sequencer", "ShowFiles", "Rehearsal", "Journal", "MPV", "PJLink", "WakeOnLAN", "TextBoxes",
      "MQTTDevices", "OSC",
      "HTTP", "Lighting", "SACN", "ArtNet", "OpenSoundControl", "MQTTLink", "Endings", "CLinux", logging,
    ]),
  room(
    "OperatorDesk", in: "Hall",
    [
      "Show", "Sequencer", "ShowFiles", "Rehearsal", "Journal", "Lighting", "SACN", "ArtNet", "PJLink", "MQTTLink",
      "Endings", "CLinux", argumentParser, hummingbird, hummingbirdCore, httpTypes, nio, logging,
    ]),
]

let dream: [Target] = [
  .systemLibrary(name: "CALSA", path: "Sources/Dream/CALSA", providers: [.apt(["libasound2-dev"])]),
  .systemLibrary(name: "CCairo", path: "Sources/Dream/CCairo", providers: [.apt(["libcairo2-dev"])]),
  .systemLibrary(name: "CEGL", path: "Sources/Dream/CEGL", providers: [.apt(["libegl-dev", "libgles-dev"])]),
  .systemLibrary(name: "CKissFFT", path: "Sources/Dream/CKissFFT", providers: [.apt(["libkissfft-dev"])]),
  .systemLibrary(name: "CPNG", path: "Sources/Dream/CPNG", providers: [.apt(["libpng-dev"])]),
  .systemLibrary(name: "CSDL", path: "Sources/Dream/CSDL", providers: [.apt(["libsdl2-dev"])]),
  .systemLibrary(name: "CSoundFile", path: "Sources/Dream/CSoundFile", providers: [.apt(["libsndfile1-dev"])]),
  .systemLibrary(name: "CTurboJPEG", path: "Sources/Dream/CTurboJPEG", providers: [.apt(["libturbojpeg0-dev"])]),
  .systemLibrary(name: "CWebP", path: "Sources/Dream/CWebP", providers: [.apt(["libwebp-dev"])]),
  room("SleepLab", in: "Dream", ["OpenSoundControl", "CKissFFT", crypto]),
  room("Strands", in: "Dream", [crypto]),
  .target(name: "DreamKernels", path: "Sources/Dream/DreamKernels"),
  room("Onirica", in: "Dream", ["SleepLab", "DreamKernels"]),
  room("OniricaGPU", in: "Dream", ["SleepLab", "Onirica", "DreamKernels", "CEGL"]),
  room(
    "Screens", in: "Dream",
    [
      "SleepLab", "Onirica", "OpenSoundControl", "CALSA", "CPNG", "CSDL", "CSoundFile", "CTurboJPEG", "CWebP",
      "CLinux",
    ]),
  room(
    "DreamDesk", in: "Dream",
    [
      "SleepLab", "Strands", "Onirica", "OniricaGPU", "Screens", "MQTTLink", "OpenSoundControl", "Endings", "CLinux",
      "CCairo",
      argumentParser, crypto,
      logging, yams,
    ]),
]

let link: [Target] = [
  .systemLibrary(name: "CMosquitto", path: "Sources/Link/CMosquitto", providers: [.apt(["libmosquitto-dev"])]),
  .target(name: "CLinux", path: "Sources/Link/CLinux"),
  room("MQTTLink", in: "Link", ["CMosquitto", "CLinux"]),
  room("OpenSoundControl", in: "Link"),
  room("Endings", in: "Link", [argumentParser]),
]

let programs: [Target] = [
  .executableTarget(
    name: "regied", dependencies: ["ControlRoom", "Endings", argumentParser], path: "Sources/Programs/regied"),
  .executableTarget(
    name: "regie", dependencies: ["OperatorDesk", argumentParser], path: "Sources/Programs/regie"),
  .executableTarget(
    name: "reverie", dependencies: ["DreamDesk", "Endings", argumentParser], path: "Sources/Programs/reverie"),
]

let checks: [Target] = [
  tests(of: "Show"),
  tests(of: "Sequencer", ["Show", "ShowFiles", "Rehearsal"]),
  tests(of: "ShowFiles", ["Show"], exclude: ["Fixtures"]),
  tests(of: "Rehearsal", ["Show", "Sequencer", "ShowFiles"], exclude: ["Golden"]),
  tests(
    of: "Lighting", ["Show", "Sequencer", "SACN", "ArtNet", "CLinux", "AllocationCounter", "BrokerFixture"],
    exclude: ["sacn_receiver.py"]),
  tests(of: "SACN", ["Show", "Lighting", "Sequencer", "CLinux"]),
  tests(of: "ArtNet", ["Show", "Lighting", "Sequencer", "CLinux"]),
  tests(of: "Journal", [grdb, "journal-hammer"]),
  tests(
    of: "ControlRoom",
    [
      "Show", "Sequencer", "Rehearsal", "ShowFiles", "Journal", "OpenSoundControl", "MQTTLink", "BrokerFixture",
      logging,
    ], exclude: ["zigbee2mqtt_lamp.py"]),
  tests(
    of: "OperatorDesk",
    ["Show", "Sequencer", "ShowFiles", "Journal", "MQTTLink", "BrokerFixture", "regie", "regied", argumentParser],
    exclude: ["Golden", "sacn_sender.py"]),
  tests(of: "DeviceLines", ["Show", "Sequencer"]),
  tests(of: "MPV", ["Show", "Sequencer", "DeviceLines", "PlayerSteps", "BrokerFixture"]),
  tests(of: "PJLink", ["Show", "Sequencer", "DeviceLines", "PJLinkSimulator", "BrokerFixture"]),
  tests(of: "WakeOnLAN", ["Show", "Sequencer", "DeviceLines"]),
  tests(
    of: "TextBoxes", ["Show", "Sequencer", "ShowFiles", "DeviceLines", "TextBoxSimulator", "HTTP"],
    exclude: ["Exchanges"]),
  tests(of: "MQTTDevices", ["Show", "Sequencer", "DeviceLines", "MQTTDeviceSimulator"]),
  .testTarget(
    name: "DeviceConformance",
    dependencies: [
      "Show", "Sequencer", "DeviceLines", "MPV", "PJLink", "PJLinkSimulator", "WakeOnLAN", "TextBoxes",
      "TextBoxSimulator", "MQTTDevices", "MQTTDeviceSimulator",
    ],
    path: "Tests/DeviceConformance"),
  tests(of: "OSC", ["OpenSoundControl", "Show", "Sequencer", "BrokerFixture"]),
  tests(of: "HTTP", ["Show", "Sequencer", "BrokerFixture"], exclude: ["server.py"]),
  tests(of: "OpenSoundControl"),
  tests(of: "SleepLab", ["OpenSoundControl"]),
  tests(of: "Strands"),
  tests(of: "Onirica", ["SleepLab", "DreamKernels"]),
  tests(of: "OniricaGPU", ["Onirica", "SleepLab", "DreamKernels", "CEGL"]),
  tests(of: "Screens", ["Onirica", "SleepLab", "DreamKernels", "AllocationCounter", "BrokerFixture"]),
  tests(
    of: "DreamDesk",
    [
      "SleepLab", "Strands", "Onirica", "OniricaGPU", "Screens", "OpenSoundControl", "MQTTLink", "BrokerFixture",
      "AllocationCounter", "reverie",
      argumentParser,
    ]),
  tests(of: "MQTTLink", ["CLinux", "BrokerFixture"]),
  .executableTarget(name: "journal-hammer", dependencies: ["Journal"], path: "Tests/JournalHammer"),
  .executableTarget(name: "journal-bench", dependencies: ["Journal", sqlite], path: "Tests/Benchmarks/JournalBench"),
  .executableTarget(
    name: "lights-bench", dependencies: ["Lighting", "SACN", "Show", "Sequencer", "CLinux"],
    path: "Tests/Benchmarks/LightsBench"),
  .executableTarget(
    name: "players-bench", dependencies: ["MPV", "DeviceLines", "PlayerSteps", "Show", "Sequencer"],
    path: "Tests/Benchmarks/PlayersBench"),
  .testTarget(name: "Tidy", path: "Tests/Tidy"),
  .testTarget(
    name: "Integration",
    dependencies: [
      "MQTTLink", "Show", "Sequencer", "ShowFiles", "Rehearsal", "Journal", "SleepLab", "CLinux", "BrokerFixture",
      "regied", "reverie", "DreamDesk",
    ],
    path: "Tests/Integration", exclude: ["Deploy", "relay_box.py", "venue.py"]),
  .target(
    name: "Simulator",
    dependencies: ["ControlRoom", "Journal", "MQTTLink", "Sequencer", "Rehearsal", "Show", "ShowFiles", logging],
    path: "Tests/Simulator"),
  .executableTarget(name: "hall-simulator", dependencies: ["Simulator"], path: "Tests/HallSimulator"),
  tests(of: "Simulator", ["MQTTLink", "BrokerFixture", "hall-simulator"]),
  .target(name: "BrokerFixture", dependencies: ["CLinux"], path: "Tests/BrokerFixture"),
  .target(name: "PlayerSteps", path: "Tests/PlayerSteps"),
  .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
  .target(name: "ClockShim", path: "Tests/ClockShim"),
]

let package = Package(
  name: "regie",
  platforms: [.macOS(.v15)],
  products: [.library(name: "clock-shim", type: .dynamic, targets: ["ClockShim"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: hall + dream + link + programs + checks,
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu17
)

// Strict everywhere, in one place.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  target.cSettings = [.treatAllWarnings(as: .error)]
  if ["SleepLab", "Onirica", "Strands"].contains(target.name) {
    // Their tests read whole nights, dream for minutes and decode thousands of strands, for which code without
    // optimisation takes ten times as long.
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
  }
  if target.name == "DreamKernels" {
    // Vector code without optimisation is fifty times slower: a debug build would not reach one frame a second.
    target.cSettings?.append(.unsafeFlags(["-O2"], .when(configuration: .debug)))
  }
}
