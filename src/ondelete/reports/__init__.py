"""From the result of an analysis to a Report: the words for people, and the JSON contract as typed structs."""
