"""Whom to judge, from the registry that is in force."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from services.evaluator.ports import Roll
from services.evaluator.subject import OUT_OF_SCOPE, Board, Column, Guide, Sibling, Subject
from shared.contracts.target import TargetKind
from shared.errors import BadInput
from shared.mongo import Database
from shared.registry.model import Account, Answer, Registry, Unit, Website
from shared.registry.store import LoadedRegistry, NoRegistry, Registries, load


class RegistrySubjects:
    """The port `Subjects`. The roll is made anew when the registry has a new version."""

    def __init__(self, database: Database, registries: Registries) -> None:
        self._database = database
        self._registries = registries
        self._loaded: LoadedRegistry | None = None
        self._roll = Roll({}, {}, 0)

    async def current(self) -> Roll:
        """The roll in force today, an empty one if nothing was imported.

        Raises:
            Transient: MongoDB could not be reached.
        """
        try:
            loaded = await self._registries.get()
        except NoRegistry:
            return self._roll
        if loaded is not self._loaded:
            self._roll = await asyncio.to_thread(roll_of, loaded)
            self._loaded = loaded
        return self._roll

    async def on(self, day: date) -> Roll:
        """The roll in force on a day; before the first version the earliest one's, which says so.

        Raises:
            BadInput: nothing was imported yet.
            Transient: MongoDB could not be reached.
        """
        try:
            loaded = await load(self._database, as_of_date=day)
        except NoRegistry as error:
            raise BadInput(str(error)) from error
        return await asyncio.to_thread(roll_of, loaded)


def roll_of(loaded: LoadedRegistry) -> Roll:
    """Every website and account of the registry as a subject."""
    registry = loaded.registry
    siblings = {unit_id: _siblings(registry, unit_id) for unit_id in registry.units}
    subjects = [website_subject(registry, one, siblings[one.unit_id]) for one in registry.websites.values()]
    subjects += [account_subject(registry, one, siblings[one.unit_id]) for one in registry.accounts.values()]
    marks = {unit_id: _digest(found) for unit_id, found in siblings.items()}
    return Roll(
        subjects={subject.id: subject for subject in subjects},
        words={one.id: _digest((replace(one, siblings=()), marks[one.unit_id])) for one in subjects},
        version=loaded.version,
        effective_from=loaded.effective_from,
        is_fallback=loaded.is_fallback,
    )


def _digest(words: object) -> str:
    return hashlib.sha256(repr(words).encode()).hexdigest()[:16]


def website_subject(registry: Registry, website: Website, siblings: tuple[Sibling, ...]) -> Subject:
    """A website with its columns, boards and guides."""
    unit = registry.unit_of(website)
    return Subject(
        kind=TargetKind.WEBSITE,
        id=website.id,
        name=website.name,
        unit_id=website.unit_id,
        url=website.url,
        status=website.status.value,
        **_of_unit(unit),
        siblings=siblings,
        website_kind=website.kind.value,
        navigation_home=website.navigation_home,
        site_code=website.site_code,
        icp=website.icp,
        psb=website.psb,
        columns=tuple(
            Column(
                id=column.id,
                name=column.name,
                url=column.url,
                category=column.category.value,
                level=column.level,
                cycle_days=column.cycle_days,
                unit_id=column.unit_id,
            )
            for column in registry.columns_of(website.id)
        ),
        boards=tuple(
            Board(id=board.id, name=board.name, url=board.url, kind=board.kind.value, unit_id=board.unit_id)
            for board in registry.boards_of(website.id)
        ),
        guides=tuple(
            Guide(id=guide.id, name=guide.name, url=guide.url, unit_id=guide.unit_id)
            for guide in registry.guides_of(website.id)
        ),
    )


def account_subject(registry: Registry, account: Account, siblings: tuple[Sibling, ...]) -> Subject:
    """An account. What the registry leaves open is taken in its favour."""
    return Subject(
        kind=TargetKind.ACCOUNT,
        id=account.id,
        name=account.name,
        unit_id=account.unit_id,
        url=account.feed_url,
        status=account.status.value,
        **_of_unit(registry.unit_of(account)),
        platform=account.platform.value,
        filed=account.filed is not Answer.NO,
        interaction=account.interaction.value,
        siblings=siblings,
    )


def _siblings(registry: Registry, unit_id: str) -> tuple[Sibling, ...]:
    """The targets of a unit that are in scope, websites first."""
    websites = [
        Sibling(kind=TargetKind.WEBSITE, id=one.id, name=one.name)
        for one in registry.websites_of(unit_id)
        if one.status.value not in OUT_OF_SCOPE
    ]
    accounts = [
        Sibling(kind=TargetKind.ACCOUNT, id=one.id, name=one.name, platform=one.platform.value)
        for one in registry.accounts_of(unit_id)
        if one.status.value not in OUT_OF_SCOPE
    ]
    return (*websites, *accounts)


def _of_unit(unit: Unit) -> dict[str, Any]:
    return {
        "unit_name": unit.name,
        "unit_group": unit.group,
        "unit_level": unit.level.value if unit.level else "",
        "public_service": unit.public_service is not Answer.NO,
    }
