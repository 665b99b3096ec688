"""Text of any content: characters that no output may send, lines that a runner obeys, its width."""
