"""A few rows that show a predicted effect, and the SQL that replays them."""
