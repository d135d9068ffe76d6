"""Random cases under random markings over every exit: does anything leave to somebody who may not have it?

    .venv/bin/python -m benchmarks.share.markings --cases 10000

A case is a build, a recipient and the strictest label sent to them. A build has three to seven inputs, each under a
marking drawn at random (a TLP label; releasable to some partners, to nobody, to all; or under its originator's
control): lists, entries by hand and now and then a report. Whatever stands in an input holds a word of that input
alone, in names, values, passages, ids, paths and publishers. Each case goes through every exit: all formats of
`export`, for partners and for nobody in particular; the package; the release, recomputed from what may leave (a build
for each, so of every eighth build); and a TAXII collection that holds everything, asked by a partner's key. A violation
is a word of an input that the recipient may not have, found in what left. Who may have what is decided here, from what
was drawn and from TLP 2.0, not by the program's policy. What could leave and did is counted too: nothing at all would
violate nothing.
"""

from __future__ import annotations

import argparse
import dataclasses
import io
import json
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from starlette.testclient import TestClient

from counterflow.api.guard.key import add_key
from counterflow.api.guard.keyring import Keyring
from counterflow.api.guard.wall import Rails
from counterflow.api.server import create_app
from counterflow.api.taxii.router import TaxiiService
from counterflow.case import Case, load_case
from counterflow.cli.partner import export_for
from counterflow.dossier.archive import Archive
from counterflow.ledger import Ledger
from counterflow.model.partner import Partner
from counterflow.remote.clock import SystemClock
from counterflow.remote.package.key import make_key
from counterflow.remote.package.pack import Packing, make_package
from counterflow.run.build import open_build
from counterflow.run.run import RunOptions, run_case
from counterflow.service.release.make import Order, make_release
from counterflow.settings import Settings
from counterflow.share import FORMATS, export_build
from counterflow.share.policy import Recipient
from counterflow.share.taxii.catalog import CollectionEntry, Grant, Root, add_collection, add_root
from counterflow.share.taxii.change import add_objects
from counterflow.share.taxii.store import open_store, sqlite_url

LABELS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
PARTNERS = ("navy", "bank", "panel")
SENT_TO_NAMED = "TLP:AMBER+STRICT"
"""The strictest label that leaves to an organisation: RED is for single persons (TLP 2.0)."""
DRAWS = 20
"""Recipients and labels for each build."""
RELEASED = 8
"""Every how many builds a release is made."""
ACCEPT = {"Accept": "application/taxii+json;version=2.1"}


class Marking(NamedTuple):
    """What was drawn for an input."""

    label: str
    to: frozenset[str] | None
    controlled: bool

    def __str__(self) -> str:
        """Write it as case.toml has it."""
        parts = [self.label]
        if self.to is not None:
            parts.append("REL TO " + (",".join(sorted(self.to)) or "NONE"))
        return "//".join([*parts, *(["ORCON"] if self.controlled else [])])

    def is_for(self, partner: str | None, most: str) -> bool:
        """Whether a partner, or with None anybody, may have it where `most` is the strictest label that is sent."""
        limit = most if partner is None else min(most, SENT_TO_NAMED, key=LABELS.index)
        is_within = LABELS.index(self.label) <= LABELS.index(limit)
        return is_within and not self.controlled and (self.to is None or partner in self.to)


class Built(NamedTuple):
    """A case that was built, and the marking of each word."""

    case: Case
    words: dict[str, Marking]


