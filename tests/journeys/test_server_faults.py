"""Whatever becomes of a real mailbox, each of its mails is decided exactly once, and no flag is ours."""

import random
import sqlite3
import threading
from collections import Counter
from contextlib import suppress
from itertools import count

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from daemon.errors import MailboxError
from tests.dovecot import USER, Dovecot
from tests.journeys.conftest import ALTABAIXA, TownHall
from tests.journeys.test_listening import question
from tests.journeys.test_run_once import FROM_ROSER, LEAVE, ROSER, SUBJECT
from tests.supervisor import supervised

SEED = 20260504


def asked(town_hall: TownHall, mails: int) -> dict[str, bytes]:
    """So many mails of residents who will each be asked back, by sender."""
    town_hall.configure(more="[replies]\nper_day_unauthenticated = 1000\n")
    return dict(question(town_hall) for _ in range(mails))


def answered(town_hall: TownHall, senders: set[str]) -> Counter[str]:
    return Counter(to for _, to, _ in town_hall.sink.letters if to in senders)


def decided(town_hall: TownHall) -> Counter[str]:
    """How often the ledger has decided the mail of each sender, not counting what it knew again."""
    with sqlite3.connect(town_hall.folder / "books.db") as books:
        rows = books.execute("SELECT sender FROM messages WHERE reason != 'AGAIN'").fetchall()
    books.close()
    return Counter(sender for (sender,) in rows)


def renumber(town_hall: TownHall, *, uids: bool) -> None:
    """Change UIDVALIDITY of the INBOX; with *uids* every UID too, as after a restore."""
    dovecot = town_hall.dovecot
    if uids:
        dovecot.kill()
        maildir = dovecot.folder / "mail" / USER / "Maildir"
        for file in [
            maildir / "dovecot-uidlist",
            maildir / "dovecot-uidvalidity",
            *maildir.glob("dovecot.index*"),
        ]:
            file.unlink(missing_ok=True)
        dovecot.start()
    else:
        dovecot.doveadm("mailbox", "update", "-u", USER, "--uid-validity", "77777777", "INBOX")


@pytest.mark.parametrize("uids", [False, True], ids=["the same UIDs", "new UIDs"])
def test_a_changed_uidvalidity_loses_nothing_and_does_nothing_twice(town_hall: TownHall, uids: bool) -> None:
    mails = asked(town_hall, 6)
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    early, late = list(mails)[:3], list(mails)[3:]
    for sender in early:
        town_hall.dovecot.deliver(mails[sender])
    town_hall.run_once()
    before = _validity(town_hall)
    for sender in late:
        town_hall.dovecot.deliver(mails[sender])  # known to nobody when the numbers change

    renumber(town_hall, uids=uids)
    town_hall.run_once()
    town_hall.run_once()

    assert _validity(town_hall) != before
    assert answered(town_hall, set(mails)) == Counter(dict.fromkeys(mails, 1))
    assert [decided(town_hall)[sender] for sender in mails] == [1] * 6
    assert town_hall.states() == {"+34600111222": "leaving"}
    assert len(town_hall.sink.to("roser@veins.example")) == 1


