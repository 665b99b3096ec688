"""The part of SARIF 2.1.0 that is written here, as types (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).

Names and meanings are the standard's. What is None is left out.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Level: TypeAlias = Literal["error", "warning", "note"]


class _Object(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    pass


class Message(_Object, frozen=True):
    """Text, and the same with Markdown; the first is for viewers that do not know Markdown."""

    text: str
    markdown: str | None = None


class ArtifactLocation(_Object, frozen=True):
    """A file."""

    uri: str


class Region(_Object, frozen=True):
    """A part of a file, from a 1-based line on."""

    start_line: int


class PhysicalLocation(_Object, frozen=True):
    """A file and the part of it."""

    artifact_location: ArtifactLocation
    region: Region | None = None


class LogicalLocation(_Object, frozen=True):
    """A thing that has a name, whatever the file: a table, a key."""

    name: str
    fully_qualified_name: str
    kind: str


class Location(_Object, frozen=True):
    """Where a result is."""

    physical_location: PhysicalLocation
    logical_locations: tuple[LogicalLocation, ...] | None = None


class Suppression(_Object, frozen=True):
    """Why a result does not count, and the place that says so."""

    kind: Literal["inSource", "external"]
    justification: str
    location: Location


class Properties(_Object, frozen=True):
    """What the standard has no place for: the columns concerned, and the repair."""

    columns: tuple[str, ...] | None = None
    sql: str | None = None
    rails: str | None = None


class Result(_Object, frozen=True):
    """A finding; ``rule_index`` is the place of its rule in the driver's list."""

    rule_id: str
    rule_index: int
    level: Level
    message: Message
    locations: tuple[Location, ...]
    partial_fingerprints: dict[str, str]
    baseline_state: Literal["new", "unchanged"] | None = None
    suppressions: tuple[Suppression, ...] | None = None
    related_locations: tuple[Location, ...] | None = None
    properties: Properties | None = None


class Configuration(_Object, frozen=True):
    """The level of a rule if nothing else is said."""

    level: Level


class Rule(_Object, frozen=True):
    """A ``reportingDescriptor``."""

    id: str
    name: str
    short_description: Message
    full_description: Message
    help: Message
    default_configuration: Configuration
    help_uri: str | None = None


class Driver(_Object, frozen=True):
    """The program and its rules."""

    name: str
    semantic_version: str
    rules: tuple[Rule, ...]
    information_uri: str | None = None


class Tool(_Object, frozen=True):
    """The program that ran."""

    driver: Driver


class Run(_Object, frozen=True):
    """One run of one program."""

    tool: Tool
    results: tuple[Result, ...]


class Log(_Object, frozen=True):
    """A SARIF file."""

    schema: str = msgspec.field(name="$schema")
    version: Literal["2.1.0"]
    runs: tuple[Run, ...]
