"""`counterflow init`: a new case folder."""

from __future__ import annotations

import json
from pathlib import Path

import click

from counterflow.cli.argument import case_argument
from counterflow.collect.walk import printable
from counterflow.exc import CaseError

TEMPLATE = """\
# A case: put reports and lists into inputs/, then: counterflow run {root}
# Everything below is optional but the name; docs/tutorial.md explains each key.

[case]
name = {name}
question = ""                       # what the case should answer
# period = "2001/2026"              # EDTF interval
# handling = "TLP:CLEAR"            # marking of inputs that state none, e.g. "TLP:AMBER//REL TO MOFA//ORCON"
# inputs = ["../shared/lists"]      # further folders or files to read, relative to this file

# How far each publisher can be trusted: Admiralty letter A (reliable) to E (unreliable), F (cannot be judged).
# [publisher.example-wire]
# name = "Example Wire"
# reliability = "B"

# Who gives and gets what; the secret is COUNTERFLOW_SECRET_EXAMPLE_MINISTRY or a file (docs/exchange.md).
# [partner.example-ministry]
# name = "Example Ministry"
# pull = "https://taxii.example.org/taxii2/main/collections/<id>/"
# push = "https://taxii.example.org/taxii2/main/collections/<id>/"
# max_tlp = "TLP:GREEN"             # the strictest label that may leave to them
# four_eyes = true                  # nothing leaves to them but releases that a second person approved

# What is recognised needs no entry here; an entry overrides it, for a file, a folder or a pattern below inputs/.
# [[source]]
# path = "lists/ofac"
# date = "2022-01-28"               # the publisher's date of this vintage, EDTF
# publisher = "us-treasury"
# licence = "public domain"
# handling = "TLP:CLEAR"
# exclude = false
# sha256 = "..."                    # the run stops if the file is another one
# accepted = false                  # true: what looks changed by another hand was compared with the publisher's copy

# Decisions on hits of a screening; no build depends on these.
# [screening]
# four_eyes = ["clear"]             # decisions that a second person must approve: clear, escalate, block
# retention_days = 1825             # after which `counterflow ledger CASE forget` erases what deciders saw
"""


@click.command()
@case_argument
def init(case: Path) -> None:
    """Make a new case folder with a commented case.toml."""
    if (case / "case.toml").exists():
        raise CaseError("a case is there already", where=str(case), next_step=f"Run it: counterflow run {case}")
    (case / "inputs").mkdir(parents=True, exist_ok=True)
    # A text in JSON's quotes is one in TOML's too.
    name = json.dumps(printable(case.resolve().name), ensure_ascii=False)
    (case / "case.toml").write_text(TEMPLATE.format(root=printable(str(case)), name=name), encoding="utf-8")
    click.echo(f"{case} is ready. Put reports and lists into {case / 'inputs'}, then: counterflow run {case}", err=True)
