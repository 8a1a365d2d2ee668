"""altabaixa's rules: values in, values out; no I/O, no clock.

A message goes through these packages, in this order:

- `mail`: bytes to a Mail, and whose words are whose; `sender`: who wrote it;
- `reading`: the one ordered table that says what a message is; it asks `staff` (orders, what is passed on),
  `registry` (notices of registers), `chats` (WhatsApp, ALTAs) and `residents` (anybody's own mail);
- `topics`: what else is told to the list or asked about it, and is it addressed to it at all?
- `intent`: does it ask to leave or to join, now, and for whom? What does an answer say?
- `conversation`: an answer to a letter of ours; `evidence`: where in the text each thing was read;
- `books`: what the reading does to a subscription, and the one letter that answers it;
- `desk`: what staff read and can answer; `calendar`: working days and periods; `phone`: contacts and files;
- `transport`: what a server's answer means for a letter or a mailbox.

They stand on `people` (documents, telephones, names), `vocabulary`, `lexicon` and `text`, on the values of
`findings`, and on what is to be known of the `town`.
"""