def build(root: Path, dice: random.Random) -> Built:
    """Make a random case and build it."""
    (root / "inputs").mkdir(parents=True)
    words: dict[str, Marking] = {}
    toml = '[case]\nname = "random"\norganisation = "Our Office"\n'
    for key in PARTNERS:
        toml += f'[partner.{key}]\nname = "{key}"\nmax_tlp = "{dice.choice(LABELS)}"\n'
    ledger = Ledger.of_file(root / "ledger.sqlite")
    for _ in range(dice.randint(3, 7)):
        word = draw_word(dice)
        marking = words[word] = draw_marking(dice)
        kind = dice.choice(("list", "list", "list", "list", "entry", "entry", "report"))
        if kind == "entry":
            said = {
                "entity_id": draw_party(dice, word),
                "schema": "Company",
                "prop": "name",
                "value": f"{word} Trading",
            }
            told = {"source": f"Letter of {word}", "passage": f"It is {word} Trading", "handling": str(marking)}
            ledger.append("entry", {**said, **told}, by="anna")
            continue
        suffix, text = ("ftm.json", list_of(dice, word)) if kind == "list" else ("txt", report_of(dice, word))
        (root / "inputs" / f"{word.lower()}.{suffix}").write_text(text, encoding="utf-8")
        toml += f'[publisher.{word.lower()}]\nname = "{word} Press"\nreliability = "B"\n'
        toml += f'[[source]]\npath = "{word.lower()}.{suffix}"\npublisher = "{word.lower()}"\ndate = "2024-03-01"\n'
        toml += f'handling = "{marking}"\n'
    ledger.close()
    (root / "case.toml").write_text(toml, encoding="utf-8")
    case = load_case(root)
    run_case(case, options=RunOptions(processes=1))
    return Built(case, words)


def draw_word(dice: random.Random) -> str:
    """Make a word that no other input has, which may be a name."""
    return "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(5)).capitalize()


def draw_party(dice: random.Random, word: str) -> str:
    """Give the id of a party that several inputs speak of, or of one of an input's own."""
    return f"party-{dice.randrange(4)}" if dice.random() < 0.5 else f"own-{word.lower()}"


def draw_marking(dice: random.Random) -> Marking:
    """Draw a marking."""
    to = frozenset(one for one in PARTNERS if dice.random() < 0.5) if dice.random() < 0.4 else None
    return Marking(dice.choice(LABELS), to, dice.random() < 0.15)


def list_of(dice: random.Random, word: str) -> str:
    """Write a list: two companies, a ship, who owns it, and a designation."""
    low = word.lower()
    owner, other = draw_party(dice, word), f"other-{low}"
    rows = [
        (owner, "Company", {"name": [f"{word} Trading"], "country": ["kp"], "notes": [f"Note {word}"]}),
        (other, "Company", {"name": [f"{word} Shipping"], "alias": [f"{word} Maritime"], "topics": ["sanction"]}),
        (f"ship-{low}", "Vessel", {"name": [f"{word} Star"], "flag": ["kp"]}),
        (f"tie-{low}", "Ownership", {"owner": [owner], "asset": [f"ship-{low}"], "startDate": ["2011"]}),
        (f"act-{low}", "Sanction", {"entity": [other], "authority": [f"{word} Council"]}),
    ]
    lines = [{"id": id_, "schema": schema, "properties": told, "datasets": [low]} for id_, schema, told in rows]
    return "".join(json.dumps(one) + "\n" for one in lines)


def report_of(dice: random.Random, word: str) -> str:
    """Write a report: as others do, so that it is taken for a copy of theirs, or in words of its own; with a way."""
    said = f"In 2017 {word} Trading Company sold 20 tons of coal to {word} Shipping in Dalian, China."
    if dice.random() < 0.5:
        said += f" The navy of Singapore seized the ship {word} Star in June 2018 with 300 kilograms of heroin.\n"
        return said
    way = f"{word} Shipping carried {dice.randint(2, 90)} tons of coal from North Korea to Vietnam in 2016."
    return f"{way} {word} Trading Company of Pyongyang controls {word} Shipping.\n"


def exits(
    built: Built, archive: Archive, partner: str | None, most: str, dice: random.Random
) -> Iterator[tuple[str, str]]:
    """Give what leaves by each exit but the release and TAXII: its name and its text."""
    recipient = None if partner is None else Recipient(partner, is_named=True)
    for format_ in FORMATS:
        written = io.StringIO()
        export_build(archive.engine, format_, written, max_tlp=most, recipient=recipient)
        yield f"export {format_}", written.getvalue()
    if partner is not None and dice.random() < 1 / DRAWS:
        known = dataclasses.replace(built.case.partners[partner], max_tlp=most)
        yield "package", read_package(built.case, known)


def read_package(case: Case, partner: Partner) -> str:
    """Make a package and give all that is in it."""
    path = case.root / "sign.pem"
    key = make_key(path)
    build_id, objects = export_for(case, partner)
    file = case.root / "package.zip"
    make_package(case, partner, objects, key, file, Packing(build_id, SystemClock().now(), 30, "anna"))
    path.unlink()
    with zipfile.ZipFile(file) as archive:
        found = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    file.unlink()
    return found


