import MQTTLink
import Sequencer
import Show
import Testing

@testable import ControlRoom

@Suite("The machine's drivers") struct MachineDriverTests {
  @Test("each device has the driver of its connection, and one without has none") func drivers() throws {
    let settings = ControlRoomSettings(
      node: "n", version: "0", broker: try BrokerAddress(host: "127.0.0.1", port: 1883), showFolder: "/nowhere")
    var hall = Hall(name: "h", topics: "h", operators: [:])
    for (id, kind, connection) in [
      ("voice", .player, .mpv(screen: "voice", output: nil, audio: nil)),
      ("beamer", .projector, .pjlink(host: "127.0.0.1", port: 4352, passwordFile: nil)),
      ("tower", .switch, .wake(hardwareAddress: "AA:BB:CC:DD:EE:FF", broadcast: Connection.wholeNet, listens: false)),
      (
        "pdu", .box,
        .box(BoxConnection(Box(name: "pdu"), by: .tcp(port: 1), at: .network(host: "127.0.0.1", port: 1)))
      ),
      ("other", .player, nil),
    ] as [(DeviceID, DeviceKind, Connection?)] {
      var device = Device(id: id, kind: kind)
      device.connection = connection
      hall.devices[id] = device
    }
    let drivers = Surroundings.machine(settings).makeDrivers { .zero }
    let taken = drivers.map { $0.follow(hall) }
    #expect(taken.filter { !$0.isEmpty } == [["voice"], ["beamer"], ["tower"], ["pdu"]])
    for driver in drivers { driver.end() }
  }
}
