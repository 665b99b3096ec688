"""Names in a picture: shown safely, and turned into ids that stay the same when something else changes."""

from __future__ import annotations

import hashlib
import re

from ondelete.catalog import ForeignKey, QualifiedName, key_part
from ondelete.diagrams.scenes.scene import Bundle, Fate, LooseKey

_PLAIN = re.compile(r"[A-Za-z0-9_.]+\Z")


def table_token(table: QualifiedName) -> str:
    """Return an id of letters, digits, ``_``, ``.`` and ``-`` for a table: its name if that is plain."""
    return _token(f"{key_part(table.schema)}.{key_part(table.name)}")


def key_token(key: ForeignKey | LooseKey) -> str:
    """Return such an id for a key."""
    return _token(key.id)


def bundle_token(bundle: Bundle) -> str:
    """Return such an id for a bundle: what it hangs on, not what is in it."""
    place = table_token(bundle.referenced) if bundle.referenced else _token(bundle.schema)
    action = (bundle.action or "none").replace(" ", "-")
    frame = f"-{cluster_token(bundle.cluster)}" if bundle.cluster else ""
    certainty = _token("-" + bundle.title.partition(": ")[2]) if bundle.fate is Fate.BLOCKS else ""
    return f"{place}-{bundle.event}-{action}-{bundle.fate}{certainty}{frame}"


def cluster_token(name: str) -> str:
    """Return such an id for a frame around boxes."""
    return _token(name)


def _token(text: str) -> str:
    if _PLAIN.match(text):
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return re.sub(r"[^A-Za-z0-9_.]+", "_", text) + "-" + digest
