"""altabaixa's shell: wire, store, clock, commands.

- `mailbox`: the wire in, and each message taken in once; `post`: the wire out; `letters`: their words;
- `books`: the database; `desk`: digests, orders and reports; `service`: the loops and their health;
- `configuration`: the TOML file; `oauth`: access tokens, where servers take no password;
- `cli`: the commands, with `checking`, `setup` and `demo`;
- `ports`: what is asked of the wire; `errors`, `faults` (points where tests kill the program), `access`
  (who may read a file), `language` (of the command line), `safe_text` (text of strangers made harmless),
  `counting`, `loopback` (whether a host is this machine), `version`.
"""
