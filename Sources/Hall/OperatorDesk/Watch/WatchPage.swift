import ShowFiles

/// The page of `rehearse --watch`, as HTML: whole, or the part that changes.
struct WatchPage {
  let sight: WatchBoard.Sight?
  let timeline: String?
  let version: Int

  /// The whole page; without scripts it shows the state of its loading.
  var html: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>\(htmlEscaped(sight?.title ?? "Rehearsal")): rehearsal</title>
    <link rel="stylesheet" href="/watch.css">
    <script src="/watch.js" defer></script>
    </head>
    <body>
    <main id="board" data-version="\(version)">
    \(board)
    </main>
    </body>
    </html>

    """
  }

  /// What changes when a file is saved.
  var board: String {
    guard let sight else { return "<p class=\"wait\">The show is being loaded …</p>" }
    let faults = sight.findings.count { $0.fault.severity == .fault } + sight.complaints.count
    let warnings = sight.findings.count - sight.findings.count { $0.fault.severity == .fault }
    let verdict = faults == 0 ? "no fault" : counted(faults, "fault")
    let more = warnings == 0 ? "" : ", \(counted(warnings, "warning"))"
    var parts = [
      "<header class=\"\(faults == 0 ? "good" : "bad")\"><h1>\(htmlEscaped(sight.title))</h1>"
        + "<p><strong>\(verdict)</strong>\(more) · \(htmlEscaped(sight.folder))</p></header>"
    ]
    parts += sight.complaints.map { "<section class=\"fault\"><p>\(htmlEscaped($0))</p></section>" }
    parts += sight.findings.map(section)
    if let timeline {
      let isOld = sight.timeline == nil
      let words = isOld ? "<p class=\"old\">The timeline of the last show that could be rehearsed:</p>" : ""
      parts.append("\(words)<figure class=\"\(isOld ? "stale" : "fresh")\">\(timeline)</figure>")
    }
    return parts.joined(separator: "\n")
  }

  private func section(_ finding: WatchBoard.Finding) -> String {
    let fault = finding.fault
    let isWarning = fault.severity == .warning
    var text = "<section class=\"\(isWarning ? "warning" : "fault")\"><p><code>"
    text += "\(htmlEscaped(fault.file)):\(fault.line):\(fault.column)</code> \(isWarning ? "warning: " : "")"
    text += "\(htmlEscaped(fault.message)) <em>\(htmlEscaped(fault.hint))</em></p>"
    if let source = finding.source {
      let number = "\(fault.line)"
      let margin = String(repeating: " ", count: number.count) + " │ "
      let pad = source.unicodeScalars.prefix(max(0, fault.column - 1)).map { $0 == "\t" ? "\t" : " " }.joined()
      text += "<pre>\(number) │ \(htmlEscaped(source))\n\(margin)\(pad)<b>^</b></pre>"
    }
    if let way = finding.way {
      text +=
        "<details open><summary>the shortest way to it</summary><pre>\(htmlEscaped(way, keepsLines: true))</pre></details>"
    }
    return text + "</section>"
  }

  /// Its style sheet.
  static let css = """
    :root { font: 15px/1.45 "DejaVu Sans", Verdana, Geneva, sans-serif; color: #1f2328; background: #fff }
    body { margin: 0 }
    main { padding: 16px 20px }
    header { border-left: 8px solid #009e73; padding: 2px 14px; margin-bottom: 14px }
    header.bad { border-color: #d55e00 }
    h1 { font-size: 20px; margin: 0 }
    header p, section p { margin: 4px 0 }
    section { border-left: 8px solid #d55e00; background: #fdf3ec; padding: 6px 14px; margin: 8px 0; max-width: 1100px }
    section.warning { border-color: #e69f00; background: #fdf8ec }
    code, pre { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 13px }
    code { font-weight: bold }
    pre { margin: 6px 0; overflow-x: auto }
    pre b { color: #d55e00 }
    summary { color: #57606a; cursor: pointer }
    em { color: #57606a; font-style: normal }
    em::before { content: "— " }
    figure { margin: 14px 0 }
    figure svg { width: 100%; height: auto; max-width: 2400px }
    figure.stale { opacity: .38; filter: grayscale(1) }
    .old, .wait { color: #57606a }

    """

  /// Its script: takes what changed when the server says that something did.
  static let script = """
    "use strict";
    const board = document.getElementById("board");
    const events = new EventSource("/events");
    events.onmessage = async (event) => {
      if (event.data === board.dataset.version) return;
      const answer = await fetch("/board", { cache: "no-store" });
      if (!answer.ok) return;
      board.innerHTML = await answer.text();
      board.dataset.version = answer.headers.get("X-Version") || event.data;
    };

    """
}

/// A text as it stands in HTML.
///
/// - Parameter keepsLines: whether its lines stay lines.
func htmlEscaped(_ text: String, keepsLines: Bool = false) -> String {
  if keepsLines {
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { htmlEscaped(String($0)) }
      .joined(separator: "\n")
  }
  var written = ""
  for character in printable(text) {
    switch character {
    case "&": written += "&amp;"
    case "<": written += "&lt;"
    case ">": written += "&gt;"
    case "\"": written += "&quot;"
    default: written.append(character)
    }
  }
  return written
}
