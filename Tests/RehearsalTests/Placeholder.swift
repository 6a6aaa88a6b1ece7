// Placeholder: removed with this room's first test.
