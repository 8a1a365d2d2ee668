"""The wire in: a polite guest in the town hall's mailbox, and each message taken in exactly once.

Promises never to mark, move or delete a mail, to lose none across renumbering and restarts, and to open
attachments only in a guarded process. `intake` reads and decides, between `gathering` and `applying`.
"""
