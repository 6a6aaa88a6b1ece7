import ArtNet
import Foundation
import HTTP
import Lighting
import MPV
import MQTTDevices
import MQTTLink
import OSC
import PJLink
import SACN
import Sequencer
import Show
import TextBoxes
import WakeOnLAN

/// What a control room finds around it, beside its loop and its journal. All that it learns of the world by itself comes
/// through here, so that a simulated world can take the machine's place.
package struct Surroundings: Sendable {
  /// The wall clock.
  package var wallClock: WallClock
  /// Reads the show from its folder; any fault refuses it.
  package var loadShow: @Sendable () -> Result<(show: Show, texts: ShowTexts), Refusal>
  /// Makes a link to the broker.
  package var makeLink: @Sendable (LinkSettings, any Loop) -> MQTTConnection
  /// Draws a number that no other start draws.
  package var drawNumber: @Sendable () -> UInt32
  /// Makes what sends the messages of cues without the broker.
  package var makeSenders: @Sendable () -> [any MessageSender] = { [] }
  /// Makes what drives devices without the broker; takes a clock of show time.
  package var makeDrivers: @Sendable (_ showNow: @escaping @Sendable () -> ShowInstant) -> [any DeviceDriver]

  /// Surroundings by their parts.
  package init(
    wallClock: WallClock, loadShow: @escaping @Sendable () -> Result<(show: Show, texts: ShowTexts), Refusal>,
    makeLink: @escaping @Sendable (LinkSettings, any Loop) -> MQTTConnection,
    drawNumber: @escaping @Sendable () -> UInt32,
    makeDrivers: @escaping @Sendable (_ showNow: @escaping @Sendable () -> ShowInstant) -> [any DeviceDriver] = { _ in
      []
    }
  ) {
    (self.wallClock, self.loadShow) = (wallClock, loadShow)
    (self.makeLink, self.drawNumber, self.makeDrivers) = (makeLink, drawNumber, makeDrivers)
  }

  /// The machine's own.
  package static func machine(_ settings: ControlRoomSettings) -> Surroundings {
    let (folder, players) = (settings.showFolder, MPVSettings(mediaFolder: settings.mediaFolder))
    var surroundings = Surroundings(
      wallClock: .machine(isAssumed: settings.assumesClock), loadShow: { ShowSource.load(folder: folder) },
      makeLink: { MQTTConnection(settings: $0, loop: $1) }, drawNumber: { UInt32.random(in: 0 ... .max) })
    surroundings.makeSenders = { [OSCSender(), HTTPSender()] }
    let (node, interface) = (settings.node, settings.lightsInterface)
    surroundings.makeDrivers = { showNow in
      [
        lights(of: node, on: interface, showNow: showNow), Players.driver(players, showNow: showNow),
        Projectors.driver(showNow: showNow), WakenMachines.driver(showNow: showNow),
        TextBoxes.driver(http: { askedHost($0) }, showNow: showNow),
        ForeignDeviceDriver(showNow: showNow),
      ]
    }
    return surroundings
  }

  /// What asks a box over HTTP.
  private static func askedHost(_ place: TextBoxes.HTTPPlace) -> HTTPLine {
    HTTPLine(
      base: place.base, user: place.user, passwordFile: place.passwordFile, authorityFile: place.authorityFile,
      within: place.within)
  }

  /// What drives lights over sACN and Art-Net.
  ///
  /// - Parameter interface: this machine's address on the lighting network, where it is told.
  private static func lights(
    of node: String, on interface: String?, showNow: @escaping @Sendable () -> ShowInstant
  ) -> any DeviceDriver {
    let address = interface.flatMap { IPv4Endpoint($0, port: 0)?.address } ?? 0
    let machine = (try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)) ?? ""
    let component = ComponentID(of: "\(machine)/\(node)")
    return LightingDriver(
      families: [
        DeferredFamily(.sacn) { () throws(LineFault) in try SACNFamily(component: component, interface: address) },
        DeferredFamily(.artnet) { () throws(LineFault) in
          try ArtNetFamily(
            address: address, everybody: NetworkInterface.broadcast(of: address, port: ArtNetFamily.usualPort))
        },
      ], showNow: showNow)
  }
}
