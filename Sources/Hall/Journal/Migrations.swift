import GRDB

/// The steps by which a journal's tables came to be what they are. A step that was released never changes.
enum Migrations {
  /// Marks the file as a journal of Régie: the letters REGI.
  static let applicationID: Int32 = 0x5245_4749

  /// All steps, in order.
  static var all: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 the chain") { database in
      try database.execute(sql: theChain)
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
    migrator.registerMigration("2 old readings") { database in
      // Retention finds the oldest readings at once, however many there are, and that there are none.
      try database.execute(
        sql: "CREATE INDEX reading_by_wall ON entry (wall_ms) WHERE kind = 'reading' AND wall_ms IS NOT NULL")
    }
    return migrator
  }

  private static let theChain = """
    CREATE TABLE entry (
      seq INTEGER PRIMARY KEY,
      role TEXT NOT NULL,
      kind TEXT NOT NULL,
      artwork TEXT,
      subject TEXT,
      at_ms INTEGER NOT NULL,
      wall_ms INTEGER,
      body TEXT NOT NULL,
      hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX entry_by_artwork ON entry (artwork) WHERE artwork IS NOT NULL;
    CREATE INDEX entry_by_kind ON entry (kind) WHERE kind <> 'reading';
    CREATE INDEX entry_by_wall ON entry (wall_ms) WHERE wall_ms IS NOT NULL;
    CREATE TABLE answer (
      operator TEXT NOT NULL,
      id TEXT NOT NULL,
      body_hash TEXT NOT NULL,
      reply TEXT NOT NULL,
      seq INTEGER NOT NULL,
      at_wall_ms INTEGER NOT NULL,
      digest BLOB NOT NULL,
      PRIMARY KEY (operator, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX answer_by_wall ON answer (at_wall_ms);
    CREATE TABLE snapshot (
      seq INTEGER PRIMARY KEY,
      state_hash TEXT NOT NULL,
      state BLOB NOT NULL,
      digest BLOB NOT NULL
    ) STRICT;
    CREATE TABLE show (
      hash TEXT PRIMARY KEY,
      loaded_ms INTEGER,
      text TEXT NOT NULL,
      digest BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE erased (
      from_seq INTEGER PRIMARY KEY,
      to_seq INTEGER NOT NULL,
      hash BLOB NOT NULL,
      erasure INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX erased_by_erasure ON erased (erasure);
    CREATE TABLE meta (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
