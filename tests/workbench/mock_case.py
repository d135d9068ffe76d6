"""A small case for the mock server: published facts of public lists, and texts written for these tests."""

from __future__ import annotations

import hashlib
from typing import Any

Json = dict[str, Any]

OFAC, UN, EU = "us_ofac_sdn", "un_sc_sanctions", "eu_fsf"
TITLES = {
    OFAC: "OFAC Specially Designated Nationals",
    UN: "UN Security Council Consolidated List",
    EU: "EU Regulation 2017/1509",
    "field_notes": "Field notes",
}
VINTAGES = {OFAC: "2022-01-14", UN: "2024-09-06", EU: "2026-08-21", "field_notes": "2026-05-05"}
OFFICE = "cf-4f3a9c07d1e85b26"
BANK = "cf-91b20d7746ac3e58"
TRADING = "cf-2c6de81f0a9574bb"
GREEN_PINE = "cf-77e1f5309bd24a6c"
PARTY = "cf-c0a84d52e6f31978"
CAPTIONS = {
    OFFICE: ("Office 39", "PublicBody"),
    BANK: ("Korea Daesong Bank", "Company"),
    TRADING: ("Korea Daesong General Trading Corporation", "Company"),
    GREEN_PINE: ("Green Pine Associated Corporation", "Company"),
    PARTY: ("Workers' Party of Korea", "Organization"),
}

REPORT_TEXT = """\
How a state office trades 📎

The office known as Bureau 39 (39호실) was set up in the 1970s to earn hard currency for the leadership. Traders \
who worked for it describe three lines of business: gold, ginseng and, until about 2005, methamphetamine.

In 2003 a freighter was stopped off the coast of Australia with 150 kilograms of heroin on board. Bureau 39 denied \
any part in the voyage, and no court has found otherwise. Korea Daesong Bank cleared the payments, according to two \
of the traders; a third said that he only heard of it.

A file name in the seized ledger read <script>alert("owned")</script> and the next line \
<img src=x onerror="document.title='owned'">; both are quoted here as they stood.

Daesong Trading shipped 12 containers of machine parts to Nampo in May 2011. The shipment was worth about \
USD 2.4 million.

The annual review of a department store in Wonsan mentions a “39 Office” on its third floor. Whether this is the \
same office cannot be told from the text."""

NARRATIVE_TEXT = (
    "Bank owned and controlled by Office 39 of the Workers' Party of Korea, which is itself listed. "
    "The bank's identifier in interbank messages is KDBKKPPY."
)
NOTICE_TEXT = """\
Page one of the notice. Firms are reminded that names on the list change.

Office 39 also appears as Third Floor and as Division 39 in older correspondence.

Page two of the notice. The corporation Green Pine shares an address with other listed parties in Pyongyang."""


def digest(text: str) -> str:
    """Give a stable 64-digit value for a made-up file."""
    return hashlib.sha256(text.encode()).hexdigest()


def caption(party_id: str) -> Json:
    """Name a party as other answers refer to it."""
    return {"id": party_id, "caption": CAPTIONS[party_id][0]}


def resource(path: str, form: str, published: str | None) -> Json:
    """Describe one file of the case."""
    return {"id": digest(path)[:16], "path": path, "format": form, "published": published, "sha256": digest(path)}


FILES = {
    OFAC: resource("lists/ofac_sdn/2022-01/sdn.csv", "ofac_sdn_csv", VINTAGES[OFAC]),
    UN: resource("lists/un_sc/consolidated_2024-09.xml", "un_sc_xml", VINTAGES[UN]),
    EU: resource("lists/eu_journal/32017R1509.csv", "eu_annex_csv", VINTAGES[EU]),
    "field_notes": resource("reports/2026-05-05-how-a-state-office-trades.html", "html", VINTAGES["field_notes"]),
}


