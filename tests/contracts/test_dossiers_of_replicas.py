"""Two replicas, each with dossiers in memory, on one database: what is there is what the winner saved, and no more."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from services.evaluator.adapters.mongo_dossiers import MongoDossiers
from services.evaluator.dossier import Dossier
from services.evaluator.folding import absorb_all
from services.evaluator.kept import KeptDossier
from shared.contracts.collections import DOSSIERS
from shared.contracts.verdicts import VerdictChanged
from shared.mongo import connect
from tests.builders import (
    NOW,
    a_board_look,
    a_column_look,
    a_home_look,
    a_letter,
    a_record,
    a_verdict,
    a_visit,
    a_website,
)

TARGETS = ("w1", "w2", "w3")
START = NOW - timedelta(days=900)


@pytest.fixture
async def database(mongo_url, mongo_database):
    found = connect(mongo_url, mongo_database)
    yield found
    found.client.close()


def a_verdict_on(target, at):
    return VerdictChanged(verdict=a_verdict(a_website(id=target), a_visit(at, website_id=target), as_of=at))


class Game:
    """Random moves of two replicas, and what must be in the database after each."""

    def __init__(self, database, chance):
        self.chance = chance
        self.database = database
        self.replicas = [MongoDossiers(database, in_memory=2), MongoDossiers(database, in_memory=50)]
        self.plain = MongoDossiers(database)
        self.model = {target: KeptDossier(dossier=Dossier(target)) for target in TARGETS}
        self.hands = [{}, {}]
        self.at = START

    def seen(self, target):
        chance = self.chance
        self.at += chance.choice([timedelta(minutes=1), timedelta(hours=9), timedelta(days=3), timedelta(days=200)])
        column = f"c{chance.randrange(5)}"
        events = {
            "column": lambda at: a_column_look(at, at - timedelta(days=chance.randrange(9)), column=column),
            "again": lambda at: a_column_look(at, START, column=column),
            "old": lambda at: a_column_look(at - timedelta(days=399), START, column=column),
            "home": lambda at: a_home_look(at, at, marks={"icp": chance.choice("xy")}),
            "board": lambda at: a_board_look(at, a_letter(f"m{chance.randrange(4)}", asked_at=at)),
            "record": lambda at: a_record(at, target_id=target, record_id=str(chance.randrange(2))),
            "visit": a_visit,
        }
        events = [events[chance.choice(sorted(events))](self.at) for _ in range(chance.choice([1, 1, 2, 4]))]
        return [(str(event.event_id()), event) for event in events]

    def grown(self, kept):
        chance = self.chance
        known = replace(kept, dossier=absorb_all(kept.dossier, self.seen(kept.target_id)), unsaid=False)
        known = replace(known, next_change_at=chance.choice([None, self.at, self.at + timedelta(days=1)]))
        if chance.random() < 0.3:
            known = replace(known, judged_under=chance.choice(["", "x", "y"]), shown_at=self.at)
        return known.next_said(a_verdict_on(kept.target_id, self.at)) if chance.random() < 0.3 else known

    async def load(self, who):
        targets = self.chance.sample(TARGETS, self.chance.randrange(1, 4))
        self.hands[who] |= await self.replicas[who].load(targets)

    async def save(self, who):
        moved = [self.grown(one) for one in self.hands[who].values()]
        self.hands[who] = {}
        lost = await self.replicas[who].save(moved)
        stale = {one.target_id for one in moved if one.version != self.model[one.target_id].version}
        assert stale == lost
        self.model |= {one.target_id: one.saved() for one in moved if one.target_id not in lost}

    async def settle(self, who):
        told = [one for one in (await self.replicas[who].load(TARGETS)).values() if one.unsaid]
        await self.replicas[who].settle(told)
        for one in told:
            if self.model[one.target_id].number == one.number:
                self.model[one.target_id] = self.model[one.target_id].settled()

    async def ask(self, who):
        replica, model = self.replicas[who], self.model.values()
        due = [one for one in model if one.next_change_at and one.next_change_at <= self.at]
        assert {one.target_id for one in due} == set(await replica.due(self.at, 9))
        assert {one.target_id for one in model if one.unsaid} == set(await replica.unsaid(9))
        assert {one.target_id: one.judged_under for one in model if one.version} == await replica.judged_under()

    async def age(self, who):
        """A document as an earlier edition wrote it."""
        target = self.chance.choice(TARGETS)
        if self.model[target].version:
            gone = {"said_as_of": "", "saved_by": ""}
            if not self.model[target].dossier.articles:
                gone |= {"facts.articles": "", "facts.archived": ""}
            await self.database[DOSSIERS].update_one({"_id": target}, {"$unset": gone})

    async def check(self):
        stored = await self.plain.load(TARGETS)
        for target, expected in self.model.items():
            assert expected == stored[target]
            assert expected.result == stored[target].result
            document = await self.database[DOSSIERS].find_one({"_id": target})
            if document:
                assert document["result"] == (
                    expected.result.value if expected.result and expected.judged_under else None
                )
                assert document["facts"]["seen_until"] == expected.dossier.seen_until == document["seen_until"]
                assert [key for key, _ in document["facts"]["pages"]] == list(expected.dossier.pages)


@pytest.mark.parametrize("seed", range(2))
async def test_what_is_stored_is_what_the_winner_saved(database, seed):
    """Whoever has read before another has saved loses, whatever either has in memory; nothing is mixed."""
    chance = random.Random(seed)
    game = Game(database, chance)
    await game.plain.prepare()
    moves = [game.load, game.load, game.save, game.save, game.settle, game.ask, game.age]
    for _ in range(50):
        await chance.choice(moves)(chance.randrange(2))
        await game.check()
