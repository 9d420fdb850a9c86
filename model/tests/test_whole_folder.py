"""A model folder is replaced whole or not at all, even when a run was killed."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.manifest import NAME
from model.whole_folder import FolderError, write_whole


def make_model(folder: Path, content: str = "old") -> None:
    folder.mkdir(parents=True)
    (folder / NAME).write_text(content)


def test_files_of_the_replaced_folder_do_not_stay(tmp_path: Path) -> None:
    out = tmp_path / "nano"
    make_model(out)
    (out / "leftover").write_text("")
    with write_whole(out) as draft:
        (draft / NAME).write_text("new")
    assert [path.name for path in tmp_path.rglob("*")] == ["nano", NAME]
    assert (out / NAME).read_text() == "new"


def test_an_interruption_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "nano"
    make_model(out)

    def write_and_interrupt() -> None:
        with write_whole(out) as draft:
            (draft / NAME).write_text("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_and_interrupt()
    assert [path.name for path in tmp_path.iterdir()] == ["nano"]
    assert (out / NAME).read_text() == "old"


def test_what_a_killed_run_left_is_cleared_and_what_it_moved_comes_back(tmp_path: Path) -> None:
    out = tmp_path / "nano"
    make_model(tmp_path / ".nano.previous")
    make_model(tmp_path / ".nano.partial", "half")
    with pytest.raises(RuntimeError), write_whole(out):
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["nano"]
    assert (out / NAME).read_text() == "old"


def test_a_failed_last_rename_brings_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "nano"
    make_model(out)
    rename = type(out).rename

    def fail_for_draft(path: Path, target: Path) -> Path:
        if path.name == ".nano.partial":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(type(out), "rename", fail_for_draft)
    refusal = pytest.raises(FolderError, match="was not written: Permission denied")
    with refusal, write_whole(out) as draft:
        (draft / NAME).write_text("new")
    assert (out / NAME).read_text() == "old"


def test_a_file_in_the_place_of_the_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "nano").write_text("a file")
    with pytest.raises(FolderError, match="will not be replaced"), write_whole(tmp_path / "nano"):
        pass
    assert (tmp_path / "nano").read_text() == "a file"
