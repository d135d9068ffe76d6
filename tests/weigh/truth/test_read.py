"""Files of claims: what is read, and what is said of what cannot be."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counterflow.exc import InputError
from counterflow.model.doubt import Reliability
from counterflow.weigh.truth.read import read_claims, read_hierarchy, read_lineage, read_reliability


def write(folder: Path, text: str | bytes, name: str = "claims.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


GOOD = "item,source,value\nship,a,Sydney\nship,b,Perth\n"


def test_formats_give_the_same_claims(tmp_path: Path) -> None:
    """CSV, TSV, JSONL and Parquet are four ways to write one table."""
    paths = [
        write(tmp_path, GOOD),
        write(tmp_path, GOOD.replace(",", "\t"), "c.tsv"),
        write(
            tmp_path,
            '{"item":"ship","source":"a","value":"Sydney"}\n{"item":"ship","source":"b","value":"Perth"}\n',
            "c.jsonl",
        ),
        tmp_path / "c.parquet",
    ]
    pq.write_table(pa.table({"item": ["ship"] * 2, "source": ["a", "b"], "value": ["Sydney", "Perth"]}), paths[-1])
    assert {read_claims(path).texts for path in paths} == {("Perth", "Sydney")}
    assert {len(read_claims(path)) for path in paths} == {2}


def test_an_empty_value_claims_nothing(tmp_path: Path) -> None:
    """A row without a value is left out, not refused."""
    assert len(read_claims(write(tmp_path, GOOD + "ship,c,\n"))) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the column 'item' is missing; there are: none"),
        ("item,source\nship,a\n", "the column 'value' is missing"),
        ("item,source,value\n", "there is no claim"),
        (GOOD + "ship,,Perth\n", "line 4: source is empty"),
        (GOOD + "ship,c\n", "line 4: there are 2 cells"),
        (GOOD + 'ship,c,"Perth\n', "line 4: it is not CSV"),
        (GOOD.encode() + b"ship,c,K\xf6ln\n", "byte 0xf6 is not UTF-8"),
        (GOOD + "ship,c,a\0b\n", "line 4: there is a NUL"),
        ("item,item,source,value\na,b,c,d\n", "the column 'item' stands twice"),
    ],
)
def test_bad_claims_are_refused_with_their_place(tmp_path: Path, text: str | bytes, said: str) -> None:
    """An error says what, where and what was expected."""
    with pytest.raises(InputError) as caught:
        read_claims(write(tmp_path, text))
    assert said in caught.value.message
    assert "claims.csv" in caught.value.message


def test_bad_jsonl_is_refused(tmp_path: Path) -> None:
    """A line that is no object, or a value that is a list, is named."""
    for text in ("[1]\n", '{"item":"a","source":"b","value":["c"]}\n', "{\n"):
        with pytest.raises(InputError, match="line 1"):
            read_claims(write(tmp_path, text, "c.jsonl"))


def test_missing_files_and_wrong_parquet(tmp_path: Path) -> None:
    """A file that is not there, or not what it is called, is named."""
    for name in ("no.csv", "no.parquet"):
        with pytest.raises(InputError, match="no such file"):
            read_claims(tmp_path / name)
    with pytest.raises(InputError, match="not Parquet"):
        read_claims(write(tmp_path, "x", "c.parquet"))


def test_lineage_reliability_and_hierarchy(tmp_path: Path) -> None:
    """The three tables beside the claims."""
    assert read_lineage(write(tmp_path, "source,repeats\nb,a\n", "l.csv")) == [("b", "a")]
    assert read_reliability(write(tmp_path, "source,reliability\na,b\n", "r.csv")) == {"a": Reliability.B}
    assert read_hierarchy(write(tmp_path, "value,within\nSydney,Australia\n", "h.csv")).within("sydney") == {
        "australia"
    }
    by_id = "ID,name,parentID\n0,Australia,-1\n1,Sydney,0\n"
    assert read_hierarchy(write(tmp_path, by_id, "i.csv")).within("sydney") == {"australia"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source,reliability\na,G\n", "line 2: reliability is 'G'. Expected an Admiralty letter"),
        ("source,reliability\na,A\na,B\n", "line 3: 'a' is B here and A before"),
        ("source,reliability\n,A\n", "line 2: source is empty"),
    ],
)
def test_bad_letters_are_refused(tmp_path: Path, text: str, said: str) -> None:
    """A letter is one of six, and one a source."""
    with pytest.raises(InputError) as caught:
        read_reliability(write(tmp_path, text, "r.csv"))
    assert said in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "value,within\nSydney,Australia\nAustralia,Oceania\nOceania,australia\n",
        "ID,name,parentID\n0,Root,-1\n1,Australia,2\n2,Oceania,1\n",
    ],
)
def test_a_hierarchy_that_goes_in_a_circle_is_refused(tmp_path: Path, text: str) -> None:
    """What lies in what must end somewhere: the circle is named."""
    with pytest.raises(InputError, match=r"circle: '.*(Australia|Oceania).*, which lies in .*Oceania.*"):
        read_hierarchy(write(tmp_path, text, "h.csv"))


def test_places_of_one_name_are_no_circle(tmp_path: Path) -> None:
    """New York lies in New York; by IDs a place may share its name with one that it lies in."""
    assert len(read_hierarchy(write(tmp_path, "value,within\nNew York,New York\nNew York,USA\n", "h.csv"))) == 2
    by_id = "ID,name,parentID\n0,Denmark,-1\n1,South,0\n2,Denmark,1\n"
    assert "south" in read_hierarchy(write(tmp_path, by_id, "i.csv"))
