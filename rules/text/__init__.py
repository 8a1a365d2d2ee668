"""Text, made comparable and cut: what every reader stands on.

Promises that what looks the same compares the same (`folding`), that each word keeps its place (`tokens`),
and that sentences, numbers in words, dates and the language are told in one way everywhere.
Needs nothing else of the rules.
"""
