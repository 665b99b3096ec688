"""What statements do to the catalog, whichever statement it is."""
