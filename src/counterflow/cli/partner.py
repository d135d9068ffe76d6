"""A partner of a case, and what of its build in use may leave to them."""

from __future__ import annotations

import io
from typing import Any

from counterflow.case import Case
from counterflow.cli.show import open_archive
from counterflow.exc import UsageError
from counterflow.model.partner import Partner


def find_partner(case: Case, key: str) -> Partner:
    """Find a partner of a case.

    Raises:
        UsageError: case.toml names none of that key.
    """
    if key not in case.partners:
        raise UsageError(
            f"case.toml has no partner {key!r}",
            expected="one of " + ", ".join(case.partners) if len(case.partners) > 0 else f"a section [partner.{key}]",
        )
    return case.partners[key]


def check_four_eyes(partner: Partner) -> None:
    """Refuse to give a partner what no second person has approved, if they are given nothing else.

    Raises:
        UsageError: case.toml says four_eyes of them.
    """
    if partner.four_eyes:
        raise UsageError(
            f"a second person must approve what leaves to {partner.key} ([partner.{partner.key}] four_eyes)",
            next_step=f"counterflow release CASE ask --to {partner.key} --reason TEXT",
        )


def export_for(case: Case, partner: Partner) -> tuple[str, list[dict[str, Any]]]:
    """Give the build in use, and the STIX objects of it that may leave to a partner.

    Raises:
        UsageError: a second person must approve what leaves to them.
    """
    check_four_eyes(partner)
    import orjson

    from counterflow.share import export_build
    from counterflow.share.policy import Recipient
    from counterflow.stix.organisation import Sender

    written = io.StringIO()
    with open_archive(case.root) as archive:
        recipient = Recipient(partner.key, is_named=True)
        sender = Sender(archive.case.organisation, archive.case.name)
        export_build(archive.engine, "stix", written, max_tlp=partner.max_tlp, sender=sender, recipient=recipient)
        build = archive.build.manifest.build
    return build, orjson.loads(written.getvalue())["objects"]
