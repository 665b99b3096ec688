"""The files of an application to its models."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from ondelete.catalog import Location
from ondelete.rails.inflections import Inflections
from ondelete.rails.models.application import Application
from ondelete.rails.models.files import find_models, read_file
from ondelete.rails.models.scopes import Opened, opened_in
from ondelete.rails.models.values import Models, Unread
from ondelete.ruby import Call, Code, Scope, read_ruby

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ondelete.ruby import Value

_ISOLATED = re.compile(rb"^[^\S\n]*+isolate_namespace\s*+\(?+\s*+([A-Z][\w:]*+)", re.MULTILINE)
_BY_DEFAULT = re.compile(rb"^[^#\n]*belongs_to_required_by_default\s*=\s*(true|false)", re.MULTILINE)
_PATTERN = re.compile(r"/(.*)/([imx]*)\Z", re.DOTALL)
_LONGEST_PATTERN = 60
_BODY = re.compile(
    rb"^(?P<indent>[ \t]+)def (?!(?:self\.)?(?:table_name|primary_key|abstract_class|included\b))[^\n]*+\n"
    rb"(?:(?P=indent)[ \t]++[^\n]*+\n|[ \t]*+\n)*+(?P=indent)end[ \t]*+$",
    re.MULTILINE,
)
"""A method whose lines are all indented deeper than its ``def`` and ``end``. Most of a model are such methods."""

FileFacts = tuple[list[Opened], list[Unread]]
"""What one file opens, and what of it cannot be read."""


def read_models(root: Path, folders: Sequence[Path] = ()) -> Models:
    """Return the models of an application.

    Args:
        root: the folder of the application, with app, config and engines.
        folders: folders of models to read instead of the usual ones.

    Raises:
        NoModels: there are none.
        MissingLibrary: the libraries that read Ruby are not installed.
    """
    found = find_models(root, folders)
    opened: list[Opened] = []
    unread = list(found.unread)
    inflections = _inflections(found.inflections, unread)
    for classes, problems in map(facts_of, found.models):
        opened.extend(classes)
        unread.extend(problems)
    opened = [_with_its_name(part, inflections) for part in opened]
    application = Application(opened, inflections, _prefixes(found.engines, inflections))
    return Models(application.models(), tuple(unread), found.folders, inflections, _required(root))


def facts_of(file: tuple[str, str]) -> FileFacts:
    """Return what one file opens; (its path, the folder that names are relative to)."""
    path, folder = file
    content = read_file(path)
    if isinstance(content, Unread):
        return [], [content]
    source = read_ruby(_BODY.sub(lambda found: b"\n" * found[0].count(b"\n"), content))
    if source.mistakes:
        source = read_ruby(content)
    unread = [
        Unread(Location(path, each.line), f"Ruby's grammar does not accept it: {' '.join(each.text.split())[:60]}")
        for each in source.mistakes
    ]
    opened = list(opened_in(source.body, path))
    if unread and not opened:
        opened.append(_by_its_path(path, folder, source.body))
    return opened, unread


def _by_its_path(path: str, folder: str, body: tuple[Value, ...]) -> Opened:
    """Return what is left of a class whose file cannot be parsed: its name is that of the file."""
    relative = os.path.relpath(path, folder).removesuffix(".rb").replace(os.sep, "/")
    name = relative.removeprefix("concerns/")
    return Opened(name, (name,), "class", "ApplicationRecord", _calls(body), path, 1)


def _calls(body: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(value for value in body if isinstance(value, Call))


def _with_its_name(part: Opened, inflections: Inflections) -> Opened:
    """Return the same, with a class's name if it has only that of its file."""
    if not part.name[:1].islower():
        return part
    name = inflections.camelize(part.name)
    return Opened(name, (name,), part.kind, part.superclass, part.body, part.path, part.line)


def _prefixes(engines: Iterable[str], inflections: Inflections) -> dict[str, str]:
    """Return what the tables of each isolated engine begin with."""
    found = {}
    for path in engines:
        content = read_file(path)
        if not isinstance(content, Unread) and (match := _ISOLATED.search(content)) is not None:
            name = match[1].decode("ascii", "replace")
            found[name] = f"{inflections.underscore(name).replace('/', '_')}_"
    return found


def _required(root: Path) -> bool:
    """Whether belongs_to demands a row by default: it does since Rails 5, unless the application is older."""
    names = ("config/application.rb", "config/initializers/new_framework_defaults.rb")
    contents = [read_file(str(root / name)) for name in names]
    texts = [b"" if isinstance(each, Unread) else each for each in contents]
    said = _BY_DEFAULT.findall(b"\n".join(texts))
    if said:
        return bool(said[-1] == b"true")
    return not texts[0] or b"load_defaults" in texts[0]


def _inflections(paths: Iterable[str], unread: list[Unread]) -> Inflections:
    """Return Rails' rules with those of config/initializers/inflections.rb."""
    irregular: list[tuple[str, str]] = []
    rules: dict[str, list[str]] = {"uncountable": [], "acronym": []}
    patterns: dict[str, list[tuple[re.Pattern[str], str]]] = {"plural": [], "singular": []}
    for path in paths:
        content = read_file(path)
        if isinstance(content, Unread):
            unread.append(content)
            continue
        for call in _all_calls(read_ruby(content).body):
            words = [word for each in call.arguments for word in (each if isinstance(each, tuple) else (each,))]
            texts = [word for word in words if isinstance(word, str)]
            if call.name == "irregular" and len(texts) == 2:
                irregular.insert(0, (texts[0], texts[1]))
            elif call.name in rules:
                rules[call.name].extend(texts)
            elif call.name in patterns and len(words) == 2 and (rule := _rule(words[0], words[1])) is not None:
                patterns[call.name].insert(0, rule)
    return Inflections(
        tuple(irregular),
        tuple(rules["uncountable"]),
        tuple(rules["acronym"]),
        tuple(patterns["plural"]),
        tuple(patterns["singular"]),
    )


def _all_calls(body: tuple[Value, ...]) -> Iterator[Call]:
    for value in body:
        if isinstance(value, Call):
            yield value
            yield from _all_calls(value.block.body if value.block is not None else ())
        elif isinstance(value, Scope):
            yield from _all_calls(value.body)


def _rule(pattern: Value, replacement: Value) -> tuple[re.Pattern[str], str] | None:
    """Return a rule of ``inflect.plural``; only plain patterns, which Python and Ruby read the same way."""
    if not isinstance(replacement, str):
        return None
    if isinstance(pattern, str):
        return re.compile(re.escape(pattern)), replacement.replace("\\", "\\\\")
    found = _PATTERN.match(pattern.text) if isinstance(pattern, Code) else None
    if found is None or len(found[1]) > _LONGEST_PATTERN or re.search(r"[*+{][^?]*[*+{]|\(\?[^:i]", found[1]):
        return None
    try:
        flags = re.IGNORECASE if "i" in found[2] else 0
        return re.compile(found[1].replace("\\z", "\\Z"), flags), replacement
    except re.error:
        return None
