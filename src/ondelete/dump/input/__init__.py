"""Bytes: opened, uncompressed, decoded, and read as psql reads them."""
