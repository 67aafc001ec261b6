"""Pulling model files from a real HTTP server on this machine."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orderline.cli.models import group
from orderline.errors import HubUnreachable, ModelFileBad
from orderline.models import lock
from orderline.models.pull import ATTEMPTS, Puller
from orderline.models.store import FileState, ModelStore
from orderline.settings import ModelSettings

pytestmark = pytest.mark.integration

WEIGHTS = bytes(range(256)) * 2000
SHA = hashlib.sha256(WEIGHTS).hexdigest()


@dataclass
class Hub:
    """A hub that serves one file, and can be told to misbehave."""

    content: bytes = WEIGHTS
    etag: str = '"v1"'
    status: int = 200
    break_after: list[int] = field(default_factory=list)
    """Bytes after which the connection is cut, one entry an answer."""
    linked_etag: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """Path and `Range` of every request."""
    url: str = ""


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            hub.asked.append((self.path, wanted))
            if hub.status != 200:
                self.send_error(hub.status)
                return
            start = 0
            if wanted and self.headers.get("If-Range") == hub.etag:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(hub.content):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(hub.content) - start))
            self.send_header("ETag", hub.etag)
            if hub.linked_etag:
                self.send_header("X-Linked-Etag", hub.linked_etag)
            self.end_headers()
            end = start + hub.break_after.pop(0) if hub.break_after else len(hub.content)
            self.wfile.write(hub.content[start:end])

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def store(folder: Path, sha256: str = "-") -> ModelStore:
    list_file = folder / "models.txt"
    list_file.write_text(f"tiny model.bin main - {sha256} MIT owner/repo\n", encoding="utf-8")
    return ModelStore(ModelSettings(list_file=list_file, dir=folder / "models"))


def pull(models: ModelStore, hub: str) -> list[tuple[int, int | None]]:
    """Pull the only file; what progress said."""
    progress: list[tuple[int, int | None]] = []
    with Puller(models, hub, timeout_s=5, pause_s=0.0) as puller:
        puller.pull(models.files[0], lambda have, total: progress.append((have, total)))
    return progress


def part(models: ModelStore) -> Path:
    return models.folder / "tiny" / "model.bin.part"


def test_a_pull_puts_the_file_in_place_and_records_its_checksum(hub: Hub, tmp_path: Path) -> None:
    models = store(tmp_path)
    progress = pull(models, hub.url)
    assert hub.asked == [("/owner/repo/resolve/main/model.bin", None)]
    assert models.path(models.files[0]).read_bytes() == WEIGHTS
    assert lock.read(models.folder) == {"tiny/model.bin": lock.Locked(SHA, len(WEIGHTS), "main")}
    assert models.reports()[0].state is FileState.WHOLE
    assert progress[0] == (0, len(WEIGHTS))
    assert progress[-1] == (len(WEIGHTS), len(WEIGHTS))
    assert sorted(path.name for path in part(models).parent.iterdir()) == ["model.bin"]


def test_a_connection_that_breaks_off_is_taken_up_where_it_stopped(hub: Hub, tmp_path: Path) -> None:
    hub.break_after = [100_000, 50_000]
    models = store(tmp_path, SHA)
    pull(models, hub.url)
    assert models.reports()[0].state is FileState.WHOLE
    assert [wanted for _, wanted in hub.asked] == [None, "bytes=100000-", "bytes=150000-"]


def test_a_later_pull_goes_on_where_the_last_one_gave_up(hub: Hub, tmp_path: Path) -> None:
    hub.break_after = [1000] * ATTEMPTS
    models = store(tmp_path)
    with pytest.raises(HubUnreachable, match="broke off"):
        pull(models, hub.url)
    assert part(models).stat().st_size == 1000 * ATTEMPTS
    assert models.reports()[0].state is FileState.PARTIAL
    progress = pull(models, hub.url)
    assert progress[0] == (1000 * ATTEMPTS, len(WEIGHTS))
    assert models.path(models.files[0]).read_bytes() == WEIGHTS


def test_a_file_that_changed_at_the_hub_is_fetched_from_its_beginning(hub: Hub, tmp_path: Path) -> None:
    hub.break_after = [1000] * ATTEMPTS
    models = store(tmp_path)
    with pytest.raises(HubUnreachable):
        pull(models, hub.url)
    hub.content, hub.etag = WEIGHTS[::-1], '"v2"'
    pull(models, hub.url)
    assert models.path(models.files[0]).read_bytes() == WEIGHTS[::-1]


def test_a_part_that_is_longer_than_the_file_is_thrown_away(hub: Hub, tmp_path: Path) -> None:
    models = store(tmp_path)
    part(models).parent.mkdir(parents=True)
    part(models).write_bytes(WEIGHTS + b"more")
    part(models).with_name("model.bin.part.etag").write_text(hub.etag)
    pull(models, hub.url)
    assert models.path(models.files[0]).read_bytes() == WEIGHTS


def test_a_wrong_checksum_is_refused_and_thrown_away(hub: Hub, tmp_path: Path) -> None:
    models = store(tmp_path, "0" * 64)
    with pytest.raises(ModelFileBad, match="not the file it should be"):
        pull(models, hub.url)
    assert models.reports()[0].state is FileState.MISSING
    assert lock.read(models.folder) == {}


def test_what_the_lock_remembers_is_held_against_a_later_pull(hub: Hub, tmp_path: Path) -> None:
    models = store(tmp_path)
    pull(models, hub.url)
    models.path(models.files[0]).unlink()
    hub.content, hub.etag = b"something else", '"v2"'
    with pytest.raises(ModelFileBad, match="not the file it should be"):
        pull(models, hub.url)


def test_the_hubs_own_checksum_is_held_against_a_first_pull(hub: Hub, tmp_path: Path) -> None:
    hub.linked_etag = f'"{"0" * 64}"'
    with pytest.raises(ModelFileBad):
        pull(store(tmp_path), hub.url)
    hub.linked_etag = f'"{SHA}"'
    pull(store(tmp_path), hub.url)


def test_a_file_that_the_hub_does_not_have_is_said_at_once(hub: Hub, tmp_path: Path) -> None:
    hub.status = 404
    with pytest.raises(ModelFileBad, match="status 404"):
        pull(store(tmp_path), hub.url)
    assert len(hub.asked) == 1


def test_a_hub_in_trouble_is_asked_a_few_times(hub: Hub, tmp_path: Path) -> None:
    hub.status = 503
    with pytest.raises(HubUnreachable, match="status 503"):
        pull(store(tmp_path), hub.url)
    assert len(hub.asked) == ATTEMPTS


def test_a_hub_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(HubUnreachable, match=r"cannot be reached .no connection.*The line runs without"):
        pull(store(tmp_path), "http://127.0.0.1:9")


def test_a_folder_that_cannot_be_written_is_a_clear_error(hub: Hub, tmp_path: Path) -> None:
    models = store(tmp_path)
    models.folder.mkdir()
    (models.folder / "tiny").write_text("in the way")
    with pytest.raises(ModelFileBad, match="cannot be written"):
        pull(models, hub.url)


@pytest.fixture
def line(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    """The settings of a line whose hub is `hub`."""
    models = store(tmp_path)
    monkeypatch.setenv("ORDERLINE_MODELS__HUB", hub.url)
    monkeypatch.setenv("ORDERLINE_MODELS__LIST_FILE", str(tmp_path / "models.txt"))
    monkeypatch.setenv("ORDERLINE_MODELS__DIR", str(models.folder))
    monkeypatch.chdir(tmp_path)
    return models


def test_the_command_pulls_lists_and_verifies(line: ModelStore, hub: Hub) -> None:
    runner = CliRunner()
    assert "missing" in runner.invoke(group, ["list"]).output
    assert runner.invoke(group, ["verify"]).exit_code == 0
    pulled = runner.invoke(group, ["pull", "tiny"])
    assert pulled.exit_code == 0, pulled.output
    assert "1 of them fetched now" in pulled.output
    assert "0 of them fetched now" in runner.invoke(group, ["pull", "tiny"]).output
    assert len(hub.asked) == 1
    assert "whole" in runner.invoke(group, ["list"]).output
    line.path(line.files[0]).write_bytes(b"broken")
    broken = runner.invoke(group, ["verify"])
    assert broken.exit_code == 1
    assert "changed" in broken.output


def test_the_command_names_the_models_that_it_knows(line: ModelStore) -> None:
    refused = CliRunner().invoke(group, ["pull", "nonsense"])
    assert refused.exit_code != 0
    assert "It names: tiny" in str(refused.exception)
