"""How many verdicts on public schemas hang on unread code alone: before code was read, and after.

Usage: python tests/postgres/code_precision.py [ROOTS PER FILE]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

from corpus_runs import FILES  # noqa: E402 - found by the line above

from ondelete.deletion.predict import predict_statically  # noqa: E402
from ondelete.dump import read_catalog  # noqa: E402


def main(most: int | None) -> None:
    """Print a line of the table for each file that has triggers or rules, then the reasons that are left."""
    reasons = []
    total = [0, 0, 0, 0]
    for path in FILES:
        catalog = read_catalog([str(path)])
        predictions = [predict_statically(catalog, name) for name in catalog.tables]
        predictions.sort(key=lambda each: -len(each.deleted))
        predictions = predictions[:most]
        by_keys = [p for p in predictions if not (p.failures or p.refusals)]
        before = [p for p in by_keys if p.triggers]
        after = [p for p in by_keys if p.not_modelled and not p.trigger_errors]
        stopped = [p for p in before if p.trigger_errors or any(run.vetoes for run in p.triggers)]
        counts = [len(predictions), len(before), len(after), len(stopped)]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        if before:
            print(f"| {path.stem} | {' | '.join(map(str, counts))} |")  # noqa: T201 - a script prints
        reasons += [f"{path.stem} {p.table}: {e.name}: {e.reason}" for p in after for e in p.not_modelled]
    print(f"| all | {' | '.join(map(str, total))} |")  # noqa: T201 - a script prints
    print("\n".join(reasons))  # noqa: T201 - a script prints


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
