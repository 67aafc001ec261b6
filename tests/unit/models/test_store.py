from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from orderline.errors import ConfigurationError
from orderline.models import lock
from orderline.models.store import CACHE, FileState, ModelStore
from orderline.settings import ModelSettings

pytestmark = pytest.mark.unit

GOOD = b"weights"
SHA = hashlib.sha256(GOOD).hexdigest()


def store(folder: Path, sha256: str = "-", size: str = "-") -> ModelStore:
    list_file = folder / "models.txt"
    list_file.write_text(f"tiny model.bin main {size} {sha256} MIT owner/repo\n", encoding="utf-8")
    return ModelStore(ModelSettings(list_file=list_file, dir=folder / "models"))


def put(models: ModelStore, content: bytes, name: str = "model.bin") -> Path:
    path = models.folder / "tiny" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def state(models: ModelStore) -> FileState:
    return models.reports()[0].state


def test_a_model_that_is_not_here_is_missing(tmp_path: Path) -> None:
    models = store(tmp_path)
    assert state(models) is FileState.MISSING
    assert models.find("tiny") is None


def test_a_broken_off_pull_is_partial(tmp_path: Path) -> None:
    models = store(tmp_path)
    put(models, b"wei", "model.bin.part")
    assert state(models) is FileState.PARTIAL
    assert models.reports()[0].size == 3


def test_a_file_with_the_listed_checksum_is_whole(tmp_path: Path) -> None:
    models = store(tmp_path, SHA, str(len(GOOD)))
    put(models, GOOD)
    assert state(models) is FileState.WHOLE
    assert models.find("tiny") == tmp_path / "models" / "tiny"


@pytest.mark.parametrize("content", [b"", b"weight5", b"weights and more"])
def test_a_file_with_another_content_is_changed(tmp_path: Path, content: bytes) -> None:
    models = store(tmp_path, SHA)
    put(models, content)
    assert state(models) is FileState.CHANGED
    assert models.find("tiny") is None


def test_a_file_put_there_by_hand_is_usable_and_said_to_be_unverified(tmp_path: Path) -> None:
    models = store(tmp_path)
    put(models, GOOD)
    assert state(models) is FileState.UNVERIFIED
    assert models.find("tiny") is not None


def test_the_lock_knows_what_the_first_pull_gave(tmp_path: Path) -> None:
    models = store(tmp_path)
    path = put(models, GOOD)
    lock.record(models.folder, "tiny/model.bin", lock.Locked(SHA, len(GOOD), "main"))
    assert state(models) is FileState.WHOLE
    path.write_bytes(b"weight5")
    assert state(models) is FileState.CHANGED


def test_a_file_is_hashed_anew_only_when_it_changed(tmp_path: Path) -> None:
    models = store(tmp_path, SHA)
    path = put(models, GOOD)
    assert state(models) is FileState.WHOLE
    stat = path.stat()
    path.write_bytes(b"weight5")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert state(models) is FileState.WHOLE
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert state(models) is FileState.CHANGED


def test_a_broken_checksum_cache_is_only_a_slower_look(tmp_path: Path) -> None:
    models = store(tmp_path, SHA)
    put(models, GOOD)
    (models.folder / CACHE).write_text("no JSON", encoding="utf-8")
    assert state(models) is FileState.WHOLE


def test_a_role_that_is_not_listed_is_never_found(tmp_path: Path) -> None:
    models = store(tmp_path)
    put(models, GOOD)
    assert models.find("other") is None
    assert models.roles() == ("tiny",)


def test_without_a_list_nothing_is_found_and_nothing_breaks(tmp_path: Path) -> None:
    models = ModelStore(ModelSettings(list_file=tmp_path / "none.txt", dir=tmp_path))
    assert models.find("tiny") is None


def test_a_lock_that_orderline_did_not_write_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / lock.NAME).write_text("hello\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="did not write"):
        lock.read(tmp_path)


def test_the_lock_keeps_one_line_a_file(tmp_path: Path) -> None:
    first, second = lock.Locked(SHA, 7, "main"), lock.Locked(SHA, 8, "v2")
    lock.record(tmp_path, "b/f", first)
    lock.record(tmp_path, "a/f", first)
    lock.record(tmp_path, "b/f", second)
    assert lock.read(tmp_path) == {"a/f": first, "b/f": second}
    assert len((tmp_path / lock.NAME).read_text(encoding="utf-8").splitlines()) == 2
