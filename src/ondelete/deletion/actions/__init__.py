"""Which keys act on a change, what they write into a row, and where the changed row goes."""
