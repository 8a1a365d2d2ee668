"""Who a text names: documents, telephones and names, each with its place, and whose data are whose.

Promises that what is found is valid and normalised, or None with the flaw said, and that the number
of who stays, of a firm or of a relative is not taken for the leaver's where words say so (`owners`).
Needs `text`, `vocabulary` and `lexicon`.
"""
