"""``python -m ondelete``."""

from ondelete.cli import main

main()