def _validity(town_hall: TownHall) -> int:
    with town_hall.dovecot.client() as client:
        return int(client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"])


def test_a_folder_that_is_deleted_and_made_again_is_read_again(town_hall: TownHall) -> None:
    mails = asked(town_hall, 3)
    text = town_hall.config.read_text()
    town_hall.config.write_text(text.replace('since = "all"', 'since = "all"\nfolders = ["INBOX", "Llista"]'))
    first, second, third = mails
    with town_hall.dovecot.client() as client:
        client.create_folder("Llista")
        client.append("Llista", mails[first])
        town_hall.run_once()
        client.delete_folder("Llista")
        client.append("INBOX", mails[second])
        with pytest.raises(MailboxError, match="'Llista'"):
            town_hall.run_once()
        client.create_folder("Llista")
        client.append("Llista", mails[first])  # put back, and known
        client.append("Llista", mails[third])

    town_hall.run_once()

    assert answered(town_hall, set(mails)) == Counter(dict.fromkeys(mails, 1))


def _killed(dovecot: Dovecot) -> None:
    dovecot.kill()
    dovecot.start()


def _frozen_and_killed(dovecot: Dovecot) -> None:
    dovecot.freeze()
    dovecot.kill_at_once()
    dovecot.start()


def _cut(dovecot: Dovecot) -> None:
    dovecot.cut()


def test_a_server_frozen_killed_and_restarted_again_and_again_in_the_middle_loses_nothing(
    town_hall: TownHall,
) -> None:
    mails = asked(town_hall, 18)
    faults = [_killed, _frozen_and_killed, _cut]
    random.Random(SEED).shuffle(faults)
    town_hall.dovecot.deliver(question(town_hall)[1])
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        daemon.wait_for("mailbox connected")
        senders = list(mails)
        for number, fault in enumerate(faults):
            some = senders[6 * number : 6 * number + 6]
            for sender in some:
                town_hall.dovecot.drop(mails[sender])
            # In the middle of it: the first is answered, and the others may be in hand.
            town_hall.sink.wait_for(some[0])
            fault(town_hall.dovecot)
        for sender in senders:
            town_hall.sink.wait_for(sender)
        assert daemon.stop() == 0

    assert answered(town_hall, set(mails)) == Counter(dict.fromkeys(mails, 1))
    assert [decided(town_hall)[sender] for sender in mails] == [1] * 18
    assert set(town_hall.dovecot.flags().values()) == {()}


class Human(threading.Thread):
    """Somebody at the mailbox, who reads, flags, moves and deletes at random until all mail has come."""

    def __init__(self, town_hall: TownHall, chance: random.Random) -> None:
        super().__init__(name="human")
        self.town_hall, self.chance = town_hall, chance
        self.over = threading.Event()
        self.gone: set[bytes] = set()
        self.did = Counter[str]()

    def run(self) -> None:
        with self.town_hall.dovecot.client() as client:
            for number in count():
                if self.over.is_set() and number > 60:
                    return
                self._act(client)

    def _act(self, client: IMAPClient) -> None:
        client.select_folder(self.chance.choice(["INBOX", "Arxiu"]))
        found = client.search("ALL")
        if not found:
            return
        uid = self.chance.choice(found)
        does = self.chance.choice(["reads", "flags", "moves", "deletes", "answers"])
        self.did[does] += 1
        with suppress(IMAPClientError):
            match does:
                case "reads":
                    client.fetch([uid], ["BODY[]"])
                case "flags":
                    client.add_flags([uid], [b"\\Flagged", b"Revisat"])
                case "moves":
                    client.move([uid], self.chance.choice(["Arxiu", "INBOX"]))
                case "deletes":
                    shown = client.fetch([uid], ["BODY.PEEK[]"])
                    if self.chance.random() < 0.2 and shown:
                        self.gone.add(shown[uid][b"BODY[]"])
                        client.delete_messages([uid])
                        client.uid_expunge([uid])
                case "answers":
                    client.add_flags([uid], [b"\\Answered"])


def test_whatever_people_do_with_the_mailbox_each_mail_is_decided_once(town_hall: TownHall) -> None:
    mails = asked(town_hall, 40)
    text = town_hall.config.read_text()
    town_hall.config.write_text(text.replace('since = "all"', 'since = "all"\nfolders = ["INBOX", "Arxiu"]'))
    human = Human(town_hall, random.Random(SEED))
    with town_hall.dovecot.client() as client:
        client.create_folder("Arxiu")
    town_hall.dovecot.deliver(question(town_hall)[1])
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        daemon.wait_for("mailbox connected")
        human.start()
        try:
            for raw in mails.values():
                town_hall.dovecot.deliver(raw)
        finally:
            human.over.set()
            human.join(60)
        assert not human.is_alive()
        # What people deleted may be gone before anybody saw it; what is there is decided.
        kept = {sender for sender, raw in mails.items() if raw not in human.gone}
        for sender in kept:
            town_hall.sink.wait_for(sender)
        assert daemon.stop() == 0

    assert len(human.did) == 5, human.did
    assert answered(town_hall, kept) == Counter(dict.fromkeys(kept, 1))
    assert max(answered(town_hall, set(mails)).values()) == 1
    assert max(decided(town_hall)[sender] for sender in mails) == 1
    assert _flags(town_hall) <= {b"\\Seen", b"\\Flagged", b"\\Answered", b"\\Deleted", b"Revisat"}


def _flags(town_hall: TownHall) -> set[bytes]:
    return {
        flag
        for folder in ("INBOX", "Arxiu")
        for flags in town_hall.dovecot.flags(folder).values()
        for flag in flags
    }
