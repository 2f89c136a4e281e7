"""Evidence as attachments: harmless, bounded, and never a reason not to tell."""

import email
import hashlib
import json
from email.policy import default

from services.notifier import attaching
from services.notifier.attaching import EvidenceFiles
from services.notifier.mime import as_mail
from shared.evidence import EvidenceStore
from tests.warning_builders import NOON, an_entry

PAGE = "<script>alert('页')</script>".encode()


def kept(root, body=PAGE):
    digest = hashlib.sha256(body).hexdigest()
    record = {"url": "https://www.bureau.example/", "body": digest, "bodies": [digest], "sha256": digest}
    return EvidenceStore(root).keep(record, [body], at=NOON)[0]


def test_the_page_is_attached_as_it_was_and_opens_nowhere(tmp_path):
    """Record and body as plain files; a mail program has no reason to run them."""
    evidence_id = kept(tmp_path)
    entry = an_entry(evidence=(evidence_id,))
    files = EvidenceFiles(tmp_path).of(entry)
    raw = as_mail(entry, sender="x@x.example", attachments=files)
    mail = email.message_from_bytes(raw, policy=default)
    parts = list(mail.iter_attachments())

    assert f"{evidence_id}.json.txt" == parts[0].get_filename()
    assert EvidenceStore(tmp_path).show(evidence_id).record == json.loads(parts[0].get_content())
    assert {"application/octet-stream"} == {part.get_content_type() for part in parts}
    assert "某局：" in mail.get_body(("plain",)).get_content()
    assert raw == as_mail(entry, sender="x@x.example", attachments=files)


def test_what_is_gone_is_left_out(tmp_path):
    """The mail goes out without it."""
    assert [] == EvidenceFiles(tmp_path).of(an_entry(evidence=("2023-11-21-" + "0" * 32, "nonsense")))


def test_a_mail_carries_only_so_much(tmp_path, monkeypatch):
    """Beyond the limit nothing more is attached."""
    monkeypatch.setattr(attaching, "TOGETHER", 10)

    assert [] == EvidenceFiles(tmp_path).of(an_entry(evidence=(kept(tmp_path),)))