def span(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    """Find the nth place of `words`; offsets are code points, as everywhere in Counterflow."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def evidence(dataset: str, record: str, field: str, text: str, **more: Any) -> Json:
    """Cite one field of one list record."""
    base: Json = {
        "statement_id": digest(dataset + record + field + text)[:40],
        "dataset": dataset,
        "dataset_title": TITLES[dataset],
        "entity_id": f"{dataset}-{record}",
        "resource": FILES[dataset],
        "record": record,
        "field": field,
        "text": text,
        "document_id": None,
        "start": None,
        "end": None,
        "hedge": "fact",
        "polarity": "affirmed",
        "attribution": [],
        "first_seen": VINTAGES[dataset],
        "last_seen": VINTAGES[dataset],
        "gone_on": None,
        "handling": "TLP:CLEAR",
    }
    return base | more


def passage_evidence(words: str, **more: Any) -> Json:
    """Cite a passage of the report."""
    start, end = span(REPORT_TEXT, words)
    place: Json = {"record": None, "field": None, "document_id": "doc-report", "start": start, "end": end}
    doubt = {"handling": "TLP:AMBER", "hedge": "reported"}
    return evidence("field_notes", "", "", words) | place | doubt | more


def name(value: str, kind: str, *pieces: Json) -> Json:
    """Give one name with its evidence."""
    return {"value": value, "kind": kind, "evidence": list(pieces)}


def value(text: str, *pieces: Json, **more: Any) -> Json:
    """Give one value of a fact with its evidence."""
    base: Json = {
        "value": text,
        "caption": None,
        "edtf": None,
        "reports": len(pieces),
        "roots": len(pieces),
        "reliability": "A",
        "credibility": 6,
        "probability": None,
        "evidence": list(pieces),
    }
    return base | more


def fact(prop: str, label: str, kind: str, *values: Json) -> Json:
    """Give one property with its values."""
    return {"prop": prop, "label": label, "type": kind, "values": list(values)}


def link(role: str, schema: str, direction: str, other: str, *pieces: Json, **dates: str) -> Json:
    """Give one link to another party."""
    return {
        "id": digest(role + other)[:12],
        "role": role,
        "schema": schema,
        "direction": direction,
        "other": caption(other) | {"schema": CAPTIONS[other][1]},
        "start_date": dates.get("start"),
        "end_date": dates.get("end"),
        "evidence": list(pieces),
    }


def passage(document: Json, sentence: str, words: str, decision: str, *reasons: tuple[str, str, str]) -> Json:
    """Give one passage of a document that names a party."""
    first, _ = span(document["text"], sentence)
    start, end = span(sentence, words)
    head = {key: document[key] for key in ("id", "title", "publisher", "published", "kind")}
    return {
        "document": head | {"field": document["field"]},
        "subject": document["subject"],
        "start": first + start,
        "end": first + end,
        "text": sentence,
        "highlight": [start, end],
        "decision": decision,
        "reasons": [{"feature": f, "source": s, "target": t} for f, s, t in reasons],
    }


def mention(text: str, words: str, kind: str, party: str | None = None, nth: int = 0, edtf: str | None = None) -> Json:
    """Give one mention of a text."""
    start, end = span(text, words, nth)
    return {
        "id": f"m-{start}",
        "start": start,
        "end": end,
        "text": words,
        "type": kind,
        "edtf": edtf,
        "party": None if party is None else caption(party),
    }


def quantity(text: str, words: str, kind: str) -> Json:
    """Give one quantity of a text."""
    start, end = span(text, words)
    return {"id": f"q-{start}", "start": start, "end": end, "text": words, "kind": kind}


def document(document_id: str, text: str, file: Json, **more: Any) -> Json:
    """Give one document; `field` is left out of the API's answer."""
    base: Json = {
        "id": document_id,
        "title": None,
        "author": None,
        "publisher": None,
        "published": file["published"],
        "language": "eng",
        "kind": "report",
        "text": text,
        "pages": [],
        "mentions": [],
        "quantities": [],
        "subject": None,
        "resource": file,
        "handling": "TLP:CLEAR",
        "field": None,
    }
    return base | more


REPORT = document(
    "doc-report",
    REPORT_TEXT,
    FILES["field_notes"],
    title="How a state office trades",
    publisher="Field notes",
    handling="TLP:AMBER",
    mentions=[
        mention(REPORT_TEXT, "Bureau 39", "organization", OFFICE),
        mention(REPORT_TEXT, "the 1970s", "date", edtf="197X"),
        mention(REPORT_TEXT, "gold", "commodity"),
        mention(REPORT_TEXT, "ginseng", "commodity"),
        mention(REPORT_TEXT, "about 2005", "date", edtf="2005~"),
        mention(REPORT_TEXT, "methamphetamine", "commodity"),
        mention(REPORT_TEXT, "2003", "date", edtf="2003"),
        mention(REPORT_TEXT, "a freighter", "vessel"),
        mention(REPORT_TEXT, "Australia", "place"),
        mention(REPORT_TEXT, "heroin", "commodity"),
        mention(REPORT_TEXT, "Bureau 39", "organization", OFFICE, nth=1),
        mention(REPORT_TEXT, "Korea Daesong Bank", "company", BANK),
        mention(REPORT_TEXT, "Daesong Trading", "company", TRADING),
        mention(REPORT_TEXT, "Nampo", "place"),
        mention(REPORT_TEXT, "May 2011", "date", edtf="2011-05"),
        mention(REPORT_TEXT, "Wonsan", "place"),
        mention(REPORT_TEXT, "39 Office", "organization"),
    ],
    quantities=[
        quantity(REPORT_TEXT, "150 kilograms", "mass"),
        quantity(REPORT_TEXT, "12 containers", "count"),
        quantity(REPORT_TEXT, "USD 2.4 million", "money"),
    ],
)
NARRATIVE = document(
    "doc-narrative",
    NARRATIVE_TEXT,
    FILES[EU],
    title="Korea Daesong Bank: reasons",
    publisher="Council of the European Union",
    kind="narrative",
    subject=caption(BANK),
    field="reason",
    mentions=[
        mention(NARRATIVE_TEXT, "Office 39", "organization", OFFICE),
        mention(NARRATIVE_TEXT, "Workers' Party of Korea", "organization", PARTY),
    ],
)
NOTICE = document(
    "doc-notice",
    NOTICE_TEXT,
    resource("reports/2018-07-notice.pdf", "pdf", "2018-07-23"),
    title="Notice on names",
    publisher="A bank supervisor",
    pages=[
        {"number": 1, "start": 0, "end": NOTICE_TEXT.index("Page two")},
        {"number": 2, "start": NOTICE_TEXT.index("Page two"), "end": len(NOTICE_TEXT)},
    ],
    mentions=[
        mention(NOTICE_TEXT, "Office 39", "organization", OFFICE),
        mention(NOTICE_TEXT, "Green Pine", "company", GREEN_PINE),
        mention(NOTICE_TEXT, "Pyongyang", "place"),
    ],
)
LONG_TEXT = "\n\n".join(
    f"Paragraph {number} of the annex. " + "Entries are given in the order of the register. " * 6
    for number in range(900)
)
LONG = document("doc-long", LONG_TEXT, resource("reports/annex.txt", "txt", None), title="A long annex")
DOCUMENTS = {item["id"]: item for item in (REPORT, NARRATIVE, NOTICE, LONG)}

OFFICE_DOSSIER: Json = {
    **caption(OFFICE),
    "schema": "PublicBody",
    "handling": "TLP:AMBER//LIC CC-BY-NC-4.0",
    "listed_now": True,
    "delisted_on": None,
    "countries": ["kp"],
    "topics": ["sanction", "gov"],
    "datasets": [{"name": key, "title": TITLES[key]} for key in (OFAC, UN, EU)],
    "members": [
        {
            "entity_id": "us_ofac_sdn-12209",
            "dataset": OFAC,
            "caption": "OFFICE 39",
            "basis": "the dossier bears its id",
        },
        {"entity_id": "un_sc_sanctions-KPe.030", "dataset": UN, "caption": "OFFICE 39", "basis": "same name and alias"},
        {"entity_id": "eu_fsf-32017R1509-30", "dataset": EU, "caption": "Office 39", "basis": "same name and alias"},
    ],
    "names": [
        {
            "script": "Latin",
            "values": [
                name(
                    "Office 39",
                    "name",
                    evidence(OFAC, "12209", "SDN_Name", "OFFICE 39"),
                    evidence(UN, "KPe.030", "FIRST_NAME", "OFFICE 39"),
                    evidence(EU, "32017R1509-30", "name", "Office 39"),
                ),
                name(
                    "Bureau 39",
                    "alias",
                    evidence(OFAC, "12209", "alt_name", "BUREAU 39"),
                    evidence(UN, "KPe.030", "ALIAS_NAME", "Bureau 39"),
                ),
                name(
                    "Central Committee Bureau 39",
                    "alias",
                    evidence(OFAC, "12209", "alt_name", "CENTRAL COMMITTEE BUREAU 39"),
                ),
                name("Office #39", "alias", evidence(UN, "KPe.030", "ALIAS_NAME", "Office #39")),
                name(
                    "Division 39",
                    "alias",
                    evidence(UN, "KPe.030", "ALIAS_NAME", "Division 39", first_seen="2021-04", last_seen="2022-01"),
                    evidence(OFAC, "12209", "alt_name", "DIVISION 39", last_seen="2020", gone_on="2021"),
                ),
                name(
                    "Third Bureau",
                    "alias",
                    evidence(
                        *(UN, "KPe.030", "ALIAS_NAME", "Third Bureau"),
                        first_seen="2021-04",
                        last_seen="2022-01",
                        gone_on="2022-06",
                    ),
                ),
                name("Third Floor", "weakAlias", evidence(OFAC, "12209", "Remarks", "a.k.a. 'THIRD FLOOR'.")),
            ],
        },
        {
            "script": "Hangul",
            "values": [
                name("39호실", "alias", passage_evidence("The office known as Bureau 39 (39호실)", hedge="fact")),
                name("조선로동당 39호실", "alias", evidence(EU, "32017R1509-30", "alias", "조선로동당 39호실")),
            ],
        },
    ],
    "facts": [
        fact("country", "Country", "country", value("kp", evidence(OFAC, "12209", "Program", "DPRK"))),
        fact(
            "address",
            "Address",
            "address",
            value(
                "Changwang Street, Pyongyang",
                evidence(UN, "KPe.030", "STREET", "Changwang Street, Pyongyang"),
                evidence(EU, "32017R1509-30", "address", "c) Changwang Street, Pyongyang DPRK"),
                roots=1,
                credibility=2,
            ),
            value(
                "Chung-Guyok (Central District), Sosong Street, Kyongrim-Dong, Pyongyang",
                evidence(
                    UN, "KPe.030", "STREET", " Chung-Guyok (Central District), Sosong Street, Kyongrim-Dong, Pyongyang"
                ),
            ),
        ),
        fact(
            "incorporationDate",
            "Founded",
            "date",
            value(
                "1974",
                passage_evidence("The office known as Bureau 39 (39호실) was set up in the 1970s"),
                edtf="1974~",
                reliability="C",
                credibility=3,
            ),
        ),
        fact(
            "parent",
            "Parent",
            "entity",
            value(
                PARTY, evidence(UN, "KPe.030", "COMMENTS1", "DPRK government entity"), caption="Workers' Party of Korea"
            ),
        ),
        fact(
            "sector",
            "Line of business",
            "string",
            value(
                "heroin trafficking",
                passage_evidence(
                    "Bureau 39 denied any part in the voyage", polarity="denied", attribution=["Bureau 39"]
                ),
                reliability="C",
                credibility=4,
            ),
            value(
                "gold",
                passage_evidence("gold, ginseng", attribution=["Field notes", "traders who worked for it"]),
                reliability="C",
                credibility=3,
            ),
        ),
        fact(
            "website",
            "Website",
            "url",
            value("javascript:alert(1)", evidence(EU, "32017R1509-30", "website", "javascript:alert(1)")),
        ),
    ],
    "intervals": [
        {
            "id": "un_sc_sanctions-KPe.030-listing",
            "schema": "Sanction",
            "label": "Sanction",
            "dataset": UN,
            "dataset_title": TITLES[UN],
            "facts": [
                fact(
                    "authorityId",
                    "Authority-issued identifier",
                    "identifier",
                    value("KPe.030", evidence(UN, "KPe.030", "REFERENCE_NUMBER", "KPe.030")),
                ),
                fact(
                    "listingDate",
                    "Listing date",
                    "date",
                    value("2016-03-02", evidence(UN, "KPe.030", "LISTED_ON", "2016-03-02")),
                ),
            ],
        }
    ],
    "narratives": [],
    "identity": [
        {
            "kind": "imo-shared",
            "party": caption(OFFICE),
            "other": caption(BANK),
            "since": "2017-06-01",
            "is_contradiction": True,
            "sentence": "two ships under one IMO number, IMO8412467; the other is Korea Daesong Bank",
            "evidence": [evidence(OFAC, "12209", "Remarks", "IMO 8412467")],
        },
        {
            "kind": "renamed",
            "party": caption(OFFICE),
            "other": None,
            "since": None,
            "is_contradiction": False,
            "sentence": "renamed: Office 38 → Office 39",
            "evidence": [evidence(UN, "KPe.030", "NAME", "Office 39")],
        },
    ],
    "events": [
        {
            "id": "ev-1",
            "type": "seizure",
            "roots": 2,
            "accounts": [
                {
                    "document": {
                        "id": "doc-report",
                        "title": "How a state office trades",
                        "publisher": "Field notes",
                        "published": "2019",
                        "kind": "report",
                        "field": None,
                    },
                    "text": "The port seized 200 kilograms in May.",
                    "words": "seized",
                    "frame": {"start": 10, "end": 40},
                },
                {
                    "document": {
                        "id": "doc-notice",
                        "title": "Notice",
                        "publisher": None,
                        "published": "2020-03-01",
                        "kind": "report",
                        "field": None,
                    },
                    "text": "In May some 250 kilograms were seized.",
                    "words": "seized",
                    "frame": {"start": 0, "end": 20},
                },
            ],
            "roles": [
                {"role": "quantity", "stance": "conflicts", "values": ["200 kg", "250 kg"]},
                {"role": "time", "stance": "same", "values": ["XXXX-05", "XXXX-05"]},
                {"role": "agent", "stance": None, "values": ["the port", None]},
            ],
        }
    ],
    "roles": [
        {
            "role": "controller",
            "basis": "stated",
            "reason": "controls (Control)",
            "is_former": False,
            "start_date": "2010",
            "end_date": None,
            "probability": 0.8,
            "edges": [],
            "evidence": [evidence(EU, "32017R1509-35", "reason", "owned and controlled by Office 39")],
            "handling": "TLP:CLEAR",
        },
        {
            "role": "broker",
            "basis": "structure",
            "reason": "buys and sells the same goods",
            "is_former": False,
            "start_date": None,
            "end_date": None,
            "probability": 0.64,
            "edges": [],
            "evidence": [evidence(OFAC, "12209", "Remarks", "Linked To: OFFICE 39")],
            "handling": "TLP:CLEAR",
        },
    ],
    "stockpiles": [
        {
            "id": "stock-1",
            "commodity": "gold",
            "holders": [caption(BANK) | {"schema": "Company"}],
            "controllers": [caption(OFFICE) | {"schema": "Organization"}],
            "place": "kp",
            "period": "2014",
            "standing": "told",
            "low": 1814.36948,
            "high": 2032.0938176,
            "unit": "kg",
            "is_ambiguous": True,
            "offers": 1,
            "probability": 0.75,
            "handling": "TLP:CLEAR",
            "evidence": [evidence(EU, "32017R1509-35", "reason", "holds two tons of gold")],
        }
    ],
    "links": [
        link(
            "owner",
            "Ownership",
            "out",
            BANK,
            evidence(EU, "32017R1509-35", "reason", "owned and controlled by Office 39"),
            passage_evidence("Korea Daesong Bank cleared the payments", attribution=["two of the traders"]),
            start="2010",
        ),
        link(
            "linked to",
            "UnknownLink",
            "none",
            TRADING,
            evidence(OFAC, "12209", "Remarks", "Linked To: OFFICE 39"),
            start="2010-11-18",
        ),
        link(
            "linked to", "UnknownLink", "none", GREEN_PINE, evidence(OFAC, "12211", "Remarks", "Linked To: OFFICE 39")
        ),
        link("member of", "Membership", "in", PARTY, evidence(UN, "KPe.030", "COMMENTS1", "DPRK government entity")),
    ],
    "passages": [
        passage(
            NOTICE,
            "Office 39 also appears as Third Floor and as Division 39 in older correspondence.",
            "Office 39",
            "same",
            ("name", "Office 39", "OFFICE 39"),
        ),
        passage(
            REPORT,
            "The office known as Bureau 39 (39호실) was set up in the 1970s to earn hard currency for the leadership.",
            "Bureau 39",
            "same",
            ("alias", "Bureau 39", "BUREAU 39"),
            ("country_in_text", "hard currency for the leadership", "kp"),
        ),
        passage(
            REPORT,
            "Bureau 39 denied any part in the voyage, and no court has found otherwise.",
            "Bureau 39",
            "same",
            ("alias", "Bureau 39", "BUREAU 39"),
        ),
        passage(
            NARRATIVE, NARRATIVE_TEXT.partition(". ")[0] + ".", "Office 39", "same", ("name", "Office 39", "OFFICE 39")
        ),
        passage(
            REPORT,
            "The annual review of a department store in Wonsan mentions a “39 Office” on its third floor.",
            "39 Office",
            "candidate",
            ("reordered_name", "39 Office", "Office 39"),
        ),
    ],
    "problems": [
        {
            "path": "lists/ofac_sdn/2022-01/sdn.csv",
            "severity": "warning",
            "expected": "a code of ISO 3166",
            "next_step": None,
            "message": "The listing gives a country that is no code of ISO 3166; the programme's country was used.",
            "record": "12209",
            "field": "Program",
            "value": "DPRK",
        }
    ],
}


NARRATIVE_ITEM: Json = {
    "document": {key: NARRATIVE[key] for key in ("id", "title", "publisher", "published", "kind", "field")},
    "text": NARRATIVE_TEXT,
}


def small_dossier(party_id: str) -> Json:
    """Give a dossier with little in it."""
    return {
        **OFFICE_DOSSIER,
        **caption(party_id),
        "schema": CAPTIONS[party_id][1],
        "handling": "TLP:CLEAR",
        "listed_now": party_id != PARTY,
        "delisted_on": "2020-01-31" if party_id == PARTY else None,
        "topics": [],
        "members": [],
        "names": [
            {
                "script": "Latin",
                "values": [name(CAPTIONS[party_id][0], "name", evidence(EU, "1", "name", CAPTIONS[party_id][0]))],
            }
        ],
        "facts": [],
        "intervals": [],
        "roles": [],
        "stockpiles": [],
        "identity": [],
        "events": [],
        "narratives": [NARRATIVE_ITEM] if party_id == BANK else [],
        "links": [
            link("owner", "Ownership", "in", OFFICE, evidence(EU, "1", "reason", "owned and controlled by Office 39"))
        ],
        "passages": [],
        "problems": [],
    }


def exposure(party_id: str) -> Json:
    """Give how a party is exposed: by a stake, a path of two ties and one identifier."""
    ends = [caption(one) for one in (party_id, OFFICE if party_id != OFFICE else BANK)]
    stake = {"kind": "stake", "low": 60, "high": 60, "start_date": "2010-01-05"}
    ownership = {"kind": "stake", "low": 60, "high": 100, "probability": 0.81, "since": "2010-01-05"}
    tie = {"role": "owner", "points": "back", "probability": 0.9, "is_weakest": True, "start_date": "2010-01-05"}
    tie |= {"words": f"{ends[1]['caption']} [owns] {ends[0]['caption']}", "end_date": None}
    words = [evidence(EU, "1", "reason", "owned and controlled by Office 39")]
    return {
        "sentence": "It is certainly owned by a listed party, and one tie away from another.",
        "handling": "TLP:AMBER",
        "ownership": [
            {
                "rule": "ofac-50",
                "answer": "certainly",
                "is_since_sure": False,
                "contradictions": ["its stakes sum to 120 %"],
                "steps": [{"owner": ends[1], "owned": ends[0], "evidence": words, **stake}],
                **ownership,
            }
        ],
        "paths": [
            {
                "to": ends[1],
                "is_listed": True,
                "probability": 0.9,
                "hops": [{"edge": "e-1", "source": ends[0], "target": ends[1], "evidence": words, **tie}],
            }
        ],
        "shared": [{"kind": "phone", "value": "+850 2 381", "other": ends[1], "is_listed": True, "holders": 3}],
        "proximity": [{"party": ends[1], "proximity": 0.0123}],
    }


DOSSIERS = {OFFICE: OFFICE_DOSSIER} | {party_id: small_dossier(party_id) for party_id in CAPTIONS if party_id != OFFICE}

CASE: Json = {
    "name": "Office 39",
    "question": "Through which companies, banks and ships does Office 39 earn and move money?",
    "build": "20261121-4f3a9c07",
    "counts": {"parties": 12904, "documents": 1288, "statements": 214733, "evidence": 231020, "problems": 41},
    "datasets": [
        {"name": OFAC, "title": TITLES[OFAC], "parties": 9043, "published": VINTAGES[OFAC]},
        {"name": UN, "title": TITLES[UN], "parties": 1009, "published": VINTAGES[UN]},
        {"name": EU, "title": TITLES[EU], "parties": 326, "published": VINTAGES[EU]},
        {"name": "field_notes", "title": TITLES["field_notes"], "parties": 0, "published": VINTAGES["field_notes"]},
    ],
    "handling": "TLP:AMBER//LIC CC-BY-NC-4.0",
}


def search(query: str, limit: int) -> Json:
    """Answer a search: a party whose name or alias holds the words, a document whose text does."""
    words = query.casefold()
    parties, documents = [], []
    for dossier in DOSSIERS.values():
        names = [item["value"] for group in dossier["names"] for item in group["values"]]
        hits = [item for item in names if words in item.casefold()]
        if len(hits) == 0:
            continue
        party = {key: dossier[key] for key in ("id", "caption", "schema", "countries", "listed_now")}
        matched = None if words in dossier["caption"].casefold() else hits[0]
        datasets = [item["name"] for item in dossier["datasets"]]
        parties.append(party | {"datasets": datasets, "matched": matched, "mentions": len(dossier["passages"])})
    for item in DOCUMENTS.values():
        at = item["text"].casefold().find(words)
        if at < 0:
            continue
        start = max(0, at - 60)
        text = item["text"][start : at + 140].replace("\n", " ")
        snippet = {"text": text, "highlights": [[at - start, at - start + len(query)]]}
        head = {key: item[key] for key in ("id", "title", "publisher", "published", "kind", "subject")}
        documents.append(head | {"snippet": snippet})
    return {
        "query": query,
        "parties": parties[:limit],
        "documents": documents[:limit],
        "total_parties": len(parties),
        "total_documents": len(documents),
    }