def release(case: Case, partner: str, format_: str) -> str:
    """Make a release and give what would leave."""
    with make_release(case, Order(case.partners[partner], format_), options=RunOptions(processes=1)) as made:
        return made.path.read_text(encoding="utf-8")


def collections(built: Built, archive: Archive) -> Iterator[tuple[str, str]]:
    """Give, by partner, all that they are shown of a collection that holds everything."""
    written = io.StringIO()
    # For the owner nothing stays: not even what is releasable to others.
    export_build(archive.engine, "stix", written, max_tlp=LABELS[-1], recipient=Recipient(None, is_owner=True))
    service = TaxiiService(open_store(sqlite_url(built.case.root / "taxii.sqlite")), max_body=5_000_000)
    add_root(service.engine, Root("main", "Main"))
    id_ = add_collection(service.engine, CollectionEntry("main", "All"), [Grant(one) for one in PARTNERS])
    add_objects(service.engine, id_, json.loads(written.getvalue())["objects"])
    ledger = Ledger.of_file(built.case.root / "keys.sqlite")
    keys = {one: add_key(ledger, one, ["share"], by="anna")[1] for one in PARTNERS}
    rails = Rails(settings=Settings(rate=0, log="off"), keyring=Keyring(ledger))
    app = create_app(None, rails=rails, taxii=service)
    with TestClient(app, base_url="http://127.0.0.1:8765") as client:
        for partner, key in keys.items():
            text = ""
            for place in ("objects/?limit=1000", "manifest/?limit=1000"):
                head = {**ACCEPT, "Authorization": f"Bearer {key}"}
                answer = client.get(f"/taxii2/main/collections/{id_}/{place}", headers=head)
                assert answer.status_code == 200, answer.text
                text += answer.text
            yield partner, text
    ledger.close()
    service.engine.dispose()


class Count:
    """What was found."""

    def __init__(self) -> None:
        self.cases = 0
        self.texts: Counter[str] = Counter()
        self.left: Counter[str] = Counter()
        """Words that left and may."""
        self.could: Counter[str] = Counter()
        """Words that might have left."""
        self.violations: list[str] = []

    def look(self, exit_: str, text: str, built: Built, partner: str | None, most: str) -> None:
        """Look for words in what left."""
        low = text.lower()
        self.texts[exit_] += 1
        for word, marking in built.words.items():
            is_for = marking.is_for(partner, most)
            is_there = word.lower() in low
            self.could[exit_] += is_for
            self.left[exit_] += is_there and is_for
            if is_there and not is_for:
                self.violations.append(f"{exit_} to {partner}, {most}: {word}, {marking} ({built.case.root.name})")


def main() -> None:
    """Draw, build, let leave, look and print; ends with 1 if anything left that may not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice, count, began = random.Random(options.seed), Count(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(-(-options.cases // DRAWS)):
            run_one(Path(folder) / f"build-{number}", dice, count, with_release=number % RELEASED == 0)
            if number % 25 == 24:
                print(f"{count.cases} cases, {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    for exit_, texts in count.texts.items():
        print(f"{exit_}: {texts} texts, {count.left[exit_]} of {count.could[exit_]} inputs that may leave seen in them")
    print(f"{count.cases} cases, {len(count.violations)} violations")
    for one in count.violations[:20]:
        print(one)
    sys.exit(len(count.violations) > 0)


def run_one(root: Path, dice: random.Random, count: Count, *, with_release: bool) -> None:
    """Build one case and let it leave to all."""
    built = build(root, dice)
    with closing(Archive(built.case, open_build(built.case))) as archive:
        for _ in range(DRAWS):
            count.cases += 1
            partner, most = dice.choice((None, *PARTNERS)), dice.choice(LABELS)
            for exit_, text in exits(built, archive, partner, most, dice):
                count.look(exit_, text, built, partner, most)
        for partner, text in collections(built, archive):
            count.look("taxii", text, built, partner, LABELS[-1])
    if with_release:
        partner = dice.choice(PARTNERS)
        most = built.case.partners[partner].max_tlp
        for format_ in FORMATS:
            count.look(f"release {format_}", release(built.case, partner, format_), built, partner, most)


if __name__ == "__main__":
    main()
