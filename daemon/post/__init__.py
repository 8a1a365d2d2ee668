"""The wire out: letters put into the outbox in the caller's transaction, and handed over one by one.

Promises a final Message-ID before the first try, no transaction across the network, and daily caps.
Needs `books`, `letters` for the words, and the port of the mailer.
"""
