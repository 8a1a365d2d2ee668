"""Notices of electronic registers: which deposit, of when, of whom, and whether it is of our clause.

Promises number, instant and person as the notice's own labels give them, whichever layout printed it;
what is not plainly our clause is for a person.
Needs `text`, `vocabulary`, `people` and `mail`, and the reading of wishes for consents taken back.
"""
