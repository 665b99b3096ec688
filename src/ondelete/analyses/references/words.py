"""The words that names are made of: ``userId``, ``fk_user`` and ``user_id`` all say ``user``."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ondelete.text.patterns import later

_BORDERS = later(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\W]+")
_WEAK_MARKS = frozenset({"key", "code", "no", "nr", "num", "sk"})
_SURE_MARKS = frozenset({"id", "uuid", "guid", "uid", "ulid", "fk", "ref", "oid"})
# Of plurals: data, criteria, men, mice, lice, people, children, oxen.
_PLURAL_ENDINGS = ("s", "ta", "ia", "men", "mice", "lice", "ople", "dren", "xen", "octopi", "viri", "eaux")
# The library has a regular expression for each of its rules, and compiles them all for the first word: what follows
# here are those of its rules that most words go by, in its order.
_REGULAR = later(r"(?:[bcdfghklmnopqrtvwy]|[^sxzhvoic]e|[^i]ce)s\Z")  # of which it only takes the s
_ALONE = frozenset({"news", "lens"})
_TAKES_ES = ("shes", "ches", "sses", "xes", "statuses", "aliases")
_KEEPS_IE = ("movies", "series", "species", "zombies")
_IES = later(r"[^aeiouy]ies\Z")
# Of singulars whose plural has more than an s or es behind it.
_ODD_ENDINGS = (
    *("sis", "axis", "testis", "matrix", "matrex", "vertix", "vertex", "indix", "index", "octopus", "virus"),
    *("tum", "ium", "quiz", "lf", "rf", "fe", "man", "person", "child", "ox", "mouse", "louse"),
)
_FOREIGN = 4  # letters of a word whose plural may be one of another language
_FOREIGN_ENDINGS = ("n", "en", "e", "nen", "x", "ar", "or")  # kunden, rechnungen, aufträge, bureaux, bilar
_FOREIGN_CHANGES = (
    *(("al", "aux"), ("ail", "aux"), ("o", "i"), ("a", "e"), ("e", "i"), ("a", "or"), ("ção", "ções"), ("cao", "coes")),
    *(("m", "ns"), ("l", "is"), ("z", "ces")),
)
_UMLAUTS = (("a", ("ä", "ae")), ("o", ("ö", "oe")), ("u", ("ü", "ue")))
_FRONT_MARKS = frozenset({"fk", "id", "ref"})
_SHORTEST = 3  # letters of a table's name that is written together with its mark: "userid"

_ENDINGS = (
    *("id", "Id", "ID", "fk", "FK", "Fk", "ref", "Ref", "by", "By", "ids", "Ids", "IDs", "IDS", "BY"),
    *("key", "Key", "KEY", "code", "Code", "CODE", "no", "No", "NO", "nr", "Nr", "num", "Num", "sk", "SK"),
)
_BEGINNINGS = ("fk", "id", "ref", "FK", "ID", "Id", "Fk")


@lru_cache(maxsize=1 << 14)  # a schema has the same names again and again
def is_like_a_reference(column: str) -> bool:
    """Whether the name of a column can be that of a reference, whatever the schema's own keys are called."""
    return column.endswith(_ENDINGS) or column.startswith(_BEGINNINGS)


class Stem(NamedTuple):
    """What the name of a column says: the words of what it means, and the marks (``id``) taken from them.

    ``together``: the mark was no word of its own (``userid``). ``many``: the mark is a plural (``user_ids``).
    """

    words: tuple[str, ...]
    marks: tuple[str, ...]
    together: bool = False
    many: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether a mark says that this is a reference: ``id`` does, ``no`` and ``key`` say less."""
        return not _SURE_MARKS.isdisjoint(self.marks)


@lru_cache(maxsize=1 << 15)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case.

    >>> words_of("ownerUserID"), words_of("tbl_users"), words_of("Order Details")
    (('owner', 'user', 'id'), ('tbl', 'users'), ('order', 'details'))
    """
    return tuple(word.lower() for word in _BORDERS.split(name) if word)


