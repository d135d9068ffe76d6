"""The rules of frames: what their files name exists, and a file that says nonsense is refused with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counterflow.exc import InputError
from counterflow.extract.frame.rule import FRAME_PATH, ROLE_FILE, WORD_CLASSES, load_rules, verb_lemmas
from counterflow.extract.lexica import load_set
from counterflow.extract.mention.filler import CLASSES, COUNTRY
from counterflow.extract.parse.language_model import load_language_model
from counterflow.model.frame import load_frame_schemata

Write = Callable[[str, str], None]

FILES: dict[str, dict[str, Any]] = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FRAME_PATH.glob("*.toml"))
    if path.name != ROLE_FILE
}
ROLES: dict[str, Any] = tomllib.loads((FRAME_PATH / ROLE_FILE).read_text(encoding="utf-8"))

KNOWN_CLASSES = frozenset().union(*CLASSES.values(), COUNTRY) | {
    # What only the words or the grammar say of a filler.
    *("pronoun", "number", "abstract", "clause", "speaker", "count", "named", "full_name", "title"),
}
KEYS = {*WORD_CLASSES, "hedge", "needs", "unless"}
HEDGES = {"reported", "estimated", "planned", "possible", "opinion", "former"}

# Functions that `grammar.py` gives beside prepositions.
FUNCTIONS = {
    *("subject", "object", "dative", "complement", "clause", "adverb", "hyphen", "causer", "aim", "aim possessor"),
    *("object possessor", "possessor", "modifier", "holder", "support", "predicate", "number"),
    # Of the word itself: it, who it is said of, its whole phrase, the field of an office, the verb that it depends on.
    *(
        "self",
        "holder or self",
        "phrase self",
        "bare phrase self",
        "complement of",
        "called",
        "governed object",
        "portfolio self",
        "governor",
    ),
}
# A class that no word has.
UNKNOWN_CLASSES = {"clause-free"}


def slots(data: dict[str, Any]) -> list[tuple[str, str]]:
    """Give function and slot of each entry of a file."""
    return [
        (name, slot)
        for entry in data["evoked_by"]
        for name, texts in entry.items()
        if name not in KEYS
        for slot in texts
    ]


def needs(data: dict[str, Any]) -> list[str]:
    """Give what the frames of a file need."""
    groups = [*data["needs"], *(group for entry in data["evoked_by"] for group in entry.get("needs", []))]
    return [one for group in groups for one in group]


@pytest.mark.parametrize("type_", FILES)
def test_roles_exist(type_: str) -> None:
    """Each role of a file is one of role.toml, and each that a word gives or needs is one of the file's."""
    data = FILES[type_]
    # How many of a filler there are is read for any type.
    assert set(data["roles"]) - {"count"} <= set(ROLES["role"])
    assert len(set(data["roles"])) == len(data["roles"])
    given = {slot.partition(":")[0] for _, slot in slots(data)}
    assert given <= set(data["roles"])
    assert {one.partition(":")[0] for one in needs(data)} <= set(data["roles"])


@pytest.mark.parametrize("type_", FILES)
def test_classes_exist(type_: str) -> None:
    """Each class that narrows a role is one that a word can have."""
    texts = [*(slot for _, slot in slots(FILES[type_])), *needs(FILES[type_])]
    classes = {one for text in texts if ":" in text for one in text.partition(":")[2].split("|")}
    assert classes <= KNOWN_CLASSES


def test_classes_of_roles_exist() -> None:
    """Each class of role.toml is one that a word can have; none is strong and weak."""
    for role, one in ROLES["role"].items():
        assert set(one) <= {"strong", "weak"}, role
        assert set(one["strong"]) <= KNOWN_CLASSES, role
        assert set(one.get("weak", [])) <= KNOWN_CLASSES | UNKNOWN_CLASSES, role
        assert set(one["strong"]) & set(one.get("weak", [])) == set(), role
    for texts in ROLES["preposition"].values():
        for text in texts:
            role, _, classes = text.partition(":")
            assert role in ROLES["role"]
            assert set(classes.split("|")) - {""} <= KNOWN_CLASSES


