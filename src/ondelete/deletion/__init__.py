"""What PostgreSQL does on DELETE: the semantics engine."""
