"""The file that ``ondelete init`` writes: what can be set, with the names of the schema at hand.

Lines of text begin with ``# ``, settings that are off with ``#`` alone: without that sign they are valid too.
"""

from __future__ import annotations

import re
from glob import escape
from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.config.policies import load_policy, policy_names
from ondelete.project import address_of
from ondelete.text.runner_commands import JSON, disarmed
from ondelete.text.unsafe_characters import Escapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ondelete.analyses.guesses import Guesses

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_REFERENCE = "docs/configuration.md"


def toml_text(text: str) -> str:
    r"""Return a text as TOML writes it, on one line; what cannot be seen is escaped.

    >>> print(toml_text('a "b"\n\x1b'))
    "a \"b\"\n\u001b"
    """
    return f'"{text.translate(_ESCAPES)}"'


def _escaped(code: int) -> str:
    if chr(code) in '"\\':
        return f"\\{chr(code)}"
    if code == 0x0A:
        return "\\n"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_ESCAPES = Escapes(_escaped, also='"\\')


def starter_config(schema: Sequence[str], guesses: Guesses, home: str) -> str:
    """Return the text of a commented ``ondelete.toml``.

    Args:
        schema: the files to name, as seen from the folder of the new one; empty if they cannot be named.
        guesses: what the names of the schema suggest.
        home: the schema whose tables can be named bare.
    """
    parts = (
        _head(schema),
        _policy(),
        _not_references(guesses, home),
        _rules(guesses),
        _ignore(guesses),
        _groups(guesses),
        _sizes(guesses, home),
        _references(guesses, home),
        _loose(guesses, home),
        _contract(guesses, home),
        _columns(guesses, home),
    )
    return disarmed("\n\n".join(text for part in parts if (text := "\n".join(part))) + "\n", JSON)  # TOML's escapes too


def _head(schema: Sequence[str]) -> Iterator[str]:
    yield "# The configuration of ondelete. A line that begins with '#' and no space is a setting that is turned off."
    yield f"# All settings: {address_of(_REFERENCE) or f'{_REFERENCE} in the repository of ondelete'}"
    yield ""
    yield "# The dump to read if the command line names none. A list of files is read in order, as one schema."
    names = _listed(schema)
    yield f"schema = {names}" if schema else '#schema = "db/structure.sql"'


def _policy() -> Iterator[str]:
    yield "# The policy: which rules 'ondelete audit' applies, and how severe they are ('ondelete rules' lists them)."
    for name in policy_names():
        yield f"# - {name}: {load_policy(name).summary}"
    yield 'policy = "default"'
    yield ""
    yield "# The lowest severity at which audit fails (exit status 1): error, warning, info or never."
    yield '#fail-on = "warning"'
    yield ""
    yield "# Known findings, which do not count. 'ondelete audit --write-baseline' writes the file."
    yield '#baseline = "ondelete-baseline.json"'


def _not_references(guesses: Guesses, home: str) -> Iterator[str]:
    named = [escape(f"{_bare(table, home)}.{column}") for table, column in guesses.third_party[:1]]
    yield "# Columns that look like references to other tables but are none; * is a wildcard."
    yield f"#not-references = {_listed(named or ['*.external_id'])}"


def _rules(guesses: Guesses) -> Iterator[str]:
    yield "# Changes to the policy, by rule: error, warning, info or off, or a table with options."
    yield "#[rules]"
    yield '#on-delete-explicit = "warning"'
    yield "#[rules.fk-indexed]"
    yield '#severity = "error"'
    yield '#weak = "info"'
    if guesses.large:
        yield "# For some tables only:"
        yield "#[[rules.fk-indexed.per-table]]"
        yield f"#tables = [{toml_text(_pattern(guesses.large[0]))}]"
        yield '#severity = "error"'


def _ignore(guesses: Guesses) -> Iterator[str]:
    key = guesses.first_key
    subject = key.id if key is not None else "public.posts.posts_author_id_fkey"
    yield "# Accepted findings, each with a reason: for a constraint, index, column or table (* is a wildcard)."
    yield "# An entry that no longer accepts anything is reported. A COMMENT in the database can also accept a finding:"
    yield "# COMMENT ON ... IS 'ondelete: ignore fk-indexed because it has twelve rows'."
    yield "#[[ignore]]"
    yield '#rule = "fk-indexed"'
    yield f"#subject = {toml_text(escape(subject))}"
    yield '#reason = "the table has twelve rows"'


