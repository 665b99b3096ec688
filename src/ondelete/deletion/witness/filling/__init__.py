"""Values for the rows of a witness: what a table requires of them, and which ones satisfy it."""
