"""Which version this is, and where the project is to be found: the one place that knows."""

from __future__ import annotations

VERSION = "0.1.0"

ADDRESS = ""
"""The address of the repository, without a slash at its end.

Empty until the project has one: an address that is only assumed sends readers to whoever takes it.
"""


def address_of(path: str) -> str | None:
    """Return where a file is read whose path begins at the top of the repository, None while there is no address."""
    return f"{ADDRESS}/blob/main/{path}" if ADDRESS else None