def _groups(guesses: Guesses) -> Iterator[str]:
    yield "# Groups of tables that belong together: a database, a team, a domain. The first that matches counts."
    yield "# The rule cross-group-fk finds foreign keys between groups."
    yield "#[groups]"
    for name, number in guesses.groups:
        pattern = f"{escape(name)}.*" if guesses.by_schema else f"{escape(name)}_*"
        yield f"#{name if _BARE.match(name) else toml_text(name)} = [{toml_text(pattern)}]  # {number} tables"


def _sizes(guesses: Guesses, home: str) -> Iterator[str]:
    yield "# Tables that are too large to delete from in one transaction. These tables have typical names:"
    yield "#[sizes]"
    yield f"#large = {_listed(_patterns(guesses.large, home))}"
    yield "# Or row estimates (or a file with lines 'table,rows'), and the number of rows from which a table is large."
    yield '#rows = { "public.users" = 1200 }'
    yield "#large-rows = 1000000"


def _references(guesses: Guesses, home: str) -> Iterator[str]:
    yield "# References without a foreign key. These were found by their names; confirm or correct them here."
    references = guesses.references[:3]
    for table, column, to in [(r.table, r.columns[0], r.to) for r in references] or _EXAMPLE:
        yield "#[[references]]"
        yield f"#table = {toml_text(_name(table, home))}"
        yield f"#columns = {toml_text(column)}"
        yield f"#references = {toml_text(_name(to or table, home))}"


_EXAMPLE = [(QualifiedName("public", "posts"), "user_id", QualifiedName("public", "users"))]


def _loose(guesses: Guesses, home: str) -> Iterator[str]:
    yield "# References that the application maintains and a job cleans up later (loose foreign keys)."
    yield "# on-delete is async_delete, async_nullify, or update_column_to with target-column and target-value."
    yield '# You can name a file in GitLab\'s format instead: [loose] with files = ["config/loose_foreign_keys.yml"].'
    references = guesses.references[:3]
    if references:
        yield "# These columns look like references and have no foreign key:"
    for reference in references:
        assert reference.to is not None  # noqa: S101 - what guesses.references are
        yield "#[[loose.keys]]"
        yield f"#table = {toml_text(_name(reference.table, home))}"
        yield f"#column = {toml_text(reference.columns[0])}"
        yield f"#references = {toml_text(_name(reference.to, home))}"
        yield '#on-delete = "async_delete"'


def _contract(guesses: Guesses, home: str) -> Iterator[str]:
    yield "# What deletes must and must not do, and why; audit checks it. Most foreign keys reference these tables:"
    yield "#[[contract]]"
    yield f"#tables = {_listed(list(_patterns(guesses.widest, home)) or ['users'])}"
    yield '#reason = "their owners can ask for deletion"'
    yield "#deletable = true"
    yield "# Foreign keys or tables that may still block it; tables that must, or must not, lose rows or change:"
    yield "#accept = []"
    yield "#must-reach = []"
    yield "#must-not-reach = []"


def _columns(guesses: Guesses, home: str) -> Iterator[str]:
    if guesses.polymorphic or guesses.third_party:
        yield "# Columns named ..._id that cannot have a foreign key; rules that demand one can leave them out:"
    pairs = [(reference.table, reference.columns[-1]) for reference in guesses.polymorphic]
    yield from _seen("polymorphic (a column ..._type names the table)", pairs, home)
    yield from _seen("text, perhaps the id of a third party (name such a column ..._xid)", guesses.third_party, home)


def _seen(what: str, columns: Iterable[tuple[QualifiedName, str]], home: str) -> Iterator[str]:
    for table, column in columns:
        yield f"# - {toml_text(f'{_bare(table, home)}.{column}')}: {what}"


def _listed(texts: Iterable[str]) -> str:
    found = [toml_text(text) for text in texts]
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"


def _patterns(tables: Iterable[QualifiedName], home: str) -> Iterator[str]:
    return (escape(_bare(table, home)) for table in tables)


def _pattern(table: QualifiedName) -> str:
    return escape(str(table))


def _bare(table: QualifiedName, home: str) -> str:
    return table.name if table.schema == home else str(table)


def _name(table: QualifiedName, home: str) -> str:
    """Return a table as a declaration names it: quoted if it would be read otherwise."""
    parts = [table.name] if table.schema == home else list(table)
    return ".".join(map(_part, parts))


def _part(part: str) -> str:
    """Return one part of a name: what a reader would split, fold or cut stands in quotes, all else as it is stored."""
    if "." in part or '"' in part or part != part.strip():
        return '"' + part.replace('"', '""') + '"'
    return part
