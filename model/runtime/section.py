"""A custom section of a WebAssembly file: data that travels inside it and that no engine runs.

Layout (WebAssembly core specification, 5.5.3): 0x00, the size, the length of the name, the name,
the data; sizes are LEB128.
"""

from __future__ import annotations

MAGIC = b"\0asm\1\0\0\0"
NAME = "ponder.metadata"
_CUSTOM = 0


class SectionError(ValueError):
    """A file that is no WebAssembly, or not whole; the message is one sentence."""


def insert_section(module: bytes, data: bytes, name: str = NAME) -> bytes:
    """`module` with the section in front of all others, where few bytes lead to it."""
    _check_magic(module)
    label = name.encode()
    content = _encode(len(label)) + label + data
    section = bytes([_CUSTOM]) + _encode(len(content)) + content
    return MAGIC + section + module[len(MAGIC) :]


def read_section(module: bytes, name: str = NAME) -> bytes | None:
    """The data of the first section of that name. Raises SectionError."""
    _check_magic(module)
    at = len(MAGIC)
    try:
        while at < len(module):
            kind = module[at]
            size, start = _decode(module, at + 1)
            at = start + size
            if kind == _CUSTOM:
                length, label = _decode(module, start)
                if module[label : label + length] == name.encode():
                    return module[label + length : at]
    except IndexError as error:
        raise SectionError("The WebAssembly file is cut short.") from error
    return None


def _check_magic(module: bytes) -> None:
    if not module.startswith(MAGIC):
        raise SectionError("The file is not WebAssembly.")


def _encode(number: int) -> bytes:
    encoded = bytearray()
    while number >= 0x80:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _decode(data: bytes, at: int) -> tuple[int, int]:
    """The number at `at` and where the bytes behind it start."""
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number, at
