"""Formats: one file each, each a pure function of a Report."""
