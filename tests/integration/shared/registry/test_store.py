"""Versions of the registry on a real mongod."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from bson import ObjectId

from shared.errors import Transient
from shared.mongo import Client, Database, connect
from shared.registry import store
from shared.registry.model import Kind, Registry
from shared.registry.store import RECHECK, CurrentRegistry, NoRegistry, import_registry, load, preview, versions
from shared.registry.versions import ROWS, VERSIONS, write_rows
from tests.registry_builders import a_registry, a_unit

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)
JANUARY, MARCH, JUNE = date(2024, 1, 1), date(2024, 3, 1), date(2024, 6, 1)
ONE, TWO, THREE = a_registry(), a_registry(a_unit(name="二")), a_registry(a_unit(name="三"))


@pytest.fixture
async def db(mongo_url: str, mongo_database: str) -> AsyncIterator[Database]:
    """A database of this test's own."""
    database = connect(mongo_url, mongo_database)
    yield database
    database.client.close()


async def put(db: Database, registry: Registry, day: date, at: datetime = NOON):
    """Import it from that day on."""
    return await import_registry(db, registry, effective_from=day, imported_at=at, source="名录.xlsx")


async def in_force(db: Database, day: date) -> Registry:
    """The registry in force on that day."""
    return (await load(db, as_of_date=day)).registry


async def test_what_was_imported_is_loaded(db):
    """The rows come back whole and in order, with the version they belong to."""
    result = await put(db, ONE, MARCH)

    loaded = await load(db, as_of_date=MARCH)
    assert (1, True, MARCH, None) == (result.version, result.changed, result.effective_from, result.until)
    assert ("U1",) == result.differences.kinds[Kind.UNITS].added
    assert ONE == loaded.registry
    assert ONE.digest() == loaded.registry.digest() == result.digest
    assert (1, MARCH, False) == (loaded.version, loaded.effective_from, loaded.is_fallback)


async def test_each_day_has_its_version(db):
    """A version is in force from its day up to the next one's; before the first the earliest stands in and says so."""
    await put(db, TWO, MARCH)
    await put(db, ONE, JANUARY)

    assert ONE == await in_force(db, MARCH - timedelta(days=1))
    assert TWO == await in_force(db, MARCH)
    assert TWO == await in_force(db, JUNE)
    earlier = await load(db, as_of_date=JANUARY - timedelta(days=1))
    assert (ONE, JANUARY, True) == (earlier.registry, earlier.effective_from, earlier.is_fallback)


async def test_a_correction_of_the_past_says_how_far_it_reaches(db):
    """A version for an earlier day counts only until the next day that has one, and the result says until when."""
    await put(db, ONE, JANUARY)
    await put(db, TWO, JUNE)

    result = await put(db, THREE, MARCH)
    assert JUNE == result.until
    assert THREE == await in_force(db, JUNE - timedelta(days=1))
    assert TWO == await in_force(db, JUNE)


async def test_the_last_import_of_a_day_counts(db):
    """A second version for the same day takes the place of the first, and going back is a third."""
    await put(db, ONE, MARCH)
    await put(db, TWO, MARCH)
    assert TWO == await in_force(db, MARCH)

    assert 3 == (await put(db, ONE, MARCH)).version
    assert ONE == await in_force(db, MARCH)


@pytest.mark.parametrize("day", [MARCH, JUNE], ids=["the same day", "a later day"])
async def test_importing_the_same_again_writes_nothing(db, day):
    """What is in force on that day already makes no new version, and the result says so."""
    await put(db, ONE, MARCH)

    result = await put(db, ONE, day)
    assert (1, False, MARCH) == (result.version, result.changed, result.effective_from)
    assert not result.differences
    assert [1] == [version.number for version in await versions(db)]
    assert sum(ONE.counts.values()) == await db[ROWS].count_documents({})


async def test_a_preview_writes_nothing(db):
    """What would change is known before anything is."""
    assert ("U1",) == (await preview(db, TWO, effective_from=MARCH)).kinds[Kind.UNITS].added
    await put(db, ONE, MARCH)

    changes = await preview(db, TWO, effective_from=MARCH)
    assert ["U1"] == [changed.id for changed in changes.kinds[Kind.UNITS].changed]
    assert ("W1",) == changes.kinds[Kind.WEBSITES].removed
    assert ONE == await in_force(db, MARCH)
    assert 1 == len(await versions(db))


async def test_nothing_was_imported_yet(db):
    """An empty store says what to do, and may be asked again."""
    with pytest.raises(NoRegistry, match="xunjian registry import"):
        await load(db, as_of_date=MARCH)
    with pytest.raises(Transient):
        await CurrentRegistry(db, lambda: NOON).get()


