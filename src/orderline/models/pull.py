"""Fetching model files: resumable, bounded, verified, and in place only when whole.

    name.part        what has come so far        name.part.etag   which version of the file that is
    checksum right → renamed to name, recorded in models.lock

A broken-off pull goes on where it stopped, but only into the same version of the file (`If-Range`): else the first
pull, which has no checksum to compare with, could record a mixture.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from orderline.errors import HubUnreachable, ModelFileBad
from orderline.models import lock
from orderline.models.listing import ModelFile
from orderline.models.store import ModelStore, checksum

ATTEMPTS = 3
"""Tries at one file; each goes on where the last one stopped."""
PAUSE_S = 0.5
"""Pause before the second try; doubled before the third."""
_PERMANENT = frozenset({400, 401, 403, 404, 410, 451})
_OK, _PARTIAL, _PAST_END = 200, 206, 416
_SHA256 = re.compile(r"[0-9a-f]{64}")

Progress = Callable[[int, int | None], None]
"""Told bytes so far, and bytes in all where the hub says so."""


class Puller:
    """Fetches files of the list. Use as a context manager: it keeps one connection."""

    def __init__(self, store: ModelStore, hub: str, timeout_s: float, pause_s: float = PAUSE_S) -> None:
        self._store = store
        self._hub = hub
        self._pause_s = pause_s
        self._client = httpx.Client(timeout=timeout_s, follow_redirects=True)

    def __enter__(self) -> Puller:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def pull(self, file: ModelFile, progress: Progress) -> Path:
        """Fetch one file.

        Raises:
            HubUnreachable: the hub does not answer, or breaks off every time.
            ModelFileBad: the hub does not have the file, it is not what it should be, or it cannot be written.
        """
        path = self._store.path(file)
        part = path.with_name(path.name + ".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            promised = self._fetch_with_retries(file, part, progress)
            self._accept(file, part, path, promised)
        except OSError as fault:
            raise ModelFileBad(
                f"{file.key} cannot be written: {fault.strerror or fault}.",
                "What has come so far is kept.",
                "Make room or rights in the models folder, then pull again.",
            ) from fault
        return path

    def _fetch_with_retries(self, file: ModelFile, part: Path, progress: Progress) -> str | None:
        fault: Exception | None = None
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(self._pause_s * 2 ** (attempt - 1))
            try:
                return self._fetch(file, part, progress)
            except (httpx.TransportError, httpx.HTTPStatusError) as broken:
                fault = broken
        raise HubUnreachable(
            f"The model hub {self._hub} cannot be reached ({_reason(fault)}).",
            "The line runs without these models, on its embedded engines.",
            "Try again later, or set models.hub to a mirror.",
        ) from fault

    def _fetch(self, file: ModelFile, part: Path, progress: Progress) -> str | None:
        """One try. Returns the checksum that the hub itself promises, where it does."""
        etag = part.with_name(part.name + ".etag")
        have = part.stat().st_size if part.is_file() and etag.is_file() else 0
        headers = {"Accept-Encoding": "identity"}
        if have:
            headers |= {"Range": f"bytes={have}-", "If-Range": etag.read_text(encoding="utf-8")}
        with self._client.stream("GET", file.url(self._hub), headers=headers) as answer:
            if answer.status_code == _PAST_END:
                part.unlink()
                return self._fetch(file, part, progress)
            self._refuse(file, answer)
            if answer.status_code != _PARTIAL:
                have = 0
                self._remember(etag, answer)
            self._write(answer, part, have, progress)
            return _promised(answer)

    def _refuse(self, file: ModelFile, answer: httpx.Response) -> None:
        if answer.status_code in _PERMANENT:
            raise ModelFileBad(
                f"The hub does not give out {file.key} (status {answer.status_code}).",
                "The line runs without this model.",
                "Check its source and revision in models.txt.",
            )
        if answer.status_code not in (_OK, _PARTIAL):
            raise httpx.HTTPStatusError(f"status {answer.status_code}", request=answer.request, response=answer)

    def _remember(self, etag: Path, answer: httpx.Response) -> None:
        """Only a strong tag names a version exactly; without one the next pull starts anew."""
        tag = answer.headers.get("etag", "")
        if tag.startswith('"'):
            etag.write_text(tag, encoding="utf-8")
        else:
            etag.unlink(missing_ok=True)

    def _write(self, answer: httpx.Response, part: Path, have: int, progress: Progress) -> None:
        length = answer.headers.get("content-length")
        total = have + int(length) if length is not None else None
        progress(have, total)
        with part.open("ab" if have else "wb") as sink:
            for block in answer.iter_bytes():
                sink.write(block)
                have += len(block)
                progress(have, total)

    def _accept(self, file: ModelFile, part: Path, path: Path, promised: str | None) -> None:
        """Verify against models.txt, else the lock, else the hub's own word; then put in place and record."""
        locked = lock.read(self._store.folder).get(file.key)
        same = locked is not None and locked.revision == file.revision
        wanted = file.sha256 or (locked.sha256 if locked is not None and same else None) or promised
        found, size = checksum(part), part.stat().st_size
        if (wanted is not None and found != wanted) or (file.size is not None and size != file.size):
            part.unlink()
            part.with_name(part.name + ".etag").unlink(missing_ok=True)
            raise ModelFileBad(
                f"{file.key} is not the file it should be: its size or checksum differs.",
                "It was thrown away.",
                f"If the source has changed on purpose, remove its line from {lock.NAME} and pull again.",
            )
        part.replace(path)
        part.with_name(part.name + ".etag").unlink(missing_ok=True)
        lock.record(self._store.folder, file.key, lock.Locked(found, size, file.revision))


def _promised(answer: httpx.Response) -> str | None:
    """The hub names the checksum of a large file in the answer that redirects to its store."""
    for response in (*answer.history, answer):
        tag = response.headers.get("x-linked-etag", "").strip('"')
        if _SHA256.fullmatch(tag):
            return str(tag)
    return None


def _reason(fault: Exception | None) -> str:
    """A few words: `connection refused`, `status 503`, …; never an address of this machine."""
    match fault:
        case httpx.ConnectTimeout() | httpx.ReadTimeout() | httpx.PoolTimeout() | httpx.WriteTimeout():
            return "no answer in time"
        case httpx.ConnectError():
            return "no connection"
        case httpx.HTTPStatusError():
            return f"status {fault.response.status_code}"
    return "the connection broke off"
