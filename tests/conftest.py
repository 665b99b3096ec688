"""What the whole suite shares: its options and how Hypothesis runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    import pytest

# A busy machine must not fail an example for being slow; everything else stays Hypothesis' own default.
settings.register_profile("ondelete", deadline=None)
settings.load_profile("ondelete")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what the program prints now")
    parser.addoption("--fuzz", type=int, default=0, metavar="N", help="run at least N cases of each fuzz")
    parser.addoption("--planted", action="store_true", help="plant a mistake in each module and run its own tests")
    parser.addoption("--fuzz-seed", type=int, default=1, metavar="SEED", help="first seed of --fuzz")
