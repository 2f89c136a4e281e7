"""The Maildir: every mail is taken once, also by two replicas."""

from services.notifier.bouncing import MaildirReader
from services.notifier.ledger import State
from tests.bounce_builders import a_report
from tests.component.notifier.world import World
from tests.warning_builders import an_entry

ID = "2a1f0c7e-3b4d-5c6e-8f90-a1b2c3d4e5f6"


async def test_a_mail_is_taken_and_put_away(tmp_path):
    """Ours and others' alike leave `new`; what is not there yet is no error."""
    world = World()
    reader = MaildirReader(tmp_path, world.notifier.bouncing, clock=world.clock)
    other = MaildirReader(tmp_path, world.notifier.bouncing, clock=world.clock)
    await reader.step()
    await world.ledger.file_all([an_entry(ID, state=State.SENT, message_id=f"<{ID}@xunjian.example>")])
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.x").write_bytes(a_report(f"<{ID}@xunjian.example>"))
    (tmp_path / "new" / "2.x").write_bytes(b"spam")
    await reader.step()
    await other.step()

    assert State.DEAD is world.ledger.kept[ID].state
    assert ["1.x:2,S", "2.x:2,S"] == sorted(path.name for path in (tmp_path / "cur").iterdir())
    assert [] == list((tmp_path / "new").iterdir())
