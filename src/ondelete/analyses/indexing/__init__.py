"""What decides whether an index can serve a foreign key: operators, collations, predicates; and the index to add."""
