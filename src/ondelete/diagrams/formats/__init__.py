"""How a picture is written: a scene as DOT, Mermaid or a Report, and the engines that draw DOT."""
