"""The program that draws with the Graphviz inside pygraphviz: DOT text in, one line with the version and a picture out.

It runs in a process of its own, so that Graphviz's messages, its memory and its crashes stay there.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Read DOT text on stdin; write the version, a line end and the picture in the format of the first argument."""
    import pygraphviz

    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode("utf-8"))
    picture = graph.draw(prog="dot", format=sys.argv[1])
    sys.stdout.buffer.write(pygraphviz.__graphviz_version__.encode() + b"\n" + picture)


if __name__ == "__main__":
    main()
