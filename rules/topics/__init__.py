"""What else is told to the list, or asked about it: incidents, announcements, questions, rights.

A topic is found only where the writer's own words are addressed to the list or are about it, or where staff
pass a chat on: what mentions the list in passing, and the town hall's ordinary mail, have none. `addressing`
says which is which, `law` what a sentence comes to, `topic` reads a mail or a chat by both.
"""