def test_no_class_is_unknown() -> None:
    """A class that no word has fills nothing."""
    assert {one for role in ROLES["role"].values() for one in role.get("weak", [])} <= KNOWN_CLASSES


@pytest.mark.parametrize("type_", FILES)
def test_functions_exist(type_: str) -> None:
    """Each function is one that grammar gives: a mistyped one would never be filled."""
    known = FUNCTIONS | load_set("complex_preposition")
    prepositions = (
        "about across against aboard along among as at between by for from in inside into near of off on onto out "
        "outside over pursuant since through throughout to toward towards under upon via with within without worth"
    )
    known |= set(prepositions.split())
    for name, _ in slots(FILES[type_]):
        base = name.removesuffix(" -ing")
        assert base in known or set(base.split()) <= known, name


@pytest.mark.parametrize("type_", FILES)
def test_a_file_is_whole(type_: str) -> None:
    """Each file has a summary, words, and an example; its keys and hedges are known."""
    data = FILES[type_]
    assert set(data) == {"summary", "roles", "needs", "evoked_by", "example"}
    assert data["summary"].endswith(".")
    for entry in data["evoked_by"]:
        assert len(set(entry) & set(WORD_CLASSES)) > 0
        assert entry.get("hedge", "planned") in HEDGES
        assert all(isinstance(texts, list) for name, texts in entry.items() if name != "hedge")
    assert len(data["example"]) > 0


def test_types_are_those_of_the_contract() -> None:
    """There is a file for no type that no schema is known of."""
    assert set(FILES) <= set(load_frame_schemata())


@pytest.mark.parametrize("type_", FILES)
def test_a_phrase_is_named_once(type_: str) -> None:
    """The second entry with the same word would never be asked."""
    for word_class in WORD_CLASSES:
        # The same word may have two entries with different needs; within one list it is a slip.
        for entry in FILES[type_]["evoked_by"]:
            words = entry.get(word_class, [])
            assert [word for word in words if words.count(word) > 1] == []


@pytest.mark.xfail(strict=True, reason="the parser makes two tokens of 'a.k.a.': 'a.k.a' and a full stop")
def test_words_are_split_as_the_parser_does() -> None:
    """The tokens of a phrase are those that the parser makes of it, so that it can be found."""
    tokenizer = load_language_model().tokenizer
    phrases = {rule.phrase for rules in load_rules().by_lemma.values() for rule in rules}
    texts = {phrase: " ".join(phrase).replace(" - ", "-") for phrase in phrases}
    # Something follows: at the end of a text a full stop stands alone.
    split = {phrase: [one.text for one in tokenizer(text + " X")][:-1] for phrase, text in texts.items()}
    assert [phrase for phrase, tokens in split.items() if tokens != list(phrase)] == []


def test_rules_are_found_by_the_lemma_of_their_head() -> None:
    """Each rule stands at its head; of several the longest phrase comes first."""
    for lemma, rules in load_rules().by_lemma.items():
        assert all(rule.phrase[rule.head] == lemma for rule in rules)
        lengths = [len(rule.phrase) for rule in rules]
        assert lengths == sorted(lengths, reverse=True)


def test_heads_of_phrases(write: Write) -> None:
    """Of a verb phrase the first word is the head, of a noun phrase the last, or the one before a preposition."""
    write("x", ENTRY + 'verb = ["take into custody", "re-export"]\nnoun = ["arms deal", "ties to", "co-owner"]\n')
    found = {rule.phrase: rule.phrase[rule.head] for rules in reload().by_lemma.values() for rule in rules}
    assert found == {
        ("take", "into", "custody"): "take",
        ("re", "-", "export"): "re",
        ("arms", "deal"): "deal",
        ("ties", "to"): "ties",
        ("co", "-", "owner"): "owner",
    }


def test_verb_lemmas_are_those_of_the_verbs() -> None:
    """Nouns alone are no verbs."""
    assert {"seize", "sell", "ship"} <= verb_lemmas()
    assert "seizure" not in verb_lemmas()


# A file that says nonsense.

