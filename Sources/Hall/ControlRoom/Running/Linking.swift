import Journal
import Logging
import MQTTLink
import Sequencer
import Show

// The link to the broker: what is subscribed to, what is announced, and whether another daemon runs the hall already.

extension ControlRoom {
  /// How long after a start another daemon that is found keeps this one from running at all.
  static let startPhase = TimeSpan.seconds(5)
  /// After how long a hall that another daemon runs is looked at again.
  static let lookAgainAfter = Duration.seconds(60)

  private var clientIdentifier: String { "regie-\(sequencer.show.hall.name)" }

  private func linkSettings(_ identifier: String) -> LinkSettings {
    var link = LinkSettings(address: settings.broker, clientIdentifier: identifier)
    (link.credentials, link.timings) = (settings.credentials, settings.timings)
    return link
  }

  // MARK: Looking whether another daemon is there

  /// Begins to connect: first with a look at who announces itself, unless the hall is to be taken over.
  func beginLinking() {
    guard !settings.takesOver else { return openLink() }
    var link = linkSettings("\(clientIdentifier)-look-\(surroundings.drawNumber())")
    link.sessionExpirySeconds = 0
    let look = surroundings.makeLink(link, loop)
    look.onBatch = { [unowned self] batch in self.assumeIsolated { $0.looked(at: batch) } }
    look.onEvent = { [unowned self] event in self.assumeIsolated { $0.lookHappened(event) } }
    // What is retained for the first comes before the second is granted.
    look.subscribe(MQTTSubscription(topics.controller))
    look.subscribe(MQTTSubscription(topics.state))
    self.look = look
    look.start()
  }

  private func lookHappened(_ event: LinkEvent) {
    switch event {
    case .subscribed(let filter, _) where filter == topics.state:
      loop.call(after: .milliseconds(30)) { self.assumeIsolated { $0.lookEnds(finding: nil) } }
    case .subscriptionRefused(let filter, let reason):
      warn("link-refused:\(filter)", "the broker refuses \(filter): \(reason): check the access list", at: now)
      if filter == topics.state { lookEnds(finding: nil) }
    default: linkHappened(event)
    }
  }

  private func looked(at batch: [MQTTMessage]) {
    for message in batch where message.topic == topics.controller {
      if let node = Self.otherNode(in: message.payload, than: settings.node) { return lookEnds(finding: node) }
    }
  }

  /// The node of another daemon that says it is online.
  static func otherNode(in payload: [UInt8], than node: String) -> String? {
    guard let json = try? JSONValue(strict: payload), json.at(pointer: "/state")?.text == "online",
      let other = json.at(pointer: "/node")?.text, other != node
    else { return nil }
    return other
  }

  private func lookEnds(finding node: String?) {
    guard let look else { return }
    self.look = nil
    look.onBatch = { _ in }
    look.onEvent = { _ in }
    look.stop(publishingWill: false)
    guard let node else {
      clear("another-daemon", at: now)
      return openLink()
    }
    if now - startedAt < Self.startPhase { return end(.anotherDaemon(node)) }
    warn(
      "another-daemon", "the daemon of \(node) runs this hall: stop it, or start this one with --takeover", at: now)
    loop.call(after: Self.lookAgainAfter) { self.assumeIsolated { $0.beginLinking() } }
  }

  // MARK: The link itself

  private func openLink() {
    var link = linkSettings(clientIdentifier)
    let offline = ControllerText(
      state: "offline", ready: false, version: settings.version, since: nil, node: settings.node,
      timezone: sequencer.show.hall.timeZone)
    link.will = MQTTPublication(topics.controller, interpreter.text(offline), qos: .atLeastOnce, retain: true)
    let connection = surroundings.makeLink(link, loop)
    connection.onBatch = { [unowned self] batch in self.assumeIsolated { $0.receive(batch) } }
    connection.onEvent = { [unowned self] event in self.assumeIsolated { $0.linkHappened(event) } }
    for subscription in topics.subscriptions { connection.subscribe(subscription) }
    self.link = connection
    interpreter.link = connection
    if handover.phase == .committing { connection.pauseReading() }
    connection.start()
  }

