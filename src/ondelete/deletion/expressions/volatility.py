"""Whether a condition that was true once is always true: only if all functions that it calls are immutable.

PostgreSQL does not check this: it accepts a CHECK that reads the clock, or calls a function that reads other tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog.expressions import WHOLE_ROW, Call, Cast, ColumnRef, Opaque, children

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog.expressions import Tree

_SYNTAX = frozenset([*"coalesce greatest least nullif".split(), WHOLE_ROW])

IMMUTABLE_FUNCTIONS = frozenset(
    """
    abbrev abs acldefault acos acosd acosh area array_append array_cat array_dims array_fill array_length
    array_lower array_ndims array_position array_positions array_prepend array_remove array_replace
    array_reverse array_sort array_to_tsvector array_upper ascii asin asind asinh atan atan2 atan2d atand atanh
    bit bit_count bit_length bool box bpchar broadcast btrim bytea cardinality casefold cbrt ceil ceiling center
    char char_length character_length chr cidr circle cos cosd cosh cot cotd crc32 crc32c date_bin
    datemultirange daterange decode degrees diagonal diameter div encode erf erfc exp factorial family float4
    float8 floor gamma gcd generate_subscripts get_bit get_byte height host hostmask initcap int2 int4
    int4multirange int4range int8 int8multirange int8range interval is_normalized isclosed isempty isfinite
    ishorizontal isopen isparallel isperp isvertical json_array_elements json_array_elements_text
    json_array_length json_each json_each_text json_object json_object_keys json_strip_nulls json_typeof
    jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_each jsonb_each_text jsonb_exists
    jsonb_exists_all jsonb_exists_any jsonb_insert jsonb_object jsonb_object_keys jsonb_path_exists
    jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty jsonb_set
    jsonb_set_lax jsonb_strip_nulls jsonb_typeof justify_days justify_hours justify_interval lcm left lgamma
    like like_escape line ln log log10 lower lower_inc lower_inf lpad lseg ltrim macaddr macaddr8 make_date
    make_interval make_time make_timestamp makeaclitem masklen md5 min_scale mod multirange name netmask network
    normalize notlike npoints num_nonnulls num_nulls nummultirange numnode numrange octet_length oid overlay
    parse_ident path pg_size_pretty pi point polygon position pow power quote_ident radians radius regexp_count
    regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array
    regexp_split_to_table regexp_substr repeat replace reverse right round rpad rtrim satisfies_hash_partition
    scale set_bit set_byte set_masklen sha224 sha256 sha384 sha512 sign similar_escape similar_to_escape sin
    sind sinh slope split_part sqrt starts_with string_to_array string_to_table strip strpos substr substring
    tan tand tanh text textlen to_ascii to_bin to_hex to_oct translate trim_array trim_scale trunc tsmultirange
    tsrange tstzmultirange tstzrange tsvector_to_array unicode_assigned unicode_version unistr unnest upper
    upper_inc upper_inf uuid_extract_timestamp uuid_extract_version varbit varchar width width_bucket xid
    xml_is_well_formed_content xml_is_well_formed_document xmlcomment xmlexists xmltext xmlvalidate xpath
    xpath_exists
    """.split()
)
"""Functions of pg_catalog whose overloads are all immutable in PostgreSQL 15 to 18 (pg_proc.provolatile)."""

IMMUTABLE_WITH_ONE_ARGUMENT = frozenset(["length"])
"""Functions that have other overloads too, whose overloads of one argument are all immutable."""

_CERTAIN = IMMUTABLE_FUNCTIONS | _SYNTAX
_TIMES = frozenset(["date", "timestamp without time zone", "time without time zone", "time with time zone"])
_ZONED = "timestamp with time zone"
_TEXTS = frozenset(["text", "character varying", "character", "bpchar", "name"])


def unstable(tree: Tree, types: Mapping[str, str]) -> str | None:
    """Return what makes an expression give another value another day, as words; None if it certainly does not.

    Args:
        tree: the expression.
        types: the types of the columns, as format_type prints them.
    """
    return next(_unstable(tree, types), None)


def _unstable(tree: Tree, types: Mapping[str, str]) -> Iterator[str]:
    pending = [tree]
    while pending:
        node = pending.pop()
        pending.extend(children(node))
        yield from (f"{name.lstrip('.')}()" for name in _called(node) if name not in _CERTAIN)
        if isinstance(node, Cast) and isinstance(node.operand, ColumnRef):
            source = types.get(node.operand.name)
            if source is not None and _reads_settings(source, node.type):
                yield f"a cast from {source} to {node.type}"


def _called(node: Tree) -> tuple[str, ...]:
    if isinstance(node, Call):
        known = len(node.arguments) == 1 and node.function in IMMUTABLE_WITH_ONE_ARGUMENT
        return () if known else (node.function,)
    return node.functions if isinstance(node, Opaque) else ()


def _reads_settings(source: str, target: str) -> bool:
    """Whether a cast depends on TimeZone or DateStyle (pg_cast and the I/O functions of pg_type)."""
    one, other = (name.split("(")[0].strip() for name in (source, target))
    if one == _ZONED:
        return other in _TIMES or other in _TEXTS
    if one in _TEXTS:
        return other in _TIMES or other == _ZONED
    return one in _TIMES and (other == _ZONED or other in _TEXTS)
