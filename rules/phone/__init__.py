"""The phone that the list is sent from: its contacts, its broadcast lists and its files.

Promises that every contact fits a list of 256, and that a file reads back as it was written.
Needs `books.subscription`.
"""
