import DeviceLines
import Glibc
import Show

/// Opens a serial port: raw, without any handshake, by the rate and bits of a description.
public struct SerialOpener: LineOpener {
  private let path: String
  private let settings: SerialSettings

  /// An opener.
  ///
  /// - Parameters:
  ///   - path: the port: `/dev/ttyUSB0`, better a name of `/dev/serial/by-id` that stays the same.
  ///   - settings: how bits go over it.
  public init(path: String, settings: SerialSettings) { (self.path, self.settings) = (path, settings) }

  /// Opens the port for this process alone, and sets it.
  public func open() throws(LineFault) -> OpenLine {
    let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      let way = code == EACCES ? "allow the daemon's user to use it (group dialout)" : "look at its plug"
      throw LineFault("\(path) cannot be opened: \(Self.words(code)); \(way)")
    }
    do throws(LineFault) { try set(descriptor) } catch {
      close(descriptor)
      throw error
    }
    return OpenLine(descriptor: descriptor, isSocket: false)
  }

  private func set(_ descriptor: Int32) throws(LineFault) {
    // Two daemons on one port would each read half of an answer.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw LineFault("\(path) is used by another process") }
    var state = termios()
    guard tcgetattr(descriptor, &state) == 0 else {
      throw LineFault("\(path) is no serial port: \(Self.words(errno))")
    }
    cfmakeraw(&state)
    state.c_cflag |= tcflag_t(CLOCAL | CREAD)
    state.c_cflag &= ~(tcflag_t(CSIZE | CSTOPB | PARENB | PARODD) | tcflag_t(CRTSCTS))
    state.c_cflag |= tcflag_t(settings.dataBits == 7 ? CS7 : CS8)
    if settings.stopBits == 2 { state.c_cflag |= tcflag_t(CSTOPB) }
    if settings.parity != .none { state.c_cflag |= tcflag_t(PARENB) }
    if settings.parity == .odd { state.c_cflag |= tcflag_t(PARODD) }
    guard let speed = Self.speeds[settings.baud], cfsetispeed(&state, speed) == 0, cfsetospeed(&state, speed) == 0,
      tcsetattr(descriptor, TCSANOW, &state) == 0
    else { throw LineFault("\(path) does not take \(settings.baud) baud: \(Self.words(errno))") }
    // What lies there from before answers no question of ours.
    tcflush(descriptor, TCIOFLUSH)
  }

  private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }

  private static let speeds: [Int: speed_t] = [
    1200: speed_t(B1200), 2400: speed_t(B2400), 4800: speed_t(B4800), 9600: speed_t(B9600), 19200: speed_t(B19200),
    38400: speed_t(B38400), 57600: speed_t(B57600), 115_200: speed_t(B115200), 230_400: speed_t(B230400),
  ]
}
