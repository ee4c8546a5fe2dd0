"""A moment in the fragment of an address, which no server ever sees.

Theory of operation: JSON, raw DEFLATE (RFC 1951), base64url without padding (RFC 4648, section 5),
behind the version's number and a dot. The reader of a link has not written it, so it is measured
before it is unpacked and while it is, and every member is looked at. `site/js/share/links.js` does
the same, with the same sentences; both are held to the links of `tests/js/share/links.json`.
"""

from __future__ import annotations

import binascii
import json
import re
import zlib
from collections.abc import Mapping

from lockstep.share.format import MEMBERS, MOST_PACKED, MOST_UNPACKED, REFUSALS, VERSION
from lockstep.share.moment import Moment, misfit

_RAW = -15  # zlib's word for DEFLATE without a header
_FRAGMENT = re.compile(r"([0-9]{1,9})(?:\.(.*))?", re.DOTALL)
_NOT_OURS = re.compile(r"[^A-Za-z0-9_-]")


class LinkError(ValueError):
    """A link that cannot be opened, or made; the message says why, and what to do."""


def fragment(moment: Mapping[str, object] | Moment) -> str:
    """Return the fragment, without its ``#``, that carries ``moment``.

    Raises:
        LinkError: it would be longer than what is opened, or a member is not of its kind.
    """
    members = moment.to_dict() if isinstance(moment, Moment) else dict(moment)
    if (wrong := misfit(members)) is not None:
        raise _refusal("member", name=wrong[0], kind=wrong[1])
    text = json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    packed = _to_base64url(packer.compress(text) + packer.flush())
    size, most = max((len(packed), MOST_PACKED), (len(text), MOST_UNPACKED), key=_share)
    if size > most:
        raise _refusal("too-much", size=_kilobytes(size), most=most // 1024)
    return f"{VERSION}.{packed}"


def _to_base64url(data: bytes) -> str:
    text = binascii.b2a_base64(data, newline=False).decode()
    return text.translate({ord("+"): "-", ord("/"): "_", ord("="): ""})


def _from_base64url(text: str) -> bytes:
    plain = text.translate({ord("-"): "+", ord("_"): "/"})
    return binascii.a2b_base64(plain + "=" * (-len(plain) % 4))


def _share(pair: tuple[int, int]) -> float:
    return pair[0] / pair[1]


def open_link(link: str) -> Moment:
    """Return what a link carries; nothing of it is run.

    Args:
        link: an address of the site with its fragment, or the fragment, with or without ``#``.

    Raises:
        LinkError: it is cut short, damaged, too large, or of a later format.
    """
    found = _FRAGMENT.fullmatch(link.strip().rpartition("#")[2])
    if found is None:
        raise _refusal("none")
    version, packed = int(found[1]), found[2]
    if version != VERSION and packed is not None:
        raise _refusal("future", version=version, own=VERSION)
    if len(packed or "") > MOST_PACKED:
        raise _refusal("long", size=_kilobytes(len(packed)), most=MOST_PACKED // 1024)
    if (stranger := _NOT_OURS.search(packed or "")) is not None:
        raise _refusal("alphabet", character=_named(stranger[0]))
    return _moment(_parsed(_inflated(packed or "")))


def _inflated(packed: str) -> bytes:
    """Unpack, but never more than is allowed."""
    unpacker = zlib.decompressobj(_RAW)
    try:
        text = unpacker.decompress(_from_base64url(packed), MOST_UNPACKED + 1)
    except (ValueError, zlib.error):
        raise _refusal("broken") from None
    if len(text) > MOST_UNPACKED:
        raise _refusal("large", most=MOST_UNPACKED // 1024)
    if not unpacker.eof or unpacker.unused_data:
        raise _refusal("broken")
    return text


def _parsed(text: bytes) -> dict[str, object]:
    try:
        value = json.loads(text.decode("utf-8"), parse_constant=_no_json)
    except (ValueError, RecursionError):
        raise _refusal("broken") from None
    if not isinstance(value, dict):
        raise _refusal("broken")
    return value


def _no_json(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def _moment(members: dict[str, object]) -> Moment:
    if (wrong := misfit(members)) is not None:
        raise _refusal("member", name=wrong[0], kind=wrong[1])
    known = {name: members[name] for name in MEMBERS if name in members}
    return Moment(**known)  # type: ignore[arg-type]


def _named(character: str) -> str:
    if character.isprintable() and character != " ":
        return f"“{character}”"
    return f"a character U+{ord(character):04X}"


def _kilobytes(size: int) -> int:
    return -(-size // 1024)


def _refusal(why: str, /, **values: object) -> LinkError:
    return LinkError(REFUSALS[why].format(**values))
