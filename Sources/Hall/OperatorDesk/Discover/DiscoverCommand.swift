import ArgumentParser
import Endings
import Foundation
import Lighting
import Show

struct DiscoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover", abstract: "Who is on the networks: projectors, lighting nodes, devices on the broker.",
    discussion: """
      Asks everybody by PJLink's search and Art-Net's poll, hears the lists of sACN's sources (every ten seconds), and reads \
      what devices announce on the broker (Zigbee2MQTT, Tasmota, ESPHome, Shelly, and whoever announces for Home \
      Assistant). Tells how each is written in hall.yaml, where that can be told.
      """, shouldDisplay: Help.isFull)
  @Option(help: ArgumentHelp("How long to listen.", valueName: "time")) var listen = "12s"
  @Option(help: ArgumentHelp("This machine's address on the network that is asked.", valueName: "address"))
  var interface: String?
  @Flag(help: "Leave the network alone: the broker only.") var brokerOnly = false
  @Flag(help: "Leave the broker alone: the network only.") var networkOnly = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if brokerOnly, networkOnly { throw ValidationError("--broker-only and --network-only exclude each other") }
    guard try span(listen, option: "--listen") <= .minutes(2) else {
      throw ValidationError("--listen \(listen): at most 2m")
    }
    _ = try networkAddress(interface)
  }

  func run() async throws {
    let seconds = max(1, Int(try span(listen, option: "--listen").milliseconds / 1000))
    var found: Set<FoundThing> = []
    var remarks: [String] = []
    let search = brokerOnly ? nil : try NetworkSearch(interface: try networkAddress(interface))
    let link = networkOnly ? nil : try await broker(&remarks)
    let progress = ProgressLine("listening")
    for second in 0..<seconds {
      progress.show(second, of: seconds)
      // Who was busy at the first question may hear the next.
      if second.isMultiple(of: 3), let search { remarks = Array(Set(remarks + search.ask())).sorted() }
      if let search { found.formUnion(search.hear(within: 300)) } else { try await Task.sleep(for: .seconds(1)) }
    }
    progress.clear()
    if let link {
      for (topic, payload) in await link.retained { found.formUnion(FoundThing.told(on: topic, payload)) }
      await link.disconnect()
    }
    tell(found.sorted(), remarks)
    if found.isEmpty { throw CommandFault.answerIsNo }
  }

  private func broker(_ remarks: inout [String]) async throws -> HallLink? {
    let link = try HallLink(settings: try connection.settings())
    do throws(CommandFault) {
      try await link.connect()
      try await link.subscribe(FoundThing.announcements)
      return link
    } catch {
      if brokerOnly { throw error }
      remarks.append(error.description)
      return nil
    }
  }

  private func tell(_ found: [FoundThing], _ remarks: [String]) {
    for remark in remarks { Output.remark(printable(remark)) }
    if json {
      let things = found.map { thing in
        JSON.object([
          "found_by": .text(thing.way.rawValue), "address": .text(thing.address), "name": .text(thing.name),
          "detail": .text(thing.detail), "entry": .optional(thing.entry),
        ])
      }
      return Output.line(JSON.object(["found": .list(things), "remarks": .list(remarks.map(JSON.text))]).indented)
    }
    if found.isEmpty { return Output.line("nobody answered, and nobody announces anything") }
    var table = Table(["found by", "address", "name", ""])
    for thing in found {
      table.add([.init(thing.way.rawValue), .init(thing.address), .init(thing.name), .init(thing.detail, .faint)])
    }
    for line in table.lines(on: .current) { Output.line(line) }
    let entries = found.compactMap(\.entry)
    if entries.isEmpty == false {
      Output.line("")
      Output.line(Style.heading.applied(to: "in hall.yaml", on: .current))
      for entry in entries { Output.line("  " + printable(entry)) }
    }
  }
}

/// This machine's address on a network, as `--interface` gives it; 0 where it does not.
func networkAddress(_ interface: String?) throws -> UInt32 {
  guard let interface else { return 0 }
  guard let endpoint = IPv4Endpoint(interface, port: 0), interface.contains(":") == false else {
    throw ValidationError("--interface ‘\(printable(interface))’ is no IPv4 address: write it like 10.0.0.7")
  }
  return endpoint.address
}
