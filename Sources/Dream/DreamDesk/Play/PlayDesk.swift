import Endings
import Glibc
import Onirica
import Screens
import SleepLab

/// A player that runs: window, keys, pictures.
final class PlayDesk {
  private let source: OpenedNight
  private let loop: ScreenLoop
  private let display: DisplayOutput
  /// What is on show, to save it or let it stand.
  private let shown: FrameExchange
  private let folder: LookFolder
  private let stillsPath: String
  private let sound: (any SoundInput)?
  private var soundWarning: String?
  private var playing: Playing
  private var lookStamp: Int?
  /// The newest frame that was seen.
  private let newest: Frame
  /// What stands still during a pause.
  private var standing: Frame?
  private var remark: (text: String, untilSeconds: Double)?

  init(
    source: OpenedNight, playing: Playing, looks: StageLooks, folder: LookFolder, stillsPath: String, wish: DisplayWish,
    settings: ScreenLoop.Settings, sound: (any SoundInput)?
  ) throws {
    self.sound = sound
    (self.source, self.playing, self.folder, self.stillsPath) = (source, playing, folder, stillsPath)
    shown = FrameExchange(width: settings.width, height: settings.height)
    newest = Frame(width: settings.width, height: settings.height)
    do throws(ScreenError) {
      display = try DisplayOutput(wish, settings: settings) { _ in }
    } catch { throw CommandFault(.inputOutput, error.description) }
    loop = ScreenLoop(settings: settings, outputs: [display.exchange, shown])
    loop.use(looks)
    lookStamp = folder.stamp(of: playing.look)
  }

  /// Plays until a key, the window, or the end of the consent ends it.
  func run() throws {
    loop.start()
    defer {
      loop.stop()
      display.stop()
    }
    loop.show(Showing(picture: .dream(playing.course)))
    var turn = 0
    while true {
      if display.isClosed { return }
      if display.openDisplay == nil, let warning = display.warning {
        throw CommandFault(
          .unreachable, "\(warning.replacing(": frames go on without one, and it is tried again", with: ""))")
      }
      for key in display.takeKeys() {
        for act in playing.press(key, atUnixSeconds: WallClock.unixSeconds()) {
          if act == .end { return }
          try perform(act)
        }
      }
      if turn % 12 == 0 { try lookAfter() }
      turn += 1
      usleep(20_000)
    }
  }

  private func perform(_ act: Playing.Act) throws {
    switch act {
    case .show: loop.show(Showing(picture: .dream(playing.course)))
    case .goOn:
      loop.show(
        Showing(picture: .dream(playing.course), fadeSeconds: 0.5, sinceUnixSeconds: WallClock.unixSeconds()))
    case .pause:
      takeNewest()
      let still = Frame(width: newest.width, height: newest.height)
      still.copy(from: newest)
      standing = still
      stand()
    case .standAgain: stand()
    case .showHelp:
      do throws(PlotCanvas.Fault) {
        let page = try PlayHelp.page(width: newest.width, height: newest.height)
        takeNewest()
        loop.show(
          Showing(
            picture: .still(page, name: "keys"), fadeSeconds: 0.5, sinceUnixSeconds: WallClock.unixSeconds()))
      } catch { say(error.description) }
    case .useLook(let name): useLook(name)
    case .saveStill: saveStill()
    case .say(let text): say(text)
    case .end: break
    }
  }

  private func stand() {
    guard let standing else { return }
    loop.show(
      Showing(picture: .still(standing, name: "paused"), fadeSeconds: 0.2, sinceUnixSeconds: WallClock.unixSeconds()))
  }

  /// Four times a second: the title, the look's file, and whether the night may still be shown.
  private func lookAfter() throws {
    let now = WallClock.unixSeconds()
    if let ending = source.ending(of: .exhibition, nowUnixSeconds: now) { throw CommandFault(.unusableInput, ending) }
    if sound?.warning != soundWarning {
      soundWarning = sound?.warning
      if let soundWarning { say(soundWarning) }
    }
    if let loss = loop.takeRendererLoss() { say("\(loss); the processor draws instead") }
    if let until = remark?.untilSeconds, now > until { remark = nil }
    // A remark goes; that nothing is heard stands as long as it is so.
    let deaf = soundWarning == nil ? "" : " · sound not heard"
    display.entitle("reverie · \(remark?.text ?? playing.title(atUnixSeconds: now) + deaf)")
    let stamp = folder.stamp(of: playing.look)
    if stamp != lookStamp, stamp != nil { useLook(playing.look) }
  }

  private func useLook(_ name: String) {
    lookStamp = folder.stamp(of: name)
    do throws(LookFolder.Fault) { loop.use(try folder.looks(named: name)) } catch {
      say("look \(name) cannot be used: \(error): the look before stays")
    }
  }

  private func takeNewest() {
    if let frame = shown.take() { newest.copy(from: frame) }
  }

  /// Saves what is on show under a name that tells what it is, and that no file has.
  private func saveStill() {
    let now = WallClock.unixSeconds()
    if let refusal = source.night.consent.refusal(of: .film, nowUnixSeconds: now) { return say("\(refusal)") }
    takeNewest()
    let place = playing.position(atUnixSeconds: now)
    let name = "dream-\(source.night.stage(at: place).wording)-\(Int(place))s-seed-\(playing.seed)"
    var path = "\(stillsPath)/\(name).png"
    var number = 2
    while WholeFile.exists(path) {
      path = "\(stillsPath)/\(name)-\(number).png"
      number += 1
    }
    do throws(CommandFault) {
      try MarkedStill.write(newest, to: .png(path), nights: [source.night.id])
      say("saved \(path)")
    } catch { say(error.description) }
  }

  /// Says a sentence, where the command was given and for some seconds above the window.
  private func say(_ text: String) {
    remark = (text, WallClock.unixSeconds() + 4)
    FilmProgress.say(text)
  }
}
