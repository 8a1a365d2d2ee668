"""altabaixa's rules: values in, values out; no I/O, no clock.

Where to look, in the order a message takes:

- a mail out of bytes: `mail`; its fields `headers`, `mailboxes`, `charsets`; its parts `parts`,
  `renderings`, `bodies`; what must be opened to be read `enclosures`, and what that gave `opened`;
  HTML `markup`, `elements`,
  `styles`, `visibility`, `legibility`; whose words `quotation`, `unmarked`, `traces`, `ownwords`,
  `published`;
- who sent it: `authentication`, `domains`, and robots `automatic`, `boilerplate`; the `town`'s own;
- what it says: `reading`, the ordered table over a `case`: `resident` (anybody's mail) with `errands`,
  `accounts` (what lures) and `handed` (what they hand on), `passing` (what staff pass on) with `asides`,
  `notified` (what a registry says), `unplaced` with `scant` (what none of them knows, and who must see it);
  `minors` (for whom nobody joins unseen); `leave` with `against`, `strangers` and `plainness`, `join` with
  `chat`, `order` and `registry` with `layouts`, `listed`, `summaries`, `fields` and `papers` read the four
  kinds; `acting` lets act only what `intent` understands whole, over `text` and `lexicon`;
  `conditions`, `hesitation` with `signs`, `second_thoughts` and `harmless`, `business`,
  `postponing`, `reasons`, `bareness` and `replies` are nets under them; what is found is a value of
  `findings`, what is meant one of `senses`; `answers` reads what answers our question, `completing` puts it
  with what was given before; `asked` tells data that stand above the town hall's own question;
- the language, as data over `patterns`: `prose`, `phrases`, `turns`, `wishes`, `wanting`, `questions`,
  `said`, `feet`, `matters`, `idioms`, `lists`, `labels`, `notices`, `clause`, `wording`, `given`, `dates`;
  `folding` makes spellings equal, and `dialects` ways of speaking; `language` tells Catalan from Spanish;
- what was read where, and what was set aside: `evidence`; which lane it is in by itself: `lanes`;
- whom it names: `identity` (documents) and `telephones` over `finds` (`numerals` in words, `dictated`
  marks, `passports`), `naming`, `columns` and `nameforms` (names in a text), `gathering`, `bystanders`
  (numbers of nobody who leaves), `remaining` (who stays beside her), `behalf` with `kin`, `neighbours`,
  `staying` and `unaffected` (a writer who is not the leaver, or stays), `people`, `rows`, `holders` and
  `presenters` (whose data are whose);
- what the books say to it: `policy`, over `leaving` (a BAIXA's lanes), `joining` (those of a consent or an
  ALTA), `undoing` (a leave taken back) and `answering` (the one letter); whom one would bother
  `bothering`; `facts` go in, a `decision` comes out; `names` compares;
- what staff order by mail: `ordered` knows such a mail, `order` reads it above what `ownwords` parts from
  the clerk's own, `orderline` each line by the
  `grammar`, `items` what they name; `vouching` says what sender and code are worth, `objections` what
  speaks against doing it;
- the books themselves: `subscription` with its one table; `roster`, an imported row;
- time: `workdays`, `cadence`, until when something is owed `owed`, what changed in the calendar
  `recalling`, how long what is kept `retention`;
- what staff read: `digest`, its `cards` and which of them are `alike`, `excerpt`, `masking`; what they can
  answer `choices`; its dates `ical`; the month's figures `monthly`;
- the list's phone: `phonebook`, `broadcasts`, `vcards`, `exports`, `reconciling`;
- content lines, that contacts and calendars are made of: `contentlines`;
- what becomes of a letter: `delivery`, `returned`;
- when a mailbox out of reach is tried again, and told of: `reconnection`.
"""
