"""What PostgreSQL requires of a key, and which keys of partitions are parts of one above."""
