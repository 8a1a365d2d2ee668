"""The books: one database, its rows read as values and written by the rules' one table.

Promises one writer, one transaction a message, events that are only added to, and backups that are whole.
Needs the schema of `tables` and `migrations`, and nothing of the wire.
"""
