"""Migrations: which files of a folder a tool runs, in which order, and which part of each is the way up."""
