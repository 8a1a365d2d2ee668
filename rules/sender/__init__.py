"""Who wrote a mail, and what their word is worth.

Promises that only what the town's own server found out counts (`authentication`), that no robot gets
a letter (`automatic`), and that an order without proof is not carried out (`vouching`).
Needs `mail`.
"""
