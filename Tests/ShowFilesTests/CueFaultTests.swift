import Show
import ShowFiles
import Testing

@Suite("Faults of cues")
struct CueFaultTests {
  @Test(
    "each fault of a cue's timing is named at its place",
    arguments: [
      Marked("‸{ at: 1s }", "this cue does nothing"),
      Marked("{ note: a, ‸set: { wash: 1 } }", "a cue does one thing"),
      Marked("{ note: a, at: ‸1 }", "`at` is a length of time"),
      Marked("{ note: a, at: 1s, ‸wait: 2s }", "a cue starts at a place or after a wait"),
      Marked("{ ‸fade: { wash: 1 } }", "this fade takes no time", hint: "add `over`"),
      Marked("{ set: { wash: 1 }, ‸over: 2s }", "`set` takes no time", hint: "write `fade`"),
      Marked("{ note: a, ‸curve: linear }", "`note` has no curve"),
      Marked("{ fade: { wash: 1 }, over: 1s, curve: ‸easein }", "`curve` cannot be `easein`", hint: "ease-in"),
      Marked("{ play: { voice: a }, ‸follow: end }", "`follow: end` without a time-out", hint: "within"),
      Marked("{ play: { voice: a }, follow: ‸wait, within: 9s }", "`follow` cannot be `wait`"),
      Marked("{ play: { voice: a }, ‸within: 9s }", "`within` limits a `follow: end`"),
      Marked("{ play: { voice: a }, follow: end, within: ‸x }", "`within` is a length of time"),
      Marked("{ play: { voice: a }, ‸follow: end, within: 0s }", "`follow: end` without a time-out"),
      Marked("{ note: a, every: ‸10ms }", "`every: 10ms` is too fast"),
      Marked("{ note: a, on_failure: ‸retry }", "`retry` is no way to take a failure"),
      Marked("{ note: a, on_failure: ‸retry 99 within 3s }", "`retry 99 within 3s` is no way"),
      Marked("{ note: a, then_wait: ‸3 }", "`then_wait` is a length of time"),
      Marked("{ osc: { ‸too: \"a:1\", address: /a } }", "a message of OSC has no key `too`"),
      Marked("{ osc: { to: ‸10.0.0.7, address: /a } }", "`to` is a host and a port of UDP"),
      Marked("{ osc: { to: ‸\"10.0.0.7:0\", address: /a } }", "`to` is a host and a port of UDP"),
      Marked("{ osc: { to: \"10.0.0.7:9\", address: ‸/a/* } }", "`address` is an address of OSC"),
      Marked("{ osc: { to: \"10.0.0.7:9\", address: /a, arguments: [‸[1]] } }", "an argument of OSC is a number"),
      Marked("{ http: ‸{ json: 1 } }", "a request is one of get, post, put, delete, patch"),
      Marked(
        "{ http: { get: \"http://a\", ‸put: \"http://a\" } }", "a request is one of get, post, put, delete, patch"),
      Marked("{ http: { get: ‸\"ftp://a\" } }", "`get` is a place of HTTP"),
      Marked("{ http: { post: ‸\"http://me:secret@a/b\" } }", "`post` is a place of HTTP"),
      Marked("{ http: { ‸get: \"http://a\", json: 1 } }", "a `get` has no body"),
      Marked("{ http: { post: \"http://a\", json: 1, ‸text: b } }", "a request has one body"),
      Marked("{ http: { post: \"http://a\", within: ‸2m } }", "an answer is waited for from 100 ms to 60 s"),
      Marked("{ ‸fad: { wash: 1 } }", "a cue has no key `fad`", hint: "did you mean `fade`"),
    ])
  func timing(_ marked: Marked) {
    let show = MarkedShow(artwork: Texts.cue(marked.text))
    // A misspelt action also leaves the cue without one.
    show.expectAmong(marked, file: "piece.yaml")
    #expect(show.loaded.faults.count <= 2, "\(show.loaded.faults)")
    #expect(show.loaded.show?.unavailable.map(\.id) == ["piece"])
  }

