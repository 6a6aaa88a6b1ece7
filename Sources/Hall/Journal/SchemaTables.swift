extension Schema {
  static let preface = """
    The journal of a hall: a SQLite database in WAL mode, application id 0x52454749. Open it read-only; one daemon
    writes it. Times are milliseconds: *_ms since 1970 UTC, except at_ms, which is show time. Bodies are JSON.
    """

  static let tables: [Table] = [
    Table(
      "entry", "what happened, in order; nothing is changed, and only old readings are ever erased",
      [
        "seq": "number of the entry, from 1; holes are declared by a mark of kind gap, or in the table erased",
        "role": "input, decision, effect, outcome, fault or mark",
        "kind": "what it is, a short word: reading, command, scene ...; of a mark begun, gap or erasure",
        "artwork": "the artwork it concerns, or null",
        "subject": "the sensor, device, operator or schedule entry it concerns, or null",
        "at_ms": "show time",
        "wall_ms": "wall clock, or null where the clock was unknown",
        "body": "the content, JSON",
        "hash": "32 bytes: SHA-256 over the hash before and this row (see below)",
      ]),
    Table(
      "answer", "answers to commands, kept for at least 24 hours, so that a repeated id gets the same one",
      [
        "operator": "the operator's name",
        "id": "the command's id",
        "body_hash": "hash of the command's body",
        "reply": "the answer, JSON",
        "seq": "the entry that the answer speaks of",
        "at_wall_ms": "when it was answered",
        "digest": "32 bytes: SHA-256 over operator, id, body_hash, reply, seq, at_wall_ms",
      ]),
    Table(
      "snapshot", "the state of the show after an entry; the newest few are kept, and one a day",
      [
        "seq": "the entry after which the state was this",
        "state_hash": "the state's hash, by the sequencer",
        "state": "the state, JSON as UTF-8",
        "digest": "32 bytes: SHA-256 over seq, the entry's hash, state_hash, state",
      ]),
    Table(
      "show", "the text of every show that was loaded",
      [
        "hash": "the show's hash",
        "loaded_ms": "when it was loaded last, or null where the clock was unknown",
        "text": "its text",
        "digest": "32 bytes: SHA-256 over hash, text",
      ]),
    Table(
      "erased", "spans of readings that retention erased, with what the chain needs to go on behind them",
      [
        "from_seq": "the first number of the span",
        "to_seq": "the last number of the span",
        "hash": "32 bytes: the hash that the last entry of the span had",
        "erasure": "the entry, a mark of kind erasure, that proves the span",
      ]),
    Table(
      "meta", "what the journal says of itself",
      [
        "name": "format (of the chain: 1), journal (its identity), first (number of its first entry)",
        "value": "the value, as text",
      ]),
    Table(
      "grdb_migrations", "the steps by which the tables came to be what they are",
      ["identifier": "name of a step that was done"]),
  ]

  static let chain = """
    The chain. hash = SHA-256 of: the hash of the entry before (32 bytes; zeros before the first); seq; role;
    kind; artwork; subject; at_ms; wall_ms; body. Numbers are 8 bytes, the highest first; wall_ms is preceded by
    a byte 1, or is the byte 0 alone where it is null. Texts are UTF-8 after their length (4 bytes, the highest
    first); a null is the length FFFFFFFF alone. Across erased entries the chain goes on from erased.hash; the
    entry named by erased.erasure carries in its body "digest": SHA-256 over from_seq, to_seq and hash of all
    its spans in order. In digests, texts stand after their length in 8 bytes. The first entry is a mark of kind
    begun; where a journal before it was damaged, it says what was found, which file in quarantine holds it, and
    after which number this one goes on.
    """
}
