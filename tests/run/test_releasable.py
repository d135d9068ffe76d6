"""What may be given is built as if the rest had never been there: no byte that leaves depends on what is hidden."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterflow.case import Case, load_case
from counterflow.dossier.archive import Archive
from counterflow.ledger import Ledger
from counterflow.run.build import Build, open_build
from counterflow.run.releasable import make_releasable
from counterflow.run.run import RunOptions
from counterflow.share import FORMATS, export_build
from counterflow.share.policy import Recipient, may_be_given
from counterflow.stix.identifier import make_identifier
from counterflow.stix.marking import make_definitions, marking_refs
from counterflow.stix.organisation import Sender

MakeCase = Callable[..., Case]
ONE = RunOptions(processes=1)
THEM = Recipient("them", is_named=True)
MAX_TLP = "TLP:GREEN"
SECRET = "ZORAN SECRETSON"


def admits(marking: str) -> bool:
    return may_be_given(marking, THEM, MAX_TLP)


def exports(case: Case, build: Build) -> dict[str, str]:
    """What leaves of a build, in each format."""
    found = {}
    archive = Archive(case, build)
    try:
        for format_ in FORMATS:
            output = io.StringIO()
            sender = Sender(case.organisation, case.name)
            export_build(archive.engine, format_, output, max_tlp=MAX_TLP, sender=sender, recipient=THEM)
            found[format_] = output.getvalue()
    finally:
        archive.close()
    return found


def give(case: Case) -> tuple[dict[str, str], str, int]:
    """What leaves of a case, the id of the build that it is from, and how many entries were not used."""
    with make_releasable(case, admits, options=ONE) as made:
        return exports(case, made.given), made.given.manifest.build, len(made.left_out)


def say(case: Case, kind: str, **payload: Any) -> None:
    with closing(Ledger.of_file(case.ledger_path)) as ledger:
        ledger.append(kind, payload, by="anna")


def state(case: Case, entity: str, schema: str, prop: str, value: str, handling: str | None = None) -> None:
    say(
        case,
        "entry",
        entity_id=entity,
        schema=schema,
        prop=prop,
        value=value,
        source="a witness",
        passage=value,
        handling=handling,
    )


def mark(case: Case, path: str, handling: str) -> None:
    with case.toml_path.open("a", encoding="utf-8") as toml:
        toml.write(f'\n[[source]]\npath = "{path}"\nhandling = "{handling}"\n')


HIDDEN = ("TLP:RED", "TLP:AMBER", "TLP:GREEN//REL TO others", "TLP:CLEAR//ORCON")


def _report(case: Case, handling: str) -> None:
    """A report that is marked in its own text, and says again, and otherwise, what the others say."""
    text = (
        f"---\ntitle: A secret voyage\npublisher: hidden-wire\ndate: 2019-07-19\nlanguage: eng\nhandling: {handling}\n"
        f"---\n\nBureau 39 paid $9 million for the voyage of the Chong Chon Gang in July 2013, and {SECRET} did too.\n"
        "The ship carried 990 tons of goods under sugar, officials in Panama City said.\n"
    )
    (case.inputs_path / "reports" / "zz-secret.md").write_text(text, encoding="utf-8")
    with case.toml_path.open("a", encoding="utf-8") as toml:
        toml.write(f'\n[publisher.hidden-wire]\nname = "{SECRET}"\nreliability = "A"\n')


def _list(case: Case, handling: str) -> None:
    """A list with one more party, and names for those that the open list has."""
    parties = [
        {"id": "hid-1", "schema": "Person", "properties": {"name": [SECRET]}},
        {
            "id": "hid-2",
            "schema": "Organization",
            "properties": {"name": ["OFFICE 39", "BUREAU 39"], "country": ["kp"]},
        },
        {"id": "hid-3", "schema": "Ownership", "properties": {"owner": ["hid-1"], "asset": ["hid-2"]}},
    ]
    lines = [json.dumps({"datasets": ["hidden_list"], **one}) for one in parties]
    (case.inputs_path / "hidden_list.ftm.json").write_text("\n".join(lines) + "\n", encoding="utf-8")
    mark(case, "hidden_list.ftm.json", handling)


def _tie(case: Case, handling: str) -> None:
    """A tie between two open parties, entered by hand."""
    state(case, "hid-tie", "Ownership", "owner", "ofac-12209", handling)
    state(case, "hid-tie", "Ownership", "asset", "ofac-8100", handling)


def _name(case: Case, handling: str) -> None:
    """Another name of an open party, which is that of another open party."""
    state(case, "ofac-8100", "Organization", "name", "OFFICE 39", handling)


def _same_again(case: Case, handling: str) -> None:
    """The open list once more, under a stricter marking and another name before it."""
    target = case.inputs_path / "a" / "us_ofac_sdn.ftm.json"
    target.parent.mkdir()
    shutil.copy(case.inputs_path / "us_ofac_sdn.ftm.json", target)
    mark(case, "a/us_ofac_sdn.ftm.json", handling)


def _judgement(case: Case, handling: str) -> None:
    """What a person said of a hidden record."""
    _list(case, handling)
    say(case, "judgement", left_id="hid-2", right_id="ofac-12209", judgement="positive", reason=SECRET)


def _bundle(case: Case, handling: str) -> None:
    """A partner's bundle, of which one object may not be given."""
    head = {"spec_version": "2.1", "created": "2024-05-01T00:00:00.000Z", "modified": "2024-05-01T00:00:00.000Z"}
    objects = [
        {
            "type": "identity",
            "id": make_identifier("identity", word),
            **head,
            "name": word,
            "identity_class": "organization",
            "object_marking_refs": list(marking_refs(marking)),
        }
        for word, marking in (("KOREA TRADING AGENCY", "TLP:CLEAR"), (SECRET, handling))
    ]
    whole = [*make_definitions({"TLP:CLEAR", handling}), *objects]
    bundle = {"type": "bundle", "id": make_identifier("bundle", "x"), "objects": whole}
    (case.inputs_path / "partner.json").write_text(json.dumps(bundle), encoding="utf-8")


