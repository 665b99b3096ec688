"""What the whole suite shares: its options and how Hypothesis runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    import pytest

# A busy machine must not fail an example for being slow.  The suite asks the same examples each time, so that a change
# fails for what it changes; --fuzz asks new ones.
settings.register_profile("ondelete", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, derandomize=False)
settings.load_profile("ondelete")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what the program prints now")
    parser.addoption("--fuzz", type=int, default=0, metavar="N", help="run at least N cases of each fuzz")
    parser.addoption("--planted", action="store_true", help="plant a mistake in each module and run its own tests")
    parser.addoption("--fuzz-seed", type=int, default=1, metavar="SEED", help="first seed of --fuzz")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--fuzz"):
        settings.load_profile("fuzz")