def singular(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words with the last one in its singular form, as Rails' rules have it.

    >>> singular(("user", "categories")), singular(("people",)), singular(("status",))
    (('user', 'category'), ('person',), ('status',))
    """
    return (*words[:-1], _singular(words[-1])) if words else words


@lru_cache(maxsize=1 << 12)
def other_numbers(word: str) -> tuple[str, ...]:
    """Return a word, and what it can be in the plural or the singular; the library is asked for uncommon endings only.

    >>> other_numbers("category")
    ('category', 'categorys', 'categoryes', 'categories')
    >>> other_numbers("person")[-1], other_numbers("people")[-1], other_numbers("addresses")[-1]
    ('people', 'person', 'address')
    """
    forms = [word, f"{word}s", f"{word}es"]
    if word.endswith("y"):
        forms.append(f"{word[:-1]}ies")
    elif word.endswith(_ODD_ENDINGS):
        import inflection  # few runs meet such a word

        forms.append(inflection.pluralize(word))
    if word.endswith(_PLURAL_ENDINGS):
        forms.append(_singular(word))
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=1 << 12)
def foreign_plurals(word: str) -> tuple[str, ...]:
    """Return what a word of another language than English can be in the plural; asked if it is none in English.

    >>> foreign_plurals("kunde")[0], "chevaux" in foreign_plurals("cheval"), "bäume" in foreign_plurals("baum")
    ('kunden', True, True)
    """
    if len(word) < _FOREIGN:
        return ()
    forms = [word + ending for ending in _FOREIGN_ENDINGS]
    forms += [word.removesuffix(old) + new for old, new in _FOREIGN_CHANGES if word.endswith(old)]
    for vowel, umlauts in _UMLAUTS:
        head, found, tail = word.rpartition(vowel)
        forms += [f"{head}{umlaut}{tail}{ending}" for umlaut in umlauts if found for ending in ("e", "er", "")]
    return tuple(forms)


@lru_cache(maxsize=1 << 12)
def _singular(word: str) -> str:
    if not word.endswith(_PLURAL_ENDINGS) or word.endswith(("ss", "us", "is")):
        return word  # address, status and analysis are no plurals
    if word.endswith(("ta", "ia")):
        return f"{word[:-1]}um"
    if _REGULAR.search(word) and word not in _ALONE:
        return word[:-1]
    if word.endswith(_TAKES_ES) and word != "axes":
        return word[:-2]
    if _IES.search(word) and not word.endswith(_KEEPS_IE):
        return f"{word[:-3]}y"
    import inflection  # few words need it

    return inflection.singularize(word)


@lru_cache(maxsize=1 << 14)
def stem_of(column: str) -> Stem:
    """Return what the name of a column says.

    >>> stem_of("owner_user_id").words, stem_of("fk_user").words, stem_of("userid").words, stem_of("memberIds").many
    (('owner', 'user'), ('user',), ('user',), True)
    """
    words, many = list(words_of(column)), False
    if words and words[-1] in ("ids", "uuids", "guids"):
        words[-1], many = words[-1][:-1], True
    marks = _taken(words)
    if marks or not words:
        return Stem(tuple(words), marks, many=many)
    return _together(words)


def _taken(words: list[str]) -> tuple[str, ...]:
    """Take the marks from a name and return them: one at its end, ``fk`` beside it, or one at its beginning."""
    marks: list[str] = []
    while len(words) > 1 and (words[-1] in _SURE_MARKS if not marks else words[-1] == "fk" or marks[-1] == "fk"):
        marks.append(words.pop())
        if words[-1] not in _SURE_MARKS:
            break
    if len(words) > 1 and (words[0] == "fk" or (words[0] in _FRONT_MARKS and not marks)):
        marks.append(words.pop(0))
    if not marks and len(words) > 1 and words[-1] in _WEAK_MARKS:
        marks.append(words.pop())
    return tuple(marks)


def _together(words: list[str]) -> Stem:
    for mark in ("uuid", "guid", "ids", "id", "fk", "code", "key", "no"):
        base = words[-1].removesuffix(mark)
        if base != words[-1] and len(base) >= _SHORTEST:
            return Stem((*words[:-1], base), (mark.removesuffix("s"),), together=True, many=mark == "ids")
    return Stem(tuple(words), ())
