"""The words that a wish is made of: a row a concept, and an act in a language; a sentence with them.

Each verb stands in exactly one row; its forms come from its conjugation class. What a form may
mean is worked out in `rules.intent`, by the same code for every verb.
"""
