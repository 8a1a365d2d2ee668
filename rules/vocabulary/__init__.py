"""The words that several readers share: the list and its clause, other meanings of baixa, kin, names.

Promises one place for each of these vocabularies, as patterns over folded text.
Needs `text`.
"""
