"""The catalog while it is being made, and how names are found in it."""
