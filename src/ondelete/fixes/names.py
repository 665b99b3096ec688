"""Names for what a fix makes: at most as long as PostgreSQL keeps them."""

from __future__ import annotations

from ondelete.catalog import truncate_identifier

MAX_BYTES = 63


def name_within_limit(base: str, suffix: str) -> str:
    """Return both as one name that fits; if ``base`` is cut, a digest of it keeps two cut names apart.

    >>> name_within_limit("orders_user_id", "_idx")
    'orders_user_id_idx'
    >>> name_within_limit("o" * 60, "_idx")
    'oooooooooooooooooooooooooooooooooooooooooooooooooo_f714e84f_idx'
    """
    name = base + suffix
    if truncate_identifier(name, MAX_BYTES) == name:
        return name
    from hashlib import sha256  # few names are so long, and it loads a cryptographic library

    digest = "_" + sha256(base.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return truncate_identifier(base, MAX_BYTES - len(digest) - len(suffix)) + digest + suffix
