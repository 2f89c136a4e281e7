"""Evidence as attachments: what was fetched, as text that opens nowhere, and the record that names it."""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from services.notifier.ledger import Entry
from shared.errors import BadInput
from shared.logs import get_logger

log = get_logger(__name__)

LARGEST = 1024 * 1024
"""Bytes of one body; a longer one is cut, and its record has the hash of the whole."""
TOGETHER = 5 * 1024 * 1024
"""Bytes of all attachments of one mail."""


class Attachment(NamedTuple):
    """One file of a mail."""

    name: str
    content: bytes


class EvidenceFiles:
    """The evidence below one directory, as the crawler keeps it. What is gone is left out, and the mail goes out."""

    def __init__(self, root: Path) -> None:
        # zstandard comes with the crawler's packages; a notifier without attachments does not need it.
        self._store: Any = import_module("shared.evidence").EvidenceStore(root)

    def of(self, entry: Entry) -> list[Attachment]:
        """The files for a message, in the order of its findings, as many as a mail may carry."""
        kept: list[Attachment] = []
        left = TOGETHER
        for evidence_id in entry.evidence:
            for attachment in self._files(evidence_id):
                if len(attachment.content) <= left:
                    kept.append(attachment)
                    left -= len(attachment.content)
        return kept

    def _files(self, evidence_id: str) -> Iterator[Attachment]:
        try:
            shown = self._store.show(evidence_id)
        except (BadInput, OSError, ValueError) as error:
            log.warning("evidence.not_attached", evidence_id=evidence_id, error=str(error))
            return
        record = json.dumps(shown.record, ensure_ascii=False, indent=2)
        yield Attachment(f"{evidence_id}.json.txt", record.encode())
        for number, digest in enumerate(sorted(shown.bodies), start=1):
            yield Attachment(f"{evidence_id}-{number}.txt", shown.bodies[digest][:LARGEST])
