"""A mail out of bytes: its fields, its parts, its HTML as a person sees it, and whose words are whose.

Promises never to raise, whatever the bytes; work bounded by limits; and that hidden, quoted and
signed text are never the writer's own words. `mail` is the way in; `message` is a mail under reading.
Needs `text`, and `people` to know the town hall's own notice again.
"""