def _broken(case: Case, _handling: str) -> None:
    """A file that nobody can read, of which nothing says how it is marked."""
    (case.inputs_path / f"{SECRET}.bin").write_bytes(b"\x00\x01\x02")


def _garbled(case: Case, _handling: str) -> None:
    """A report whose marking nobody can read."""
    text = f"---\ntitle: {SECRET}\nhandling: [TLP:RED\n---\n\nBureau 39 paid {SECRET} $9 million in July 2013.\n"
    (case.inputs_path / "reports" / "garbled.md").write_text(text, encoding="utf-8")


SECRETS: Mapping[str, Callable[[Case, str], None]] = {
    "report": _report,
    "list": _list,
    "tie": _tie,
    "name": _name,
    "same again": _same_again,
    "judgement": _judgement,
    "bundle": _bundle,
    "broken": _broken,
    "garbled": _garbled,
}


@pytest.fixture
def open_case(open_base: Case, tmp_path: Path) -> Case:
    """A copy of that case."""
    return copy_of(open_base, tmp_path)


def copy_of(case: Case, folder: Path) -> Case:
    """A case of the same name in another folder."""
    shutil.copytree(case.root, folder / case.root.name)
    return load_case(folder / case.root.name)


@pytest.fixture(scope="module")
def told(open_base: Case) -> tuple[dict[str, str], str]:
    """What leaves of the case without a secret."""
    return give(open_base)[:2]


def test_all_secrets_change_no_byte(open_case: Case, told: tuple[dict[str, str], str]) -> None:
    """Whatever is hidden, no format and not even the id of the build differs."""
    for name in sorted(SECRETS.keys() - {"list"}):  # the judgement brings the list
        SECRETS[name](open_case, "TLP:RED")
    files, build, _ = give(load_case(open_case.root))
    assert SECRET not in "".join(files.values())
    assert (files, build) == told


@pytest.mark.slow
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_changes_no_byte(secret: str, open_case: Case, told: tuple[dict[str, str], str]) -> None:
    """Each kind of thing by itself."""
    SECRETS[secret](open_case, "TLP:RED")
    files, build, _ = give(load_case(open_case.root))
    assert SECRET not in "".join(files.values())
    assert (files, build) == told


