"""What happens if a row is deleted, read from a PostgreSQL schema dump."""
