"""Configuration: ``ondelete.toml`` or ``[tool.ondelete]`` in ``pyproject.toml``, and the policies of this package."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.bounded import MIB
from ondelete.config.parts import Part, files_named, is_in_part, parts_of
from ondelete.config.places import file_named, lies_in, schema_named
from ondelete.config.values import one_of, parse_toml, read_toml, refuse_unknown, table_at, text_at, texts_at
from ondelete.declarations import ALONE, NOTHING, Neighbours
from ondelete.errors import BadConfig, UnreadableRevision

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Location
    from ondelete.changes import Accept
    from ondelete.declarations import Declarations
    from ondelete.rules import Policy

__all__ = ["FAIL_ON", "Config", "config_of_revision", "file_of_revision", "find_config"]

_LARGEST = 64 * MIB
"""The largest file that is read at a revision: as large as a baseline may be."""

FAIL_ON = ("error", "warning", "info", "never")
"""The lightest severity with which ``audit`` exits with status 1; heaviest first."""

DECLARED = ("groups", "sizes", "loose", "contract", "references", "not-references", "personal", "plan")
"""The keys that say something about tables."""

_KEYS = ("schema", "policy", "rules", "ignore", "fail-on", "baseline", "models", "diff", "accept", *DECLARED)


class Config(msgspec.Struct, frozen=True, dict=True):
    """What a project declares. ``path`` is its configuration file, None if it has none.

    Names of other files are relative to the folder of this one. If it was ``found`` there, and not named by a person,
    they can only name files of that folder. A part is checked when it is used: a mistake in ``[rules]`` does not
    stop ``explain``. ``part`` is the ``[[schema]]`` whose settings these are, if the file has several schemas.
    """

    path: Path | None = None
    table: dict[str, Any] = {}
    found: bool = True
    part: Part | None = None

    @property
    def folder(self) -> Path:
        """The folder to which the names of other files are relative."""
        return self.path.parent if self.path else Path()

    @property
    def files(self) -> tuple[Path, ...]:
        """The file itself, and the files that it names, if their names are valid."""
        own = (self.path,) if self.path else ()
        part = map(Path, self.part.files) if self.part is not None else ()
        return (*own, *part, *(self.folder / text for text in files_named(self.table)))

    @property
    def schema(self) -> tuple[str, ...]:
        """The schema files that it names, empty if it names none.

        Raises:
            BadConfig: they are no texts, or name what a configuration may not name.
        """
        if self.part is not None:
            return self.part.files
        if self.parts:
            return ()
        names = texts_at(self.path, "schema", self.table.get("schema", []))
        return tuple(schema_named(self.path or Path("x"), name, found=self.found) for name in names)

    @property
    def models(self) -> tuple[Path, ...]:
        """The folders of Rails models that it names, empty if it names none.

        Raises:
            BadConfig: they are no texts, or lie outside of the folder of a configuration that was found.
        """
        names = texts_at(self.path, "models", self.table.get("models", []))
        return tuple(file_named(self.path or Path("x"), "models", name, found=self.found) for name in names)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The schemas of ``[[schema]]``, () if it names one schema at most.

        Raises:
            BadConfig: an entry lacks its files, has an unknown key, or has the name of another one; or the file has
                settings that belong to one schema alone.
        """
        return parts_of(self.path, self.table, _KEYS, found=self.found)

    def of_part(self, part: Part) -> Config:
        """Return the configuration of one ``[[schema]]``: what the file says of all, and what the entry adds."""
        return msgspec.structs.replace(self, table=part.table, part=part)

    @property
    def without_parts(self) -> Config:
        """What the file says of all schemas, for one that it does not name."""
        table = {key: self.table[key] for key in self.table if key != "schema"}
        return self.of_part(Part("", (), table, {}))

    def named(self, name: str) -> Config:
        """Return the configuration of the ``[[schema]]`` of that name; this one if it has none."""
        return next((self.of_part(part) for part in self.parts if part.name == name), self)

    def shares(self, location: Location) -> bool:
        """Whether a line of the file is outside of every ``[[schema]]``, so that it need not concern this one."""
        if self.part is None or self.path is None or location.path != str(self.path):
            return False
        return not is_in_part(self.path, location.line)

    @property
    def fail_on(self) -> str:
        """The severity from which ``audit`` fails."""
        return one_of(self.path, "fail-on", self.table.get("fail-on", "warning"), FAIL_ON)

    @property
    def baseline(self) -> Path | None:
        """The baseline file that it names, or None.

        Raises:
            BadConfig: it is no text, or names what a configuration may not name.
        """
        name = self.table.get("baseline")
        if name is None or self.path is None:
            return None
        return file_named(self.path, "baseline", text_at(self.path, "baseline", name), found=self.found)

    def policy(self, name: str | None = None) -> Policy:
        """Return the policy of that name (the one that the file names, else ``default``), as the file changes it.

        Raises:
            BadConfig: there is none of that name, or the file's ``rules`` or ``ignore`` are not valid.
        """
        from ondelete.config.ignores import ignores_of
        from ondelete.config.policies import merged_policy

        named = text_at(self.path, "policy", self.table.get("policy", "default"))
        own = table_at(self.path, "rules", self.table.get("rules", {}))
        ignores = tuple(ignores_of(self.path, self.table.get("ignore", [])))
        return merged_policy(name or named, self.path, own, ignores, foreign=name not in (None, named))

    @property
    def diff_fail_on(self) -> tuple[str, ...]:
        """The gates that fail ``diff``.

        Raises:
            BadConfig: ``[diff]`` holds something else, or names an unknown gate.
        """
        from ondelete.config.changes import gates_of

        return gates_of(self.path, self.table.get("diff", {}))

    @property
    def accepts(self) -> tuple[Accept, ...]:
        """The consequences of changes that the file lets pass.

        Raises:
            BadConfig: an entry of ``[[accept]]`` lacks its cause, class or reason, or names no class.
        """
        from ondelete.config.changes import accepts_of

        return tuple(accepts_of(self.path, self.table.get("accept", [])))

    def declarations(self, catalog: Catalog, others: Neighbours = ALONE) -> Declarations:
        """Return what the file says about the tables of a schema.

        Args:
            catalog: the schema.
            others: the other databases that the file knows.

        Raises:
            BadConfig: groups, sizes, loose keys or contracts are not valid, or a file that they name cannot be read.
        """
        if self.path is None or not any(key in self.table for key in DECLARED):
            return NOTHING
        from ondelete.config.declared import declarations_of

        return declarations_of(self.path, self.table, catalog, others, found=self.found)