HEAD = 'summary = "S."\nroles = ["agent", "patient"]\nneeds = [["patient"]]\n'
ENTRY = HEAD + '[[evoked_by]]\nsubject = ["agent"]\n'


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Give the function that writes a frame file beside the real role.toml and reads the rules from there."""
    (tmp_path / ROLE_FILE).write_text((FRAME_PATH / ROLE_FILE).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr("counterflow.extract.frame.rule.FRAME_PATH", tmp_path)

    def write_file(type_: str, text: str) -> None:
        (tmp_path / f"{type_}.toml").write_text(text, encoding="utf-8")

    return write_file


def reload() -> Any:
    """Read the rules anew."""
    return load_rules.__wrapped__()


def test_an_unknown_role_is_refused(write: Write) -> None:
    """The error names the file, the role and where roles are listed."""
    write("theft", HEAD + '[[evoked_by]]\nverb = ["steal"]\nsubject = ["thief"]\n')
    with pytest.raises(InputError) as error:
        reload()
    assert error.value.where == "frame/type/theft.toml"
    assert "'thief'" in error.value.what
    assert ROLE_FILE in (error.value.expected or "")


def test_a_narrowed_role_has_only_its_classes(write: Write) -> None:
    """ "recipient:person|body" fits persons and bodies, strongly; "agent" fits what role.toml says."""
    write("x", HEAD + '[[evoked_by]]\nverb = ["steal"]\nsubject = ["agent:person|body"]\nobject = ["patient"]\n')
    (rule,) = reload().by_lemma["steal"]
    assert [(slot.role, slot.strong, slot.weak) for slot in rule.functions["subject"]] == [
        ("agent", frozenset({"person", "body"}), frozenset())
    ]
    (patient,) = rule.functions["object"]
    assert (patient.strong, "other" in patient.weak) == (frozenset(ROLES["role"]["patient"]["strong"]), True)


def test_prepositions_give_only_roles_of_the_type(write: Write) -> None:
    """The table of prepositions serves each type as far as it has the roles, and an entry overrules it."""
    roles = 'summary = "S."\nroles = ["agent", "destination"]\nneeds = []\n'
    write("x", roles + '[[evoked_by]]\nverb = ["steal"]\nin = ["agent"]\n')
    (rule,) = reload().by_lemma["steal"]
    assert [slot.role for slot in rule.functions["to"]] == ["destination"]
    assert [slot.role for slot in rule.functions["in"]] == ["agent"]
    assert "via" not in rule.functions


NONSENSE = [
    pytest.param("summary = \n", "theft.toml", id="no TOML"),
    pytest.param(
        'summary = "S."\nroles = ["agent"]\n[[evoked_by]]\nverb = ["steal"]\n', "needs", id="needs are missing"
    ),
    pytest.param('summary = "S."\nneeds = []\n[[evoked_by]]\nverb = ["steal"]\n', "roles", id="roles are missing"),
    pytest.param(HEAD, "evoked_by", id="no words"),
    pytest.param(
        'summary = "S."\nroles = ["agent"]\nneeds = [["thing"]]\n[[evoked_by]]\nverb = ["steal"]\n', "thing", id="need"
    ),
    pytest.param(
        'summary = "S."\nroles = ["thief"]\nneeds = []\n[[evoked_by]]\nverb = ["steal"]\n',
        "thief",
        id="roles of the file",
    ),
    pytest.param(ENTRY + 'verb = ["steal"]\nobject = ["patient:sheep"]\n', "sheep", id="unknown class"),
    pytest.param(ENTRY + 'verb = ["steal"]\nhedge = "perhaps"\n', "perhaps", id="unknown hedge"),
    pytest.param(ENTRY + 'verb = ["steal"]\nin = ["beneficiary"]\n', "beneficiary", id="role of another type"),
    pytest.param(ENTRY + 'verb = ["steal"]\n[[example]]\ntext = "He stole."\n', "frames", id="example without frames"),
]


@pytest.mark.parametrize(("text", "named"), NONSENSE)
def test_nonsense_is_refused(write: Write, text: str, named: str) -> None:
    """What is wrong in a file is said, with the file, as an InputError."""
    write("theft", text)
    with pytest.raises(InputError) as error:
        reload()
    assert "theft.toml" in error.value.message
    assert named in error.value.message