@pytest.mark.slow
def test_the_secret_shows_where_it_is_not_left_out(open_case: Case, told: tuple[dict[str, str], str]) -> None:
    """The test above can fail: the same things in the open do change what leaves."""
    for secret in ("report", "list", "tie"):
        SECRETS[secret](open_case, "TLP:CLEAR")
    files, build, _ = give(load_case(open_case.root))
    assert SECRET in files["statements"]
    assert build != told[1]
    assert all(files[one] != told[0][one] for one in ("ftm", "statements", "stix", "csv"))


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(planted=st.dictionaries(st.sampled_from(sorted(SECRETS)), st.sampled_from(HIDDEN), min_size=1))
def test_no_secrets_together_change_a_byte(
    planted: dict[str, str], open_base: Case, told: tuple[dict[str, str], str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any of them at once, each hidden by a label, by named recipients or by its originator."""
    if "judgement" in planted:
        planted.pop("list", None)
    case = copy_of(open_base, tmp_path_factory.mktemp("planted"))
    for name, handling in planted.items():
        SECRETS[name](case, handling)
    assert give(load_case(case.root))[:2] == told


def test_nothing_hidden_is_the_build_itself(open_case: Case) -> None:
    """Where everything may be given, that is what the next run makes; the case keeps nothing of it."""
    before = sorted(path.name for path in open_case.root.iterdir())
    with make_releasable(open_case, admits, options=ONE) as made:
        assert made.given.manifest.build == made.own.manifest.build == open_build(open_case).manifest.build
        assert made.left_out == ()
    assert sorted(path.name for path in open_case.root.iterdir()) == before


@pytest.mark.slow
def test_a_vintage_that_is_hidden_changes_no_date(make_case: MakeCase, tmp_path: Path) -> None:
    """A list of which one vintage may not be given is a list without it: its parties were not there longer."""
    case = make_case(reports=0)
    lines = (case.inputs_path / "us_ofac_sdn.ftm.json").read_text("utf-8").splitlines()
    (case.inputs_path / "us_ofac_sdn.ftm.json").unlink()
    for day, some in (("2024-01-01", lines), ("2024-02-01", lines[:2])):
        (case.inputs_path / f"us_ofac_sdn-{day}.ftm.json").write_text("\n".join(some) + "\n", encoding="utf-8")
        mark(case, f"us_ofac_sdn-{day}.ftm.json", "TLP:CLEAR")
        with case.toml_path.open("a", encoding="utf-8") as toml:
            toml.write(f'date = "{day}"\ndataset = "us_ofac_sdn"\n')
    plain = give(load_case(copy_of(case, tmp_path / "plain").root))[:2]
    (case.inputs_path / "us_ofac_sdn-2024-03-01.ftm.json").write_text(lines[2] + "\n", encoding="utf-8")
    mark(case, "us_ofac_sdn-2024-03-01.ftm.json", "TLP:AMBER")
    with case.toml_path.open("a", encoding="utf-8") as toml:
        toml.write('date = "2024-03-01"\ndataset = "us_ofac_sdn"\n')
    assert give(load_case(case.root))[:2] == plain


@pytest.mark.slow
def test_what_people_said_of_the_hidden_is_left_out(open_case: Case) -> None:
    """A judgement on a hidden record is named; those on open ones are used, unless the case itself may not be given."""
    _judgement(open_case, "TLP:RED")
    with make_releasable(load_case(open_case.root), admits, options=ONE) as made:
        assert [(kind, said["left_id"]) for kind, said in made.left_out] == [("judgement", "hid-2")]
    with open_case.toml_path.open("r+", encoding="utf-8") as toml:
        text = toml.read().replace("[case]", '[case]\nhandling = "TLP:AMBER"')
        toml.seek(0)
        toml.write(text)
    with make_releasable(load_case(open_case.root), admits, options=ONE) as made:
        assert len(made.left_out) == 2
        assert made.given.manifest.tables["document"].rows == 0
