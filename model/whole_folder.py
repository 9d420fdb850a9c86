"""Writes a folder as one step: it appears when it is whole, or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from model import manifest


class FolderError(OSError):
    """A folder that could not be written; the message is one sentence for a person."""


@contextmanager
def write_whole(out: Path) -> Iterator[Path]:
    """Yield an empty draft beside `out`; on success it takes the place of `out`, old files and all.

    Raises FolderError when the disk is full or refuses, or when `out` holds something that is not
    a model folder. Whatever is raised inside, `out` stays as it was and the draft is removed.
    """
    draft = out.parent / f".{out.name}.partial"
    previous = out.parent / f".{out.name}.previous"
    try:
        _restore(out, previous)
        _refuse_other_files(out)
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        yield draft
        _replace(out, draft, previous)
    except FolderError:
        raise
    except OSError as error:
        raise FolderError(describe_failure(out, error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def describe_failure(out: Path, error: OSError) -> str:
    """One sentence on why `out` was not written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: {out} was not written; free some space and run this again."
    place = f" ({error.filename})" if error.filename else ""
    return f"{out} was not written: {error.strerror or error}{place}."


def _restore(out: Path, previous: Path) -> None:
    """Undo a run that was killed between the two renames of `_replace`."""
    if previous.exists() and not out.exists():
        previous.rename(out)


def _refuse_other_files(out: Path) -> None:
    if not out.exists() or (out / manifest.NAME).exists():
        return
    if not out.is_dir() or any(out.iterdir()):
        raise FolderError(f"{out} is not a model folder and will not be replaced.")


def _replace(out: Path, draft: Path, previous: Path) -> None:
    shutil.rmtree(previous, ignore_errors=True)
    if out.exists():
        out.rename(previous)
    try:
        draft.rename(out)
    except OSError:
        _restore(out, previous)
        raise
    shutil.rmtree(previous, ignore_errors=True)
