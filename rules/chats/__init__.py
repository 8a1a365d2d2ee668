"""WhatsApp chats that staff pass on, and the ALTAs in them.

Promises that the town's own messages ask for nothing, and that nobody joins unseen who may be a child.
Needs `people`, `registry` for labels, and the reading of wishes.
"""
