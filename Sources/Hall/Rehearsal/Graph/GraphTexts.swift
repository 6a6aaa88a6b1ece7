import Show

extension SceneGraph {
  /// The graph as a flowchart of Mermaid.
  public var mermaid: String {
    var lines = ["---", "title: \(jsonQuoted(heading))", "---", "flowchart TD"]
    for (number, box) in boxes.enumerated() {
      let text = ([box.name] + [box.title].filter { !$0.isEmpty } + box.marks.map { "(\($0))" })
        .map(mermaidEscaped).joined(separator: "<br/>")
      let (open, close) =
        switch box.place {
        case .scene: ("[", "]")
        case .foreign: ("[[", "]]")
        case .phase, .entry: ("([", "])")
        case .rotation: ("{{", "}}")
        }
      lines.append("  s\(number + 1)\(open)\"\(text)\"\(close):::\(box.look.rawValue)")
    }
    for arrow in arrows {
      let line = arrow.cause == .operators || arrow.cause == .programme ? "-.->" : "-->"
      let label = arrow.text.isEmpty ? "" : "|\"\(mermaidEscaped(arrow.text))\"|"
      lines.append("  s\(arrow.from + 1) \(line)\(label) s\(arrow.to + 1)")
    }
    for look in GraphLook.allCases where boxes.contains(where: { $0.look == look }) {
      let dash = look.dash.isEmpty ? "" : ",stroke-dasharray:\(look.dash)"
      lines.append("  classDef \(look.rawValue) fill:\(look.fill),stroke:\(look.line),color:#1f2328\(dash)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The graph in the language of Graphviz.
  public var dot: String {
    var lines = [
      "digraph \(dotQuoted(artwork.text)) {",
      "  graph [label=\(dotQuoted(heading)), labelloc=t, rankdir=TB, fontname=\"DejaVu Sans\"]",
      "  node [shape=box, style=\"rounded,filled\", fontname=\"DejaVu Sans\", fontsize=12]",
      "  edge [fontname=\"DejaVu Sans\", fontsize=10]",
    ]
    for (number, box) in boxes.enumerated() {
      let text = ([box.name] + [box.title].filter { !$0.isEmpty } + box.marks.map { "(\($0))" }).joined(separator: "\n")
      let style = box.look.dash.isEmpty ? "rounded,filled" : "rounded,filled,dashed"
      lines.append(
        "  s\(number + 1) [label=\(dotQuoted(text)), fillcolor=\"\(box.look.fill)\", color=\"\(box.look.line)\", "
          + "style=\"\(style)\"]")
    }
    for arrow in arrows {
      let style = arrow.cause.dash.isEmpty ? "solid" : "dashed"
      let label = dotQuoted(
        [arrow.reason, arrow.condition.isEmpty ? "" : "when \(arrow.condition)"].filter { !$0.isEmpty }
          .joined(separator: "\n"))
      lines.append(
        "  s\(arrow.from + 1) -> s\(arrow.to + 1) [label=\(label), color=\"\(arrow.cause.color)\", "
          + "fontcolor=\"\(arrow.cause.color)\", style=\(style)]")
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  /// What the drawing is of, in one line.
  var heading: String {
    let made = by.isEmpty ? "" : ", \(by)"
    return "\(title.isEmpty ? artwork.text : title)\(made)"
  }
}

/// A text between double quotes in a flowchart: what would end it, or mean something in it, is an entity of Mermaid's.
private func mermaidEscaped(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { written, scalar in
    switch scalar {
    case "\"": written += "#quot;"
    case "#", "&", "<", ">", ";", "`", "\\", "_", "*", "[", "]", "{", "}", "|", "(", ")": written += "#\(scalar.value);"
    case "\n", "\r", "\t": written += " "
    default: written.unicodeScalars.append(scalar)
    }
  }
}

/// A string of Graphviz: a line end is centred text's `\n`.
private func dotQuoted(_ text: String) -> String {
  let inner = text.unicodeScalars.reduce(into: "") { written, scalar in
    switch scalar {
    case "\"": written += "\\\""
    case "\\": written += "\\\\"
    case "\n": written += "\\n"
    case "\r", "\t": written += " "
    default: written.unicodeScalars.append(scalar)
    }
  }
  return "\"\(inner)\""
}
