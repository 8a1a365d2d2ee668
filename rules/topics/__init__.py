"""What else is told to the list, or asked about it: incidents, announcements, questions, rights.

A topic is found only where the writer's own words are addressed to the list or are about it, or where staff
pass a chat on: what mentions the list in passing, and the town hall's ordinary mail, have none. Where
WhatsApp is only a means ("aviseu-me per WhatsApp"), people may see what is heard, and nobody is written to.
`topic_reader` hears which is which by learned weights, `topic` says where it may be heard at all; what is
claimed in the words of the law needs no ear (`claims`).
"""
