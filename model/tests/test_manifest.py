"""The manifest notices every change to a model folder, and the revision follows the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from model import manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    (files / "weights.bin").write_bytes(bytes(range(256)))
    (files / "config.json").write_text("{}")
    revision = manifest.name_revision(manifest.describe_files(files))
    (tmp_path / "resolve").mkdir()
    files.rename(tmp_path / "resolve" / revision)
    (tmp_path / "CARD.md").write_text("# Card")
    manifest.write_manifest(tmp_path, revision, {"model": "nano"})
    return tmp_path


def find(folder: Path, name: str) -> Path:
    (path,) = folder.rglob(name)
    return path


def test_a_folder_as_it_was_written_is_whole(folder: Path) -> None:
    assert manifest.check_files(folder) == []
    read = manifest.read_manifest(folder)
    assert read["model"] == "nano"
    assert read["base"] == f"resolve/{read['revision']}/"
    assert len(read["revision"]) == 12


def test_sizes_and_hashes_are_those_of_the_files(folder: Path) -> None:
    entries = {entry["path"]: entry for entry in manifest.read_manifest(folder)["files"]}
    entry = entries[find(folder, "weights.bin").relative_to(folder).as_posix()]
    assert entry["bytes"] == 256
    # sha256sum of the 256 bytes 0..255
    known = "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880"
    assert entry["sha256"] == known


def test_a_changed_a_missing_and_a_stray_file_are_each_named(folder: Path) -> None:
    find(folder, "weights.bin").write_bytes(b"other")
    find(folder, "CARD.md").unlink()
    (folder / "stray.txt").write_text("?")
    base = manifest.read_manifest(folder)["base"]
    assert manifest.check_files(folder) == [
        "CARD.md is missing.",
        "stray.txt is not in the manifest.",
        f"{base}weights.bin differs from the manifest.",
    ]


def test_a_revision_that_is_not_the_hash_of_its_files_is_noticed(folder: Path) -> None:
    path = folder / manifest.NAME
    content = json.loads(path.read_text())
    content["revision"] = "0" * 12
    path.write_text(json.dumps(content))
    assert any("hash to another revision" in problem for problem in manifest.check_files(folder))


@pytest.mark.parametrize(
    "files",
    [
        [{"path": "a", "sha256": "1"}, {"path": "b", "sha256": "3"}],
        [{"path": "a", "sha256": "1"}, {"path": "c", "sha256": "2"}],
        [{"path": "a", "sha256": "1"}],
    ],
)
def test_the_revision_changes_with_a_content_a_name_or_a_file_less(
    files: list[dict[str, str]],
) -> None:
    known = [{"path": "a", "sha256": "1"}, {"path": "b", "sha256": "2"}]
    assert manifest.name_revision(files) != manifest.name_revision(known)


def test_a_manifest_of_a_later_version_is_refused(folder: Path) -> None:
    (folder / manifest.NAME).write_text(json.dumps({"version": 2}))
    with pytest.raises(manifest.ManifestError, match="version 2; this reads 1"):
        manifest.read_manifest(folder)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(manifest.ManifestError, match="has no usable manifest.json"):
        manifest.read_manifest(tmp_path)
