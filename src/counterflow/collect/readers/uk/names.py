"""The names of a UK designation."""

from __future__ import annotations

import re

from rigour.langs import iso_639_alpha3

from counterflow.clean.script import language_of_script
from counterflow.collect.readers.uk.designation import NAME_PARTS, Group, is_name, whole_name
from counterflow.collect.readers.uk.record import UkRecord

_NAME_PROPS = {
    "primaryname": "name",
    "primealias": "name",
    "primarynamevariation": "alias",
    "alias": "alias",
    "aka": "alias",
    "fka": "previousName",
}
"""By the letters of the type; a variation is another spelling of the primary name."""
_STRENGTHS = {"": False, "goodqualityaka": False, "goodquality": False, "lowqualityaka": True, "lowquality": True}
"""Whether an alias of this strength is weak."""
_SCRIPT_OF = {
    # Languages that the lists name and the letters their names must hold; some labels are wrong.
    **dict.fromkeys(("rus", "ukr", "bel", "bul", "srp", "kaz", "kir", "mkd", "bos"), "[\u0400-\u052f]"),
    **dict.fromkeys(("ara", "fas", "urd", "pus", "prs", "kur"), "[\u0600-\u06ff]"),
    **dict.fromkeys(("zho",), "[\u4e00-\u9fff]"),
    **dict.fromkeys(("kor",), "[\uac00-\ud7a3\u1100-\u11ff\u4e00-\u9fff]"),
    **dict.fromkeys(("jpn",), "[\u3041-\u30fa\u4e00-\u9fff]"),
    **dict.fromkeys(("ell",), "[\u0370-\u03ff]"),
    **dict.fromkeys(("heb",), "[\u05d0-\u05ea]"),
    **dict.fromkeys(("kat",), "[\u10a0-\u10ff]"),
    **dict.fromkeys(("mya",), "[\u1000-\u109f]"),
    **dict.fromkeys(("tha",), "[\u0e01-\u0e5b]"),
}


def read_names(record: UkRecord) -> None:
    """Read the names of the party; one of them is its `name`, whatever the list calls them."""
    given = record.given.groups
    groups = [group for group in given.get("Name", ()) if whole_name(group) != ""]
    props = [_name_prop(record, group) for group in groups]
    usable = [index for index, group in enumerate(groups) if is_name(whole_name(group))]
    if len(usable) > 0 and all(props[index] != "name" for index in usable):
        first = groups[usable[0]]
        record.main.problem("no name is the primary one; the first is read as such", value=whole_name(first))
        props[usable[0]] = "name"
    for index, (prop, group) in enumerate(zip(props, groups, strict=True)):
        if index in usable:
            _read_name(record, prop, group)
        else:
            record.main.problem("this is not a name", value=whole_name(group))
    is_named = len(usable) > 0
    for group in given.get("NonLatinName", ()):
        name, language = group.get("NameNonLatinScript"), group.get("NonLatinScriptLanguage")
        if name is None:
            continue
        code = None if language is None else _language(language.text, name.text)
        prop = "alias" if is_named or not is_name(name.text) else "name"
        is_named = is_named or prop == "name"
        record.main.add(prop, name.text, field=name.field, lang=code or language_of_script(name.text))


def _name_prop(record: UkRecord, group: Group) -> str:
    kind, strength = group.get("NameType"), group.get("AliasStrength")
    prop = "name" if kind is None else _NAME_PROPS.get(_letters(kind.text))
    if prop is None and kind is not None:
        record.main.problem("the type of a name is not known; read as alias", field=kind.field, value=kind.text)
    weak = _STRENGTHS.get("" if strength is None else _letters(strength.text))
    if weak is None and strength is not None:
        record.main.problem("the quality of an alias is not known", field=strength.field, value=strength.text)
    return "weakAlias" if weak and prop != "name" else prop or "alias"


def _read_name(record: UkRecord, prop: str, group: Group) -> None:
    parts = [group[part] for part in NAME_PARTS if part in group]
    text, field = whole_name(group), parts[-1].field
    record.main.add(prop, text, field=field)
    if record.main.schema == "Person" and len(parts) > 1 and prop != "weakAlias":
        for name_part, part_prop in (("Name1", "firstName"), ("Name6", "lastName")):
            if name_part in group:
                record.main.add(part_prop, group[name_part].text, field=group[name_part].field, passage=text)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def _language(words: str, name: str) -> str | None:
    """Give the ISO 639-3 code of a language where the name can be in it: "Romanian; Moldavian", "Kirghiz; Kyrgyz"."""
    code = iso_639_alpha3(words.partition(";")[0].strip())
    letters = None if code is None else _SCRIPT_OF.get(code)
    return code if letters is not None and re.search(letters, name) is not None else None