def find_config(place: Path | None = None) -> Config:
    """Return the configuration of a folder (the current one): ``ondelete.toml``, else ``pyproject.toml``, else none.

    Args:
        place: where to look (folders above are not searched), or the file itself, of either kind.

    Raises:
        BadConfig: the file is no TOML, or has an unknown key; or a file that was found is a link out of its folder.
    """
    place = place or Path()
    if not place.is_dir():
        if not os.path.lexists(place):
            raise BadConfig(f"{place}: no such file")
        table = (_own_part(place) or {}) if place.name == "pyproject.toml" else read_toml(place)
        return _config(place, table, found=False)
    own, shared = place / "ondelete.toml", place / "pyproject.toml"
    if os.path.lexists(own):
        return _config(_inside(own), read_toml(own), found=True)
    part = _own_part(_inside(shared)) if os.path.lexists(shared) else None
    return Config() if part is None else _config(shared, part, found=True)


def config_of_revision(revision: str, named: str | None = None) -> Config:
    """Return the configuration that this folder had at a git revision, to compare it with today's. It is not applied.

    Args:
        revision: a branch, a tag or a hash.
        named: the file, if it is not one of the usual two.

    Raises:
        BadConfig: the file is no TOML, or has an unknown key.
        UnreadableRevision: there is no such revision.
    """
    for name in (named,) if named is not None else ("ondelete.toml", "pyproject.toml"):
        content = file_of_revision(revision, name)
        if content is None:
            continue
        label = Path(name)
        table = parse_toml(label, content)
        if label.name == "pyproject.toml":
            tools = table_at(label, "tool", table.get("tool", {}))
            if "ondelete" not in tools:
                continue
            table = table_at(label, "tool.ondelete", tools["ondelete"])
        return _config(label, table, found=named is None)
    return Config()


def file_of_revision(revision: str, name: str) -> bytes | None:
    """Return what a file of this folder held at a git revision, None if there was none or it was too large.

    Raises:
        UnreadableRevision: there is no such revision.
    """
    from ondelete.repository import open_repository

    with open_repository() as repository:
        repository.resolve(revision)
        try:
            chunks = repository.content(repository.file(revision, f"./{name}"))
            content = b""
            for chunk in chunks:
                content += chunk
                if len(content) > _LARGEST:
                    return None
        except UnreadableRevision:
            return None
    return content


def _config(path: Path, table: dict[str, Any], *, found: bool) -> Config:
    refuse_unknown(path, "", table, _KEYS)
    return Config(path, table, found)


def _inside(path: Path) -> Path:
    """Refuse a configuration that is a link to a file elsewhere: messages about it would quote that file."""
    if not lies_in(path, path.parent):
        raise BadConfig(f"{path}: it leads out of this folder; if you trust it, name it: --config {path}")
    return path


def _own_part(path: Path) -> dict[str, Any] | None:
    """Return ``[tool.ondelete]`` of a pyproject.toml, None if it has none."""
    tools = table_at(path, "tool", read_toml(path).get("tool", {}))
    return table_at(path, "tool.ondelete", tools["ondelete"]) if "ondelete" in tools else None
