from __future__ import annotations

from pathlib import Path

import pytest

from orderline.errors import ConfigurationError
from orderline.models import listing

pytestmark = pytest.mark.unit

SHA = "0" * 64


def write(folder: Path, *lines: str) -> Path:
    path = folder / "models.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_shipped_list_reads_and_claims_no_checksum_that_nobody_has_seen() -> None:
    files = listing.read(Path(__file__).parents[3] / "models.txt")
    assert {file.role for file in files} == {
        "whisper-tiny",
        "whisper-base",
        "en_US-lessac-medium",
        "zh_CN-huayan-medium",
    }
    assert all(file.sha256 is None and file.size is None for file in files)


def test_a_line_gives_a_file_and_its_address(tmp_path: Path) -> None:
    path = write(tmp_path, "# head", "", f"voice v.onnx main 12 {SHA} MIT owner/repo/en/low  # a note")
    (file,) = listing.read(path)
    assert (file.role, file.name, file.size, file.sha256) == ("voice", "v.onnx", 12, SHA)
    assert file.url("http://hub/") == "http://hub/owner/repo/resolve/main/en/low/v.onnx"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("a b main - - MIT", "6 columns"),
        ("a b main - - MIT owner/repo more", "8 columns"),
        ("../a b main - - MIT owner/repo", "file name"),
        ("a ../b main - - MIT owner/repo", "file name"),
        ("a b main x - MIT owner/repo", "size"),
        ("a b main - 123 MIT owner/repo", "checksum"),
        ("a b main - - MIT repo", "source"),
    ],
)
def test_a_bad_line_is_named_with_its_number(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"models.txt:2.*{complaint}"):
        listing.read(write(tmp_path, "# head", line))


def test_a_file_named_twice_is_refused(tmp_path: Path) -> None:
    line = "a b main - - MIT owner/repo"
    with pytest.raises(ConfigurationError, match="twice: a/b"):
        listing.read(write(tmp_path, line, line))


def test_a_missing_list_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        listing.read(tmp_path / "models.txt")
