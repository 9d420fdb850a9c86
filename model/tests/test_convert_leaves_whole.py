"""Whatever stops a conversion half-way, the disk holds the old model or none."""

from __future__ import annotations

import errno
import resource
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, Self

import numpy as np
import pytest

from model.convert import main
from model.tests.random_weights import Tensors
from model.tests.trained_folder import read_tree, write_trained


def test_a_bad_conversion_leaves_the_model_that_was_there(tmp_path: Path) -> None:
    out = tmp_path / "nano"
    assert main([str(write_trained(tmp_path / "trained")), str(out)]) == 0
    before = read_tree(out)

    def spoil(tensors: Tensors) -> None:
        tensors["model.norm.weight"][:] = np.nan

    bad = write_trained(tmp_path / "bad", change_tensors=spoil)
    assert main([str(bad), str(out)]) == 1
    assert read_tree(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad", "nano", "trained"]


def test_a_folder_of_other_files_is_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_trained(tmp_path / "trained")
    precious = tmp_path / "photos" / "cat.jpg"
    precious.parent.mkdir()
    precious.write_bytes(b"meow")
    assert main([str(source), str(precious.parent)]) == 1
    sentence = f"{precious.parent} is not a model folder and will not be replaced.\n"
    assert capsys.readouterr().err == sentence
    assert precious.read_bytes() == b"meow"


class FullDisk:
    """Lets some files be written through `Path.open`; in the next the disk is full half-way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, files: int) -> None:
        self.files = files
        original = Path.open

        def open_counted(
            path: Path,
            mode: str = "r",
            buffering: int = -1,
            encoding: str | None = None,
            errors: str | None = None,
            newline: str | None = None,
        ) -> IO[Any] | CountedFile:
            file = original(path, mode, buffering, encoding, errors, newline)
            return CountedFile(file, self) if "w" in mode else file

        monkeypatch.setattr(Path, "open", open_counted)


class CountedFile:
    def __init__(self, file: IO[Any], disk: FullDisk) -> None:
        self.file, self.disk = file, disk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, data: str | bytes) -> int:
        if self.disk.files == 0:
            self.file.write(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        self.disk.files -= 1
        return self.file.write(data)


@pytest.mark.parametrize("files", range(6))
def test_a_full_disk_leaves_the_model_that_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    source = write_trained(tmp_path / "trained")
    out = tmp_path / "nano"
    assert main([str(source), str(out)]) == 0
    assert sum(path.is_file() for path in out.rglob("*")) == 6, "each of them fails once"
    before = read_tree(out)
    capsys.readouterr()
    FullDisk(monkeypatch, files)
    assert main([str(source), str(out), "--quantization", "q4f32_1"]) == 1
    sentence = f"The disk is full: {out} was not written; free some space and run this again.\n"
    assert capsys.readouterr().err == sentence
    assert read_tree(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nano", "trained"]


def test_a_write_that_the_system_refuses_leaves_nothing(tmp_path: Path) -> None:
    """The kernel's own refusal, in a process of its own: no file may pass 20 kB there."""
    source = write_trained(tmp_path / "trained")
    done = subprocess.run(
        [sys.executable, "-m", "model.convert", str(source), str(tmp_path / "nano")],
        cwd=Path(__file__).parents[2],
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path / 'nano'} was not written: File too large.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["trained"]
