"""Parse nodes: PostgreSQL's own raw parse tree, typed, with only the fields that are used."""