  private func linkHappened(_ event: LinkEvent) {
    switch event {
    case .connected(let sessionPresent): if link?.isConnected == true { linkConnected(sessionPresent) }
    case .disconnected(let fault, _):
      interpreter.rack.linked(false)
      warn("broker", "\(fault)", at: now)
    case .sessionTaken:
      warn(
        "session-taken", "another client connected as \(clientIdentifier); the show goes on, tried again in 60 s",
        at: now)
    case .subscribed: break
    case .subscriptionRefused(let filter, let reason):
      warn("link-refused:\(filter)", "the broker refuses \(filter): \(reason): check the access list", at: now)
    case .publishRefused(let topic, let reason):
      warn("publish-refused:\(topic)", "the broker refuses \(topic): \(reason): check the access list", at: now)
    case .publicationsDropped(let count): tally.dropped("publications", count)
    }
    askForTurn()
  }

  private func linkConnected(_ sessionPresent: Bool) {
    log.notice("connected to the broker", metadata: ["broker": "\(settings.broker)"])
    clear("broker", at: now)
    clear("session-taken", at: now)
    isCatchingUp = sessionPresent
    loop.call(after: .seconds(5)) { self.assumeIsolated { $0.isCatchingUp = false } }
    // Levels first, the announcement last; its echo tells that all that was queued for this client has come.
    announce()
    interpreter.repeatLevels()
    interpreter.rack.linked(true)
  }

  /// Follows a show with other topics, sensors or another name.
  func follow(_ hall: Hall) {
    let before = topics
    topics = TopicMap(hall)
    guard link != nil || look != nil else { return interpreter.topics = topics }
    if before.base != topics.base {
      link?.stop()
      look?.stop(publishingWill: false)
      (link, look, interpreter.link) = (nil, nil, nil)
      interpreter.topics = topics
      return openLink()
    }
    interpreter.topics = topics
    let filters = Set(topics.subscriptions.map(\.filter))
    for subscription in before.subscriptions where !filters.contains(subscription.filter) {
      link?.unsubscribe(subscription.filter)
    }
    let known = Set(before.subscriptions.map(\.filter))
    for subscription in topics.subscriptions where !known.contains(subscription.filter) {
      link?.subscribe(subscription)
    }
  }

  // MARK: The announcement

  /// Announces the daemon, if there is something new to say.
  func announce() {
    let instant = instantWriter
    let all = warnings.values.sorted { ($0.since, $0.id) < ($1.since, $1.id) } + sequencer.activeWarnings
    let text = ControllerText(
      state: "online", ready: isReady, version: settings.version, since: instant(startedAt), node: settings.node,
      timezone: sequencer.show.hall.timeZone,
      warnings: all.map { .init(id: $0.id, text: $0.text, since: instant($0.since)) })
    guard text != lastAnnounced else { return }
    lastAnnounced = text
    interpreter.announce(text)
  }

  /// Someone wrote on the daemon's own topic: it itself, the broker for a connection that was lost, or a stranger.
  func takeAnnouncement(_ message: MQTTMessage, at now: ShowInstant) {
    guard let own = interpreter.announcement else { return }
    if message.payload == own {
      if !message.isRetained { isCatchingUp = false }
      return
    }
    // Own words of before are followed by the newest ones; anything else is put right, at most once a second.
    if let last = lastCorrection, now - last < .seconds(1) { return correctLater() }
    lastCorrection = now
    interpreter.repeatLevel(topics.controller)
  }

  /// A stranger who writes twice within a second must not have the last word.
  private func correctLater() {
    guard !isCorrectionAsked else { return }
    isCorrectionAsked = true
    loop.call(after: .seconds(1)) { [weak self] in self?.assumeIsolated { $0.correct() } }
  }

  private func correct() {
    isCorrectionAsked = false
    lastCorrection = now
    interpreter.repeatLevel(topics.controller)
  }
}
