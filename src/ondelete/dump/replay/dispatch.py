"""The registry of statement handlers: importing a module of ``handlers`` registers what it replays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.catalog import QualifiedName
    from ondelete.dump.nodes.statements.alter_table import AlterTableCmd
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

Handler: TypeAlias = "Callable[[Any, Source, State], None]"
Command: TypeAlias = "Callable[[QualifiedName, AlterTableCmd, Source, State], None]"
H = TypeVar("H", bound="Handler")
C = TypeVar("C", bound="Command")
HANDLERS: dict[str, tuple[type, Handler]] = {}
"""By the kind of the parse node: how to decode it, and what to do with it."""

COMMANDS: dict[str, Command] = {}
"""Commands of ALTER TABLE by subtype."""


def replays(node: type, kind: str = "") -> Callable[[H], H]:
    """Register a handler for a kind of statement; the node's type names the kind."""

    def register(handler: H) -> H:
        HANDLERS[kind or node.__name__] = (node, handler)
        return handler

    return register


def alters(*subtypes: str) -> Callable[[C], C]:
    """Register a command of ALTER TABLE under its subtypes (``AddColumn`` for ``AT_AddColumn``)."""

    def register(command: C) -> C:
        COMMANDS.update((f"AT_{subtype}", command) for subtype in subtypes)
        return command

    return register
