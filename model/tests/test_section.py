"""Data in a section of a WebAssembly file is found again, and the file stays WebAssembly."""

from __future__ import annotations

import pytest

from model.runtime.section import MAGIC, SectionError, insert_section, read_section

# A type section and a custom section "other" that holds 1, 2, 3.
MODULE = MAGIC + b"\1\4\1\x60\0\0" + b"\0\x09\5other\1\2\3"


@pytest.mark.parametrize("size", [0, 1, 127, 128, 20_000])
def test_what_went_in_comes_out(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    module = insert_section(MODULE, data[:size])
    assert read_section(module) == data[:size]
    assert module.startswith(MAGIC)
    assert module.endswith(MODULE[len(MAGIC) :])


def test_it_is_the_first_section() -> None:
    module = insert_section(MODULE, b"{}", "ponder.metadata")
    assert module[len(MAGIC) :].startswith(b"\0\x12\x0fponder.metadata{}")


def test_other_sections_are_passed_over() -> None:
    assert read_section(MODULE, "other") == b"\1\2\3"
    assert read_section(MODULE) is None


@pytest.mark.parametrize("file", [b"", b"<!doctype html>", MAGIC[:6]])
def test_a_file_that_is_no_webassembly_is_refused(file: bytes) -> None:
    with pytest.raises(SectionError, match="not WebAssembly"):
        read_section(file)


def test_a_file_that_ends_within_a_size_is_refused() -> None:
    with pytest.raises(SectionError, match="cut short"):
        read_section(MAGIC + b"\1\x84")
