"""North Korean officials, whom four lists spell each in its own way: each is one, and no two of a surname are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pyarrow as pa
import pytest

# (UN, OFAC, EU, UK), date of birth or year; as the lists have them.
OFFICIALS: dict[str, tuple[tuple[str, str, str, str], str]] = {
    "Cho Il U": (("CHO IL U", "Il-U CHO", "Cho Il U", "Cho Il U"), "1945-05-10"),
    "Cho Yon Chun": (("CHO YON CHUN", "Yon Jun JO", "Jo Yon Jun", "Yon Chun CHO"), "1937-09-28"),
    "Jo Chol Song": (("JO CHOL SONG", "Ch'o'l-so'ng CHO", "Cho Ch’o’l-so’ng", "Chol Song JO"), "1984-09-25"),
    "Jo Yong Chol": (("JO YONG CHOL", "Yong Chol CHO", "Cho Yong Chol", "YONG CHOL JO"), "1973-09-30"),
    "Jo Yong Won": (("JO YONG-WON", "Yongwon CHO", "Cho Yongwon", "Jo YONG-WON"), "1957-10-24"),
    "Chang Chang Ha": (("CHANG CHANG HA", "Jang Chang Ha", "장창하", "CHANG HA CHANG"), "1964-01-10"),
    "Jang Song Chol": (("JANG SONG CHOL", "Song Chol JANG", "Chang So’ng-ch’o’l", "Song Chol JANG"), "1967-03-12"),
    "Jang Yong Son": (("JANG YONG SON", "Yong Son JANG", "Jang Yong Son", "Chang Yong-so'n"), "1957-02-20"),
    "Choe Song Il": (("CHOE SONG IL", "Song Il CHOE", "Ch’oe So’ng-il", "Song Il CHOE"), "1973-06-08"),
    "Choe Sok Min": (("CH'OE SO’K MIN", "So'k-min CH'OE", "Choe Sok Min", "Ch’oe SO’K MIN"), "1978-07-25"),
    "Choe Chun Yong": (("CHOE CHUN YONG", "Ch'un-yo'ng CH'OE", "Choe Chun Yong", "Chun Yong CHOE"), "1963"),
    "Kim Chol Nam": (("KIM CHOL NAM", "Chol Nam KIM", "Kim Chol Nam", "Kim Ch'o'l-nam"), "1970-02-19"),
    "Kim Jong Sik": (("KIM JONG SIK", "Cho'ng-sik KIM", "Kim Cho'ng-sik", "Kim Jong SIK"), "1967"),
    "Kim Jong Un": (("KIM JONG UN", "Jong Un KIM", "김정은", "Kim Cho'ng-u'n"), "1984-01-08"),
    "Kim Jong Il": (("KIM JONG IL", "Jong Il KIM", "김정일", "Kim Cho'ng-il"), "1942-02-16"),
    "Kim Kyong Il": (("KIM KYONG IL", "Kyo'ng-il KIM", "Kim Kyo'ng-il", "Kim Kyong IL"), "1979-08-01"),
    "Kim Kyong Ok": (("KIM KYONG OK", "Kyong Ok KIM", "Kim Kyo'ng-ok", "Kim Kyong OK"), "1937"),
    "Kim Sok Chol": (("KIM SOK CHOL", "Sok Chol KIM", "Kim Sok Chol", "SOK CHOL KIM"), "1955-05-08"),
    "Kim Chol Sok": (("KIM CHOL SOK", "Chol Sok KIM", "Kim Ch'o'l-so'k", "Chol Sok KIM"), "1970-01-01"),
    "Kim Song Chol": (("KIM SONG CHOL", "Song Chol KIM", "Kim So’ng-ch’o’l", "Song Chol KIM"), "1968-03-26"),
    "Kim Tong Chol": (("KIM TONG CHOL", "Tong Chol KIM", "Kim Tong-ch’o’l", "Kim TONG-CH'O'L"), "1966-01-28"),
    "Kim Yong Chol": (("KIM YONG CHOL", "Yong Chol KIM", "Kim Young-Cheol", "Kim Young-Chol"), "1962-02-18"),
    "Ri Su Yong": (("RI SU YONG", "Su Yong RI", "Lee Su Yong", "Ri SU-YONG"), "1968-06-25"),
    "Ri Un Song": (("RI U’N SO’NG", "Un Song RI", "Ri Eun Song", "Ri U’N SO’NG"), "1969-07-23"),
    "Ri Song Un": (("RI SONG UN", "Song Un RI", "Ri So’ng-u’n", "Song Un RI"), "1955-12-16"),
    "Ri Je Son": (("RI JE-SON", "Che-Son RI", "리제선", "Ri Che-son"), "1938"),
}  # fmt: skip

LISTS = ("un", "ofac", "eu", "uk")
DATES = pytest.mark.parametrize("has_dates", [True, False], ids=["dates", "names alone"])


@DATES
def test_each_official_is_one_party_of_four_lists(
    run_resolve: Callable[..., dict[str, pa.Table]], has_dates: bool
) -> None:
    """With dates of birth all four are one; by names and nationality alone most are, and none is another."""
    parties, official = [], {}
    for number, (name, (spellings, born)) in enumerate(sorted(OFFICIALS.items())):
        for list_, text in zip(LISTS, spellings, strict=True):
            facts = {"name": [text], "nationality": ["kp"]}
            if has_dates:
                facts["birthDate"] = [born]
            parties.append((f"{list_}:{number:02}", "Person", facts))
            official[f"{list_}:{number:02}"] = name
    rows = run_resolve(parties)["canonical"]
    found = dict(zip(rows.column("entity_id").to_pylist(), rows.column("canonical_id").to_pylist(), strict=True))
    false = {(official[a], official[b]) for a, b in combinations(official, 2) if found[a] == found[b]} - {
        (name, name) for name in OFFICIALS
    }
    assert false == set()
    apart = {
        (official[a], a, b) for a, b in combinations(official, 2) if official[a] == official[b] and found[a] != found[b]
    }
    if has_dates:
        assert apart == set()
    else:
        assert len(apart) <= 20


REPORTED = {
    "Kim Jong-un": "Kim Jong Un",
    "Kim Jong Un": "Kim Jong Un",
    "Jong-un Kim": "Kim Jong Un",
    "Kim Jong-il": "Kim Jong Il",
    "Kim Jong Il": "Kim Jong Il",
    "Kim Jong Sik": "Kim Jong Sik",
    "Kim Chol-sok": "Kim Chol Sok",
    "Kim Sok Chol": "Kim Sok Chol",
    "Kim Kyong-ok": "Kim Kyong Ok",
    "Kim Kyong Il": "Kim Kyong Il",
    "Kim Song Chol": "Kim Song Chol",
    "Kim Tong Chol": "Kim Tong Chol",
    "Kim Yong-chol": "Kim Yong Chol",
    "Ri Su-yong": "Ri Su Yong",
    "Lee Su Yong": "Ri Su Yong",
    "Ri Song Un": "Ri Song Un",
    "Ri Un Song": "Ri Un Song",
    "Ri Je-son": "Ri Je Son",
    "Choe Song Il": "Choe Song Il",
    "Choe Chun-yong": "Choe Chun Yong",
    "Jang Yong Son": "Jang Yong Son",
    "Jo Yong Won": "Jo Yong Won",
    "Jo Yong Chol": "Jo Yong Chol",
}
"""As reports spell them."""

STRANGERS = (
    "Kim Il Sung", "Kim Jong Nam", "Kim Jong Chol", "Kim Yo Jong", "Kim Yong Nam", "Kim Yong Ju", "Kim Jong", "Kim",
    "Ri Su Il", "Ri Yong Ho", "Ri Son Gwon", "Ri Sol Ju", "Choe Ryong Hae", "Choe Son Hui", "Jang Song Thaek",
    "Choe Il Song", "Kim Un Jong", "Kim Il Jong", "Ri Yong Su", "Jang Chol Song", "Jo Chol Yong", "Kim Chol Tong",
)  # fmt: skip
"""Others of their surnames."""


def test_a_report_means_its_official_and_no_other_of_the_surname(
    run_resolve: Callable[..., dict[str, pa.Table]],
) -> None:
    """Kim Jong Un is never Kim Jong Il: each name means its bearer or nobody, and most are linked."""
    parties, official = [], {}
    for number, (name, (spellings, born)) in enumerate(sorted(OFFICIALS.items())):
        for list_, text in zip(LISTS, spellings, strict=True):
            parties.append(
                (f"{list_}:{number:02}", "Person", {"name": [text], "nationality": ["kp"], "birthDate": [born]})
            )
            official[f"{list_}:{number:02}"] = name
    names = [*REPORTED, *STRANGERS]
    rows = run_resolve(parties, mentions=[(name, "person") for name in names], in_reports=True)["link"].to_pylist()
    found = {
        (names[int(row["source_id"][1:])], official[row["target_id"]])
        for row in rows
        if row["kind"] == "mention" and row["decision"] == "same"
    }
    assert found <= set(REPORTED.items())
    assert len(found) >= 18