  @Test(
    "each fault of an action is named at its place",
    arguments: [
      Marked("{ set: ‸wash }", "`set` names devices"),
      Marked("{ set: { ‸wsh: 1 } }", "there is no device `wsh`", hint: "did you mean `wash`"),
      Marked("{ set: { ‸wash.levl: 1 } }", "wash is a light and has no `levl`", hint: "did you mean `level`"),
      Marked("{ set: { wash.level: ‸2 } }", "`wash.level` is 2, out of its range", hint: "from 0 to 1"),
      Marked("{ set: { wash.level: 1, ‸wash: 0.5 } }", "wash.level is given twice"),
      Marked("{ set: { wash: { level: ‸high } } }", "`wash.level` is a number"),
      Marked("{ set: { voice: { gain: ‸13dB } } }", "`voice.gain` is 13, out of its range"),
      Marked("{ stills: ‸{ folder: a } }", "`stills` needs `screen`", hint: "screen: [LEFT, RIGHT]"),
      Marked("{ stills: { screen: ‸voice, folder: a } }", "voice is a player, and only screens hang stills"),
      Marked("{ stills: { screen: [screen, ‸scren], folder: a } }", "there is no device `scren`"),
      Marked("{ stills: { screen: [screen, ‸screen], folder: a } }", "screen stands here twice"),
      Marked("{ stills: ‸{ screen: screen } }", "`stills` changes nothing"),
      Marked(
        "{ stills: { screen: screen, folder: a, ‸items: [b] } }",
        "a way leads through a folder or through items, not both"),
      Marked("{ stills: { screen: screen, folder: ‸../a } }", "`../a` is no name of a medium"),
      Marked("{ stills: { screen: screen, folder: a, every: ‸500ms } }", "`every` is 500ms, out of its range"),
      Marked("{ stills: { screen: screen, folder: a, over: ‸11m } }", "`over` is 11m, out of its range"),
      Marked("{ stills: { screen: screen, transition: ‸cut } }", "`transition` cannot be `cut`"),
      Marked("{ stills: { screen: screen, fit: ‸crop } }", "`fit` cannot be `crop`"),
      Marked("{ stills: { screen: screen, motion: ‸2 } }", "`motion` is 2, out of its range"),
      Marked("{ stills: { screen: screen, fps: ‸0 } }", "`fps` is 0, out of its range"),
      Marked("{ stills: { screen: screen, folder: a, ‸losses: 1 } }", "`stills` has no key `losses`"),
      Marked("{ splice: { screen: screen, ‸items: [a] } }", "`items` names one still, and two stills are needed"),
      Marked(
        "{ splice: { screen: screen, folder: a, every: ‸9s } }", "`every` is 9s, out of its range", hint: "from 10s"),
      Marked("{ splice: { screen: screen, folder: a, losses: ‸1.5 } }", "`losses` is 1.5, out of its range"),
      Marked("{ splice: { screen: screen, folder: a, seed: ‸-1 } }", "`seed` is -1, out of its range"),
      Marked("{ set: { screen.stills: ‸wall } }", "`stills` is written with keys"),
      Marked("{ set: { voice: { ‸volume: 1 } } }", "voice is a player and has no `volume`"),
      Marked("{ set: { screen: { still: ‸/etc/passwd } } }", "`/etc/passwd` is no name of a medium"),
      Marked("{ still: { ‸wash: a } }", "wash is a light", hint: "screens"),
      Marked("{ still: { screen: ‸a/../b } }", "`a/../b` is no name of a medium"),
      Marked("{ play: { ‸screen: a } }", "screen is a screen", hint: "players"),
      Marked("{ play: { voice: ‸{ loop: true } } }", "a playback needs `media`"),
      Marked("{ play: { voice: { media: a, gain: ‸99 } } }", "`gain` is 99, out of its range"),
      Marked("{ play: { voice: { media: a, ‸volume: 3 } } }", "a playback has no key `volume`"),
      Marked("{ stop: ‸wash }", "wash is a light", hint: "players and screens"),
      Marked("{ stop: [voice, ‸vioce] }", "there is no device `vioce`", hint: "did you mean `voice`"),
      Marked("{ power: { ‸wash: on } }", "wash is a light", hint: "projectors"),
      Marked("{ power: { beam: ‸warm } }", "`power` is true or false"),
      Marked("{ dream: ‸{ night: demo } }", "a dream needs `screen`"),
      Marked("{ dream: { screen: screen, chorus: ‸demo } }", "`demo` is no chorus", hint: "list nights"),
      Marked("{ dream: { screen: screen, chorus: [a, ‸a] } }", "`a` stands twice in this chorus"),
      Marked("{ dream: { screen: screen, chorus: [a, ‸../b] } }", "`chorus`"),
      Marked("{ dream: { screen: screen, night: a, chorus: ‸[b, a] } }", "`a` is dreamt already"),
      Marked(
        "{ dream: { screen: screen, chorus: ‸[a, b, c, d, e, f, g, h] } }", "8 nights are more than a picture holds"),
      Marked("{ dream: { screen: screen, chorus: ‸{ count: crowd } } }", "a chorus needs `of`"),
      Marked("{ dream: { screen: screen, chorus: { of: [a], ‸each: 2 } } }", "`each` says for how many"),
      Marked("{ dream: { screen: screen, chorus: { of: [a], count: ‸crwd } } }", "there is no input `crwd`"),
      Marked("{ dream: { screen: screen, chorus: { of: [a], count: ‸near } } }", "`near` counts nothing"),
      Marked("{ dream: { screen: screen, chorus: { of: [a], count: crowd, each: ‸0 } } }", "`each` is 0"),
      Marked(
        "{ set: { screen: { dream: { night: a, chorus: ‸{ of: [b], count: crowd } } } } }", "nobody counts visitors"),
      Marked("{ dream: { screen: ‸wash, night: demo } }", "wash is a light, and only screens dream"),
      Marked("{ dream: { screen: ‸scren, night: demo } }", "there is no device `scren`"),
      Marked("{ dream: ‸{ screen: screen } }", "this dream changes nothing"),
      Marked("{ dream: { screen: screen, speed: ‸601 } }", "`speed` is 601, out of its range"),
      Marked("{ dream: { screen: screen, from: ‸dawn } }", "`from` is a place in the night"),
      Marked("{ dream: { screen: screen, seed: ‸-1 } }", "`seed` is -1, out of its range"),
      Marked("{ dream: { screen: screen, night: ‸../x } }", "`night` is a name"),
      Marked("{ dream: ‸{ screen: screen, stop: true, stage: W } }", "a dream that stops"),
      Marked(
        "{ ‸dream: { screen: screen, stage: W, over: 1s }, over: 2s }", "`over` stands in the cue and in the dream"),
      Marked("{ go: ‸on }", "this artwork has no scene `on`", hint: "did you mean `one`"),
      Marked("{ go: { artwork: ‸other, scene: one } }", "the hall has no artwork `other`"),
      Marked("{ go: ‸{ artwork: piece } }", "`go` needs `scene`"),
      Marked("{ publish: ‸{ payload: 1 } }", "a message needs `topic`"),
      Marked("{ publish: { topic: ‸hall/h/event } }", "`hall/h/event` is one of the hall's own topics"),
      Marked("{ publish: { topic: ‸a/+/b } }", "`a/+/b` has a wildcard"),
      Marked("{ publish: { topic: a, retain: ‸maybe } }", "`retain` is true or false"),
      Marked("{ note: ‸[a] }", "`note` is a text"),
      Marked("{ ‸note: }", "`note` has no value"),
    ])
  func action(_ marked: Marked) {
    let show = MarkedShow(artwork: Texts.cue(marked.text))
    show.expect(marked, file: "piece.yaml")
    #expect(show.loaded.show?.artworks == [])
    #expect(show.loaded.show?.unavailable.first?.reason == show.loaded.faults.first?.description)
  }
}
