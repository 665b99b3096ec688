"""Which effects rows show."""

from __future__ import annotations

from ondelete.deletion.witness.result import Witness
from ondelete.report import Section
from ondelete.reports.proofs import proofs_section

SHOWN = Witness("a", proved=True)


def missing(number: int) -> list[Witness]:
    return [Witness(f"m{n}", proved=False, reason=f"because {n}") for n in range(number)]


def lines(section: Section) -> list[str]:
    return ["".join(span.text for span in block.line) for block in section.blocks]


def test_all_are_proved() -> None:
    section = proofs_section([SHOWN, SHOWN], full=False)
    assert "".join(span.text for span in section.title) == "Proved: 2 effects, each by rows that show it"
    assert len(lines(section)) == 1


def test_what_is_not_proved_has_its_reason_and_many_are_counted() -> None:
    section = proofs_section([SHOWN, *missing(8)], full=False)
    assert "".join(span.text for span in section.title).startswith("Proved: 1 of 9 effects")
    assert lines(section)[:2] == ["not proved m0", "because 0"]
    assert "… 2 more; --full shows all" in lines(section)
    assert not any(line.startswith("proved ") for line in lines(section))


def test_in_full_every_effect_is_listed() -> None:
    told = lines(proofs_section([SHOWN, *missing(8)], full=True))
    assert sum(line.startswith("not proved") for line in told) == 8
    assert "proved a by 0 rows" in told
