"""``KEY=ACTION``, as a command line has it, as a change of a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import ReferentialAction, Timing
from ondelete.errors import OndeleteError
from ondelete.whatif.naming import keys_named
from ondelete.whatif.new import NEW, new_key
from ondelete.whatif.refused import why_refused
from ondelete.whatif.supposed import Supposed, with_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Catalog, ForeignKey

_DEFERRED = Timing(deferrable=True, initially_deferred=True)
_ACTIONS = {action.value.replace(" ", "-"): action for action in ReferentialAction}
WORDS = ("cascade", "restrict", "no-action", "set-null", "set-default", "deferred", "none")
"""The actions that can be supposed; ``none`` is no key. ``set-null`` and ``set-default`` take a list of columns."""


def assume(catalog: Catalog, texts: Sequence[str]) -> tuple[Catalog, tuple[Supposed, ...]]:
    """Return the schema that nobody has written yet, and what is different in it.

    An action changes the ON DELETE of a key and nothing else; ``deferred`` makes it NO ACTION DEFERRABLE INITIALLY
    DEFERRED. If two texts are about one key, the later one counts.

    Args:
        catalog: the schema as it is.
        texts: ``KEY=ACTION`` each; KEY as ``keys_named`` takes it, or ``new:TABLE.COLUMN→TABLE``.

    Raises:
        NoSuchTable: a new key names no table.
        OndeleteError: there is no such key or action, or PostgreSQL would refuse the key.
    """
    changes: dict[str, Supposed] = {}
    for text in texts:
        name, equals, word = text.rpartition("=")
        if not equals or not name.strip():
            raise OndeleteError(f"{text}: write KEY=ACTION, as in posts_user_id_fkey=cascade; {_known()}")
        for change in _changes(catalog, name, word.strip().lower()):
            _require_accepted(catalog, change, text)
            changes[change.key.id] = change
    found = tuple(changes.values())
    return with_keys(catalog, found), found


def _changes(catalog: Catalog, name: str, word: str) -> list[Supposed]:
    if name.startswith(NEW):
        made = new_key(catalog, name.removeprefix(NEW))
        return [Supposed(None, _acting(made, word))] if word != "none" else _nothing(name)
    return [Supposed(key, _acting(key, word)) for key in keys_named(catalog, name)]


def _nothing(name: str) -> list[Supposed]:
    raise OndeleteError(f"{name}=none: a key that is not there cannot be taken away.")


def _acting(key: ForeignKey, word: str) -> ForeignKey | None:
    bare, bracket, listed = word.partition("(")
    columns = tuple(each.strip() for each in listed.rstrip(") ").split(",")) if bracket else None
    bare = bare.strip()
    if bare not in WORDS or (columns is not None and bare not in ("set-null", "set-default")):
        raise OndeleteError(f"{word or 'nothing'}: no such action; {_known()}")
    if bare == "none":
        return None
    if bare == "deferred":
        return replace(key, on_delete=ReferentialAction.NO_ACTION, set_columns=None, timing=_DEFERRED)
    return replace(key, on_delete=_ACTIONS[bare], set_columns=columns)


def _require_accepted(catalog: Catalog, change: Supposed, text: str) -> None:
    reason = why_refused(catalog, change.after) if change.after is not None else None
    if reason is not None:
        raise OndeleteError(f"{text}: PostgreSQL refuses such a key: {reason}.")


def _known() -> str:
    return f"the actions are {', '.join(WORDS[:-1])} and {WORDS[-1]}."
