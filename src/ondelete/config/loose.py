"""Loose foreign keys: ``[[loose.keys]]`` of our own file, or a YAML file in the shape of GitLab's.

The shape is ``{table: [{table: referenced, column, on_delete, ...}]}``. The file is read as nodes, not as values, so
that a table that stands twice is seen and every key has its line.
"""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ondelete.bounded import MIB, read_bounded
from ondelete.catalog import Location
from ondelete.config.values import line_of, one_of, refuse_unknown, text_at
from ondelete.declarations import ALONE, LooseFile, LooseKey, Neighbours
from ondelete.errors import BadConfig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ondelete.declarations import LooseAction

_LARGEST = MIB // 2
_MOST = 20_000
"""More keys than the largest file can have, if each is written out."""

_ACTIONS = ("async_delete", "async_nullify", "update_column_to")
_OWN_KEYS = ("table", "column", "references", "on-delete", "target-column", "target-value")
_FILE_KEYS = ("table", "column", "on_delete", "target_column", "target_value", "conditions", "worker_class")


def written_loose(
    path: Path, tables: list[dict[str, Any]], home: str, others: Neighbours = ALONE
) -> Iterator[LooseKey]:
    """Yield the loose keys of a configuration file, whose tables can lie in ``others``."""
    for number, table in enumerate(tables):
        key = f"loose.keys (entry {number + 1})"
        refuse_unknown(path, f"{key}: ", table, _OWN_KEYS)
        own, column, references = (
            text_at(path, f"{key}: {name}", table.get(name)) for name in ("table", "column", "references")
        )
        yield LooseKey(
            table=others.table_named(own, home),
            column=column,
            referenced_table=others.table_named(references, home),
            action=cast("LooseAction", one_of(path, f"{key}: on-delete", table.get("on-delete"), _ACTIONS)),
            location=Location(str(path), line_of(table)),
            target_column=_target_column(path, f"{key}: target-column", table.get("target-column")),
            target_value=_target_value(path, f"{key}: target-value", table.get("target-value")),
        )


def read_loose_file(path: Path, home: str, others: Neighbours = ALONE) -> tuple[tuple[LooseKey, ...], LooseFile]:
    """Read a YAML file of loose keys.

    Raises:
        BadConfig: it cannot be read, is no YAML, or has another shape; the message names the line.
    """
    try:
        root = yaml.compose(read_bounded(path, _LARGEST).decode("utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise BadConfig(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadConfig(f"{path}: cannot be read: byte {error.start} and what follows is not UTF-8") from None
    except yaml.YAMLError as error:
        raise BadConfig(f"{path}{_place_in(error)}") from None
    except RecursionError:
        raise BadConfig(f"{path}: not valid YAML here: too many brackets in one another") from None
    if root is None or (isinstance(root, ScalarNode) and root.tag == "tag:yaml.org,2002:null"):
        return (), LooseFile(())
    reader = _Reader(path, home, others)
    keys = tuple(islice(reader.keys(reader.mapping(root)), _MOST + 1))
    if len(keys) > _MOST:
        raise BadConfig(f"{path}: more than {_MOST:,} keys: aliases (*name) make more of them than anybody writes")
    return keys, LooseFile(tuple(reader.headings(reader.mapping(root))), tuple(reader.unknown.items()))


def _place_in(error: yaml.YAMLError) -> str:
    """Say where a file is no YAML. The library's own message quotes the file, which may be of another kind."""
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or "a character that YAML does not allow")
    reason = "not valid YAML" if "'" in problem or '"' in problem else f"not valid YAML: {problem}"
    return f": {reason}" if mark is None else f":{mark.line + 1}: {reason} (column {mark.column + 1})"


class _Reader:
    """Reads the nodes of one file; every error names the line."""

    def __init__(self, path: Path, home: str, others: Neighbours) -> None:
        self._path, self._home, self._others = path, home, others
        self.unknown: dict[str, Location] = {}

    def headings(self, root: MappingNode) -> Iterator[tuple[str, Location]]:
        for name, _ in root.value:
            yield self.text(name), self.location(name)

    def keys(self, root: MappingNode) -> Iterator[LooseKey]:
        for name, listed in root.value:
            if not isinstance(listed, SequenceNode):
                raise self.error(listed, "a list of keys is needed here")
            for entry in listed.value:
                yield self.key(self.text(name), self.mapping(entry))

    def key(self, table: str, entry: MappingNode) -> LooseKey:
        nodes: dict[str, Node] = {}
        for field, node in entry.value:
            name = self.text(field)
            if name not in _FILE_KEYS:
                # The file is that of another program, whose next version may say more.
                self.unknown.setdefault(name, self.location(field))
            if name in nodes:
                raise self.error(field, f"{name}: stands twice in one entry")
            nodes[name] = node
        for name in ("table", "column", "on_delete"):
            if name not in nodes:
                raise self.error(entry, f"a key lacks its {name}{self._perhaps(name, nodes)}")
        action = self.text(nodes["on_delete"])
        if action not in _ACTIONS:
            raise self.error(nodes["on_delete"], f"on_delete: it is none of {', '.join(_ACTIONS)}")
        target_column, target_value = nodes.get("target_column"), nodes.get("target_value")
        return LooseKey(
            table=self._others.table_named(table, self._home),
            column=self.text(nodes["column"]),
            referenced_table=self._others.table_named(self.text(nodes["table"]), self._home),
            action=cast("LooseAction", action),
            location=self.location(entry),
            target_column=self.text(target_column) if target_column is not None else None,
            target_value=self.text(target_value) if target_value is not None else None,
        )

    def _perhaps(self, name: str, nodes: dict[str, Node]) -> str:
        """Return a word about a key that is nearly one that is missing."""
        near = [each for each in nodes if each not in _FILE_KEYS and get_close_matches(each, [name])]
        return f"; {near[0]} is not known: did you mean {name}?" if near else ""

    def mapping(self, node: Node) -> MappingNode:
        if not isinstance(node, MappingNode):
            raise self.error(node, "a mapping is needed here ({table: [{table, column, on_delete}]})")
        return node

    def text(self, node: Node) -> str:
        if not isinstance(node, ScalarNode) or not str(node.value).strip():
            raise self.error(node, "a text is needed here, and it must not be empty")
        return str(node.value)

    def location(self, node: Node) -> Location:
        return Location(str(self._path), node.start_mark.line + 1)

    def error(self, node: Node, reason: str) -> BadConfig:
        return BadConfig(f"{self.location(node)}: {reason}")


def _target_column(path: Path, key: str, value: object) -> str | None:
    return None if value is None else text_at(path, key, value)


def _target_value(path: Path, key: str, value: object) -> str | None:
    if value is None or isinstance(value, str | int | float):
        return None if value is None else str(value)
    raise BadConfig(f"{path}: {key}: a text or a number is needed here")
