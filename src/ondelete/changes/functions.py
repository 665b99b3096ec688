"""The functions that triggers and rules call, by themselves or through others: as far as a file defines them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import split_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ondelete.catalog import Catalog, Location, QualifiedName

_WORD = re.compile(r"[\w$]+")
_CALLED = re.compile(r"(?<![\w$])([\w$]++)\"?\s*+\(")


class Function(NamedTuple):
    """A function: its name with its schema, and with the types of its parameters if it is one of several; its text.

    Only words count of the text: not how it is set, nor where it stands.
    """

    name: str
    clauses: tuple[str, ...]
    location: Location


class Body(NamedTuple):
    """A trigger or rule, by its table and name."""

    table: QualifiedName
    name: str


def functions_called(catalog: Catalog) -> Iterator[Function]:
    """Yield the functions that some trigger or rule can call, each once, in the order in which they are met."""
    named = (name for names in calls_of(catalog).values() for name in names)
    for name in dict.fromkeys(named):
        texts = catalog.programs.texts(name)
        programs = catalog.programs.named(name)
        shared = Counter(program.schema for program in programs)
        for program in programs:
            types = f"({', '.join(program.types)})" if shared[program.schema] > 1 else ""
            digest = digest_of(" ".join(texts[program.location].split()))
            clauses = (f"LANGUAGE {program.language}", f"AS a text with the digest {digest}")
            yield Function(f"{program.schema or catalog.home}.{program.name}{types}", clauses, program.location)


def digest_of(text: str) -> str:
    """Return what tells one text from others, for people too: twelve digits."""
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def calls_of(catalog: Catalog) -> Mapping[Body, tuple[str, ...]]:
    """Return for every trigger and rule the last names of the functions that it can call, its own first."""
    found = {}
    for trigger in catalog.triggers:
        own = split_identifier(trigger.function)[-1]
        found[Body(trigger.table, trigger.name)] = _closure(catalog, [own])
    for rule in catalog.rules:
        called = [call.names[-1] for action in rule.actions for call in action.calls]
        found[Body(rule.table, rule.name)] = _closure(catalog, called)
    return found


def _closure(catalog: Catalog, names: Iterable[str]) -> tuple[str, ...]:
    """Return the functions of the file among some names, and those that their texts seem to call."""
    programs = catalog.programs
    pending = [name for name in dict.fromkeys(names) if programs.defines(name)]
    seen = set(pending)
    for name in pending:  # grows while it is read
        for text in programs.texts(name).values():
            for called in _CALLED.findall(text):
                for each in (called, called.lower()):
                    if each not in seen and programs.defines(each):
                        seen.add(each)
                        pending.append(each)
    return tuple(pending)


def tables_in_code(catalog: Catalog) -> Mapping[QualifiedName, set[QualifiedName]]:
    """Return by table the tables whose triggers and rules have code in which its name stands: they can write to it."""
    by_name: dict[str, list[QualifiedName]] = {}
    for table in catalog.tables:
        by_name.setdefault(table.name, []).append(table)
    rules = {Body(rule.table, rule.name): str(rule.actions) for rule in catalog.rules}
    words_of = cache(lambda name: {word for text in catalog.programs.texts(name).values() for word in _words(text)})
    found: dict[QualifiedName, set[QualifiedName]] = {}
    for body, functions in calls_of(catalog).items():
        words = _words(rules.get(body, "")).union(*map(words_of, functions))
        for table in (table for word in words for table in by_name.get(word, ())):
            found.setdefault(table, set()).add(body.table)
    return found


def _words(text: str) -> set[str]:
    words = set(_WORD.findall(text))
    return words | {word.lower() for word in words}
