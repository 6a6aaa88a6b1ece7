import Foundation

extension Journal {
  /// Describes the journal's tables, for those who read it with other programs.
  ///
  /// - Returns: plain text: each table, each column, and how the chain is made.
  public static func schemaDocument() -> String {
    let tables = Schema.tables.map { table in
      let width = table.columns.map(\.name.count).max() ?? 0
      let columns = table.columns.map { column in
        "  " + column.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + column.meaning
      }
      return ([table.name + ": " + table.meaning] + columns).joined(separator: "\n")
    }
    return ([Schema.preface] + tables + [Schema.chain]).joined(separator: "\n\n") + "\n"
  }
}

/// What each table and column of a journal means.
enum Schema {
  /// A column and its meaning.
  struct Column {
    var name: String
    var meaning: String
  }

  /// A table and its meaning.
  struct Table {
    var name: String
    var meaning: String
    var columns: [Column]

    init(_ name: String, _ meaning: String, _ columns: KeyValuePairs<String, String>) {
      self.name = name
      self.meaning = meaning
      self.columns = columns.map { Column(name: $0.key, meaning: $0.value) }
    }
  }
}
