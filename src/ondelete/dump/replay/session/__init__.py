"""What a session does besides DDL: its transactions, its search path, what it calls, and what ends with it."""
