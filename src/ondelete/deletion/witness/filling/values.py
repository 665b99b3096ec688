"""Values of the right type: what can stand in a column of a witness row, best first.

A value is written as a literal that PostgreSQL reads by the type of its column, so a date is the text of a date.
The spellings are those of the manual's chapter "Data Types".
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ondelete.catalog import CompositeType, Domain, EnumType, OtherType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.catalog import Catalog, Column, QualifiedName
    from ondelete.deletion.expressions.values import Concrete

_SMALL = 9  # a variant of a value is told apart by one digit


def typed_values(catalog: Catalog, column: Column, number: int) -> Iterator[Concrete]:
    """Give values of the column's type; the first differs for every ``number`` if the type has so many.

    Args:
        catalog: the schema, for enums, domains and composite types.
        column: the column.
        number: which row of the table asks: 1, 2, ...

    Returns:
        Nothing if the type is unknown. A domain gives the values of its base, whether or not its checks hold.
    """
    yield from _values(catalog, column.type, column.type_name, number)


def bare_type(type_text: str) -> tuple[str, tuple[int, ...]]:
    """Split ``numeric(10,2)`` into its name and modifiers; ``timestamp(3) with time zone`` keeps its zone.

    >>> bare_type("character varying(20)"), bare_type("timestamp(3) with time zone")
    (('character varying', (20,)), ('timestamp with time zone', (3,)))
    """
    head, opened, rest = type_text.partition("(")
    if not opened:
        return head.strip(), ()
    inside, _, tail = rest.partition(")")
    modifiers = tuple(int(part) for part in inside.split(",") if part.strip().lstrip("-").isdigit())
    return f"{head.strip()}{tail.rstrip()}", modifiers


def _values(catalog: Catalog, type_text: str, name: QualifiedName | None, number: int) -> Iterator[Concrete]:
    if type_text.endswith("[]"):
        element = next(_values(catalog, type_text.rstrip("[]"), name, number), None)
        yield from ["{}"] if element is None else [f"{{{_array_element(element)}}}", "{}"]
        return
    defined = catalog.types.get(name) if name is not None else None
    match defined:
        case EnumType():
            yield from _rotated(defined.labels, number)
        case Domain():
            yield from _values(catalog, defined.base, defined.base_name, number)
        case CompositeType():
            yield f"({',' * (len(defined.columns) - 1)})"
        case OtherType():
            if defined.kind == "range":
                yield "empty"
        case None:
            base, modifiers = bare_type(type_text)
            make = _MAKERS.get(base.rpartition(".")[2]) or _MAKERS.get(base.rpartition(".")[2].strip('"'))
            if make is not None:
                yield from make(number, modifiers)
            elif base.rpartition(".")[2] in ("geometry", "geography"):
                yield _empty_geometry(type_text)


def _empty_geometry(type_text: str) -> str:
    """Return what PostGIS reads for ``geometry(Polygon,4326)``: every kind can be empty."""
    kind, _, srid = type_text.partition("(")[2].rstrip(")").partition(",")
    return f"SRID={srid or 0};{kind if kind.isalpha() and kind.lower() != 'geometry' else 'Point'} EMPTY"


def _rotated(labels: tuple[str, ...], number: int) -> tuple[str, ...]:
    start = (number - 1) % len(labels) if labels else 0
    return labels[start:] + labels[:start]


def _array_element(value: Concrete) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return text if text.isalnum() and text.lower() != "null" else f'"{escaped}"'


def _integer(number: int, _: tuple[int, ...]) -> Iterator[Concrete]:
    yield number


def _numeric(number: int, modifiers: tuple[int, ...]) -> Iterator[Concrete]:
    precision, scale = (*modifiers, 0)[:2] if modifiers else (9, 0)
    if precision - scale >= len(str(number)):
        yield number
    else:
        yield Decimal(number).scaleb(-max(scale, 1))


def _text(number: int, modifiers: tuple[int, ...]) -> Iterator[Concrete]:
    room = modifiers[0] if modifiers else 40
    yield from (text for text in (f"w{number}", str(number)) if len(text) <= room)
    for text in (f"w{number}@example.org", f"https://example.org/{number}", f"W{number}"):
        if len(text) <= room:
            yield text


def _character(number: int, modifiers: tuple[int, ...]) -> Iterator[Concrete]:
    width = modifiers[0] if modifiers else 1
    # Blanks at the end do not count in char(n): fill it, so that the text compares as PostgreSQL compares it.
    yield str(number).rjust(width, "0")[-width:]
    yield chr(ord("A") + (number - 1) % 26).rjust(width, "A")
    yield chr(ord("a") + (number - 1) % 26).rjust(width, "a")


def _boolean(number: int, _: tuple[int, ...]) -> Iterator[Concrete]:
    yield from (number % 2 == 0, number % 2 == 1)


def _bits(number: int, modifiers: tuple[int, ...]) -> Iterator[Concrete]:
    width = modifiers[0] if modifiers else 1
    yield format(number % (1 << min(width, 60)), "b").rjust(width, "0")


def _one(template: str) -> Callable[[int, tuple[int, ...]], Iterator[Concrete]]:
    """Return a maker of one value: the template with the number in it."""

    def make(number: int, _: tuple[int, ...]) -> Iterator[Concrete]:
        yield template.format(n=number, two=f"{number % 28 + 1:02d}", digit=number % 10, hex=f"{number % 256:02x}")

    return make


_MAKERS: dict[str, Callable[[int, tuple[int, ...]], Iterator[Concrete]]] = {
    **dict.fromkeys(("integer", "bigint", "smallint", "oid", "real", "double precision"), _integer),
    **dict.fromkeys(("numeric", "decimal"), _numeric),
    **dict.fromkeys(("text", "character varying", "citext", "name"), _text),
    **dict.fromkeys(("character", '"char"'), _character),
    **dict.fromkeys(("bit", "bit varying"), _bits),
    "boolean": _boolean,
    "uuid": _one("00000000-0000-0000-0000-{n:012d}"),
    "date": _one("2020-01-{two}"),
    "timestamp without time zone": _one("2020-01-{two} 00:00:00"),
    "timestamp with time zone": _one("2020-01-{two} 00:00:00+00"),
    "time without time zone": _one("00:{two}:00"),
    "time with time zone": _one("00:{two}:00+00"),
    "interval": _one("{n} days"),
    "json": _one("{{}}"),
    "jsonb": _one("{{}}"),
    "bytea": _one("\\x{hex}"),
    "inet": _one("192.0.2.{n}"),
    "cidr": _one("192.0.2.{n}/32"),
    "macaddr": _one("00:00:5e:00:53:{hex}"),
    "macaddr8": _one("00:00:5e:ff:fe:00:53:{hex}"),
    "money": _one("{n}.00"),
    "xml": _one("<w>{n}</w>"),
    "tsvector": _one("w{n}"),
    "tsquery": _one("w{n}"),
    "hstore": _one("n=>{n}"),
    "ltree": _one("w{n}"),
    "point": _one("({n},0)"),
    "circle": _one("<({n},0),1>"),
    "box": _one("({n},1),(0,0)"),
    "lseg": _one("[(0,0),({n},1)]"),
    "line": _one("{{1,-1,{n}}}"),
    "path": _one("[(0,0),({n},1)]"),
    "polygon": _one("((0,0),({n},0),(0,1))"),
    "pg_lsn": _one("0/{n}"),
    "regclass": _one("pg_class"),
    "jsonpath": _one("$"),
    **dict.fromkeys(("int4range", "int8range", "numrange"), _one("[{n},{n}]")),
    **dict.fromkeys(("int4multirange", "int8multirange", "nummultirange"), _one("{{[{n},{n}]}}")),
    "daterange": _one("[2020-01-{two},2020-01-{two}]"),
    "tsrange": _one('["2020-01-{two} 00:00:00","2020-01-{two} 12:00:00"]'),
    "tstzrange": _one('["2020-01-{two} 00:00:00+00","2020-01-{two} 12:00:00+00"]'),
    **dict.fromkeys(("datemultirange", "tsmultirange", "tstzmultirange"), _one("{{}}")),
}