async def test_imports_at_once_get_a_version_each(db):
    """Rivals do not mix: every version is one of them, whole, and the highest number counts."""
    rivals = [a_registry(*(a_unit(f"U{n}-{i}") for i in range(20))) for n in range(6)]

    results = await asyncio.gather(*(put(db, rival, MARCH) for rival in rivals))
    assert [1, 2, 3, 4, 5, 6] == sorted(result.version for result in results)
    winner = max(range(6), key=lambda n: results[n].version)
    assert rivals[winner] == await in_force(db, MARCH)


async def test_a_crashed_import_never_counts(db):
    """Rows without their version are not read, and are swept by an import a day later, not by one at the same time."""
    await put(db, ONE, JANUARY)
    await write_rows(db, TWO, ObjectId(), NOON)

    assert ONE == await in_force(db, MARCH)
    await put(db, THREE, MARCH, NOON + timedelta(hours=1))
    assert 3 == len(await db[ROWS].distinct("import_id"))
    await put(db, ONE, JUNE, NOON + timedelta(days=2))
    assert 3 == len(await db[ROWS].distinct("import_id"))
    assert [ONE, THREE, ONE] == [await in_force(db, day) for day in (JANUARY, MARCH, JUNE)]


async def test_a_crash_before_the_version_leaves_the_old_one(db, monkeypatch):
    """When the last write does not happen nothing has changed, and importing again works."""
    await put(db, ONE, JANUARY)

    async def crash(*_):
        raise ConnectionResetError

    with monkeypatch.context() as broken:
        broken.setattr(store, "commit", crash)
        with pytest.raises(ConnectionResetError):
            await put(db, TWO, MARCH)

    assert ONE == await in_force(db, MARCH)
    assert 2 == (await put(db, TWO, MARCH)).version
    assert TWO == await in_force(db, MARCH)


async def test_a_version_with_missing_rows_is_not_believed(db):
    """Half a registry is an error, never a smaller registry."""
    await put(db, ONE, MARCH)
    await db[ROWS].delete_one({})

    with pytest.raises(Transient, match="应有 7 行，读到 6 行"):
        await load(db, as_of_date=MARCH)


async def test_an_unreachable_mongo_is_for_later():
    """Without a server the error says so and may be tried again."""
    client = Client("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=50")
    with pytest.raises(Transient, match="MongoDB"):
        await load(client.get_database("x"), as_of_date=MARCH)
    client.close()


async def test_the_current_registry_is_read_again_only_on_change(db):
    """The same object is given until another version is in force; that one shows after two seconds."""
    moment = NOON
    current = CurrentRegistry(db, lambda: moment)
    await put(db, ONE, MARCH)
    first = await current.get()

    await put(db, TWO, MARCH)
    moment = NOON + RECHECK - timedelta(milliseconds=1)
    assert first is await current.get()
    moment = NOON + RECHECK
    second = await current.get()
    assert (TWO, 2) == (second.registry, second.version)
    moment += RECHECK
    assert second is await current.get()


async def test_what_was_imported_just_now_is_there_for_who_asks_anew(db):
    """However lately it was read."""
    current = CurrentRegistry(db, lambda: NOON)
    await put(db, ONE, MARCH)
    await current.get()
    await put(db, TWO, MARCH)

    assert ONE == (await current.get()).registry
    assert TWO == (await current.get(anew=True)).registry
    assert TWO == (await current.get()).registry


async def test_the_current_registry_changes_at_midnight_in_china(db):
    """A version for tomorrow comes into force with the first second of tomorrow in China."""
    midnight = datetime(2024, 5, 31, 16, tzinfo=UTC)
    moment = midnight - timedelta(seconds=1)
    current = CurrentRegistry(db, lambda: moment)
    await put(db, ONE, JANUARY)
    await put(db, TWO, JUNE)

    assert ONE == (await current.get()).registry
    moment = midnight
    assert TWO == (await current.get()).registry


async def test_askers_at_once_load_once(db):
    """Many handlers that ask at the same time get the same object."""
    await put(db, ONE, MARCH)
    current = CurrentRegistry(db, lambda: NOON)

    assert 1 == len({id(loaded) for loaded in await asyncio.gather(*(current.get() for _ in range(20)))})


async def test_a_version_keeps_where_it_came_from(db):
    """Number, day, moment, counts and source of every version can be listed."""
    await put(db, ONE, MARCH)

    (version,) = await versions(db)
    assert (1, MARCH, NOON, "名录.xlsx", ONE.counts) == (
        version.number,
        version.effective_from,
        version.imported_at,
        version.source,
        version.counts,
    )
    assert 1 == await db[VERSIONS].count_documents({})
