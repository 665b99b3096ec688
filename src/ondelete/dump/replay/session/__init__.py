"""What a session does besides DDL: its transactions, its path, what it calls, and what goes when it ends."""
