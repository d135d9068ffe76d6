"""What proves to a partner's server who asks: from the environment or a file of one's own, never from a case.

The environment comes first: `COUNTERFLOW_SECRET_UN_POE` for `[partner.un-poe]`. Else it is the first line of
`~/.config/counterflow/partner/un-poe` (`XDG_CONFIG_HOME` counts), which nobody else on the machine may read.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path

from counterflow.exc import CaseError
from counterflow.model.partner import Partner
from counterflow.remote.private import check_private, config_folder

_USER = "counterflow"
"""User of a secret that names none: servers whose key is the password, as ours, look at no user."""


def secret_variable(partner: Partner) -> str:
    """Name the variable of the environment that holds a partner's secret."""
    return "COUNTERFLOW_SECRET_" + re.sub("[^A-Z0-9]", "_", partner.key.upper())


def secret_file(partner: Partner, environment: Mapping[str, str] = os.environ) -> Path:
    """Give the file that holds a partner's secret."""
    return config_folder(environment) / "partner" / partner.key


def say_where(partner: Partner) -> str:
    """Say where a secret is looked for."""
    form = "user:password" if partner.auth == "basic" else "the key"
    return f"Set {secret_variable(partner)} to {form}, or write it to {secret_file(partner)} (chmod 600)"


def read_authorization(partner: Partner, environment: Mapping[str, str] = os.environ) -> str | None:
    """Give the header `Authorization` for a partner's server; None: there is no secret, and none is sent.

    Raises:
        CaseError: the secret holds what no header can, or others may read its file.
    """
    variable = secret_variable(partner)
    secret, where = environment.get(variable, "").strip(), variable
    if secret == "":
        path = secret_file(partner, environment)
        secret, where = _read_file(path), str(path)
    if secret == "":
        return None
    if not (secret.isascii() and secret.isprintable()):
        # Its value stays out of the message.
        raise CaseError(f"{where} holds characters that no secret has", expected="one line of printable ASCII")
    if partner.auth == "bearer":
        return f"Bearer {secret}"
    pair = secret if ":" in secret else f"{_USER}:{secret}"
    return "Basic " + base64.b64encode(pair.encode("ascii")).decode("ascii")


def _read_file(path: Path) -> str:
    try:
        check_private(path)
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as exc:
        raise CaseError(f"it cannot be read: {exc}", where=str(path)) from exc
