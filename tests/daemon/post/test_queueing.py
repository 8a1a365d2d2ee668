"""The promise: each letter has the key that lets no second one in, and says of itself what it is."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import contents, outbox
from daemon.letters.rendered import Rendered
from daemon.post.drafting import alike
from daemon.post.queueing import Draft, Occasion, Post
from tests.daemon.conftest import NOW, settings

WORDS = alike(Rendered(subject="Llista de WhatsApp", text="Bon dia,\n", html="<p>Bon dia,</p>"))
TOWN = settings(
    staff={"digest_to": ["ana@setcases.cat", "pau@setcases.cat"], "technician": "suport@setcases.cat"}
)
OURS = "info@setcases.cat"
STAFF = ("ana@setcases.cat", "pau@setcases.cat")

ROWS = [
    # occasion, keys, template, envelope sender, Auto-Submitted, is bulk
    (Occasion.ANSWER, ["answer/1"], "done", "", "auto-replied", False),
    (Occasion.REMINDER, ["reminder/1"], "done", "", "auto-generated", False),
    (Occasion.SETTLED, ["settled/1"], "done", "", "auto-replied", False),
    (Occasion.DIGEST, [f"digest/1/{who}" for who in STAFF], "digest", OURS, "auto-generated", True),
    (Occasion.SUMMARY, [f"summary/1/{who}" for who in STAFF], "digest", OURS, "auto-generated", False),
    (Occasion.ORDERED, ["ordered/1"], "ordered", "", "auto-replied", False),
    (Occasion.HELP, [f"help/1/{STAFF[0]}"], "ordered", "", "auto-replied", False),
    (Occasion.RECOUNT, ["recount/1"], "recount", "", "auto-replied", False),
    (Occasion.SET_ASIDE, ["set-aside/1"], "set-aside", "", "auto-replied", False),
    (Occasion.LEAVES, [f"leaves/1/{who}" for who in STAFF], "leaves", OURS, "auto-generated", False),
    (Occasion.MONTHLY, [f"monthly/1/{who}" for who in STAFF], "monthly", OURS, "auto-generated", True),
    (Occasion.SHADOW, [f"shadow/1/{who}" for who in STAFF], "shadow", OURS, "auto-generated", True),
    *(
        (
            occasion,
            [f"{occasion}/1/{who}" for who in (*STAFF, "suport@setcases.cat")],
            "outage", OURS, "auto-generated", False,
        )
        for occasion in (Occasion.OUTAGE, Occasion.RECOVERY, Occasion.ARRIVING)
    ),
    (Occasion.PROBE, [f"probe/1/{OURS}"], "probe", OURS, "auto-generated", False),
]  # fmt: skip
TO_ONE = {
    Occasion.ANSWER: "roser@veins.example",
    Occasion.REMINDER: "roser@veins.example",
    Occasion.SETTLED: "roser@veins.example",
    Occasion.ORDERED: STAFF[0],
    Occasion.HELP: STAFF[0],
    Occasion.RECOUNT: STAFF[0],
    Occasion.SET_ASIDE: STAFF[0],
}


def draft(occasion: Occasion) -> Draft:
    to = (TO_ONE[occasion],) if occasion in TO_ONE else ()
    return Draft(occasion=occasion, about="1", written=WORDS, to=to, template="done")


@pytest.mark.parametrize(
    ("occasion", "keys", "template", "envelope_sender", "auto", "bulk"), ROWS, ids=[row[0] for row in ROWS]
)
def test_a_letter_is_owed_as_its_occasion_has_it(
    sqlite: Store,
    occasion: Occasion,
    keys: list[str],
    template: str,
    envelope_sender: str,
    auto: str,
    bulk: bool,
) -> None:
    with sqlite.begin() as tx:
        Post(TOWN).owe(tx, draft(occasion), now=NOW)
        rows = tx.connection.execute(
            select(outbox, contents.c.raw).join(contents).order_by(outbox.c.id)
        ).all()

    letters = [message_from_bytes(row.raw, policy=policy.default) for row in rows]
    assert [row.key for row in rows] == keys
    assert {(row.template, row.envelope_sender) for row in rows} == {(template, envelope_sender)}
    assert {letter["Auto-Submitted"] for letter in letters} == {auto}
    assert {letter["Precedence"] for letter in letters} == {"bulk" if bulk else None}
    assert [letter["Message-ID"] for letter in letters] == [row.message_id for row in rows]


def test_the_help_is_owed_once_a_day_and_no_second_one_is_a_fault(sqlite: Store) -> None:
    with sqlite.begin() as tx:
        for _ in range(2):
            Post(TOWN).owe(tx, draft(Occasion.HELP), now=NOW)

        assert len(tx.connection.execute(select(outbox.c.id)).all()) == 1
