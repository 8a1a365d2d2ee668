"""Access tokens for the mailbox and the way out, where a password is not enough.

A token is fetched when it is first needed, kept in memory, renewed before it expires and, where a
server refuses it, fetched once anew. What refuses us is asked ever more seldom. What the provider
changes (a rotated refresh token) is on the disk before it is used. No secret is in any message.
"""
