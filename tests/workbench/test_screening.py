"""The screening page in a browser: one party, a file, the queue by keyboard, decisions, and what it says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.browser

Json = dict[str, Any]
VIEWS = ("/screen", "/screen?view=file", "/screen?view=decisions")
HOSTILE_NAME = '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">'
TURNED_NAME = "Acme \u202egnidarT\u202c Ltd"
HEADING = "customer_id,name,date_of_birth,country"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def served(url: str, page: Page, **change: Any) -> None:
    """Let the server say another thing of itself, and open the page."""
    state = page.request.get(url + "/api/screening").json() | change
    page.route(url + "/api/screening", lambda route: route.fulfill(json=state))
    page.goto(url + "/screen")


def screen(page: Page, url: str, name: str) -> None:
    """Screen one party by its name and the Enter key."""
    page.goto(url + "/screen")
    page.get_by_label("Name", exact=True).fill(name)
    page.keyboard.press("Enter")
    expect(page.locator(".alert-head").first).to_be_focused()


def choose(page: Page, url: str, text: str | bytes, name: str = "customers.csv") -> None:
    """Choose a file on the page."""
    page.goto(url + "/screen?view=file")
    content = text.encode() if isinstance(text, str) else text
    page.get_by_label("Choose a CSV or JSONL file").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": content}
    )


def customers(prefix: str, scores: list[int]) -> str:
    """Write a file of customers, each of whom the mock finds with the score given."""
    rows = [f"{prefix}-{number},Ri Won Ho {score},1964-07-17,KP" for number, score in enumerate(scores)]
    return "\n".join([HEADING, *rows])


def send(page: Page) -> None:
    """Screen the file that was chosen."""
    page.get_by_role("button", name=re.compile(r"^Screen \d")).click()


def send_all(page: Page) -> None:
    """Screen the file and wait until the first of its hits has the focus."""
    send(page)
    expect(page.locator(".alert-head").first).to_be_focused()


def posted(page: Page) -> list[Json]:
    """Collect the bodies of the batches that the page sends from now on."""
    bodies: list[Json] = []

    def note(route: Route) -> None:
        bodies.append(json.loads(route.request.post_data or ""))
        route.continue_()

    page.route("**/api/screening/answers", note)
    return bodies


def expect_customers(page: Page, names: Iterable[str]) -> None:
    """Wait until the queue has these customers, in its order, and no others."""
    expect(page.locator(".alert-for")).to_have_text(
        [re.compile(rf"(?<![\w-]){re.escape(name)}(?!\w)") for name in names]
    )


def row(page: Page, feature: str) -> Locator:
    """Find a line of the analyst's table."""
    return page.locator(".reason-table tbody tr", has=page.get_by_role("rowheader", name=feature))


def test_who_was_cleared_before_is_said(page: Page, workbench_url: str) -> None:
    """That it holds, or what changed since."""
    screen(page, workbench_url, "Office 39")
    heads = page.locator(".alert-head")
    expect(heads.filter(has_text="Green Pine").locator(".cleared")).to_have_text(
        "Cleared before, and nothing that it rests on has changed"
    )
    expect(heads.filter(has_text="Bureau 39").locator(".cleared")).to_have_text(
        "Cleared before, but that does not hold: name of the party changed (Bureau 39 came)"
    )
    expect(heads.filter(has_text="Office 39 Public").locator(".cleared")).to_have_count(0)


def test_one_party_is_ranked_with_sentence_lists_and_reasons(page: Page, workbench_url: str) -> None:
    """Most probable first; the first is opened by Enter and gives its reasons field by field, in words."""
    screen(page, workbench_url, "Office 39")
    heads = page.locator(".alert-head")
    expect(heads.locator(".alert-caption")).to_have_text(
        ["Office 39", "Bureau 39 Trading", "Green Pine Associated Corporation"]
    )
    expect(heads.locator(".probability-number")).to_have_text(["> 99.9 %", "62 %", "22 %"])
    expect(heads.first.locator(".chip")).to_have_count(3)
    expect(heads.first).to_contain_text("Very likely the same: the name matches Office 39")
    expect(heads.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "Name").locator("td")).to_have_text(["Office 39", "Office 39", "+8.2 for"])
    expect(row(page, "Registration number: different").locator("td").last).to_have_text("−0.9 against")
    expect(row(page, "Country, in any role: one in common")).to_contain_text("kp")
    expect(row(page, "Held down: a number contradicts")).to_contain_text("−0.5 against")


def test_what_is_on_no_list_or_below_the_threshold_says_so(page: Page, workbench_url: str) -> None:
    """UNVERIFIED stands at each such result and at no other; so does what lies below the threshold."""
    screen(page, workbench_url, "Office 39")
    marks = [
        ("UNVERIFIED" in text, "below the threshold" in text)
        for text in page.locator(".alert-head").all_text_contents()
    ]
    assert marks == [(False, False), (True, False), (False, True)]


@pytest.mark.parametrize(
    ("sort", "date", "country", "number"),
    [
        ("", "birthDate", "country", "idNumber"),
        ("Person", "birthDate", "nationality", "passportNumber"),
        ("Organization", "incorporationDate", "country", "registrationNumber"),
        ("Vessel", "buildDate", "flag", "imoNumber"),
    ],
)
def test_form_asks_in_the_words_of_the_sort(
    page: Page, workbench_url: str, sort: str, date: str, country: str, number: str
) -> None:
    """What is filled in goes to the FtM properties of the sort of party."""
    bodies = posted(page)
    page.goto(workbench_url + "/screen")
    page.get_by_label("Sort").select_option(sort)
    page.get_by_label("Name", exact=True).fill(" A ")
    page.get_by_label("More names").fill("B\n\nC")
    page.locator("#screen-date").fill("1980")
    page.locator("#screen-country").fill("Iran, IQ")
    page.locator("#screen-number").fill("7")
    page.get_by_role("button", name="Screen", exact=True).click()
    expect(page.locator(".no-hit")).to_be_visible()
    properties = {"name": ["A", "B", "C"], date: ["1980"], country: ["Iran", "IQ"], number: ["7"]}
    schema = {} if sort == "" else {"schema": sort}
    # Without a number of the customer the name stands for it: by it the server finds what was cleared before.
    assert [body["queries"] for body in bodies] == [[{"id": "A", "properties": properties} | schema]]


def test_no_hit_says_of_how_much_it_is_true(page: Page, workbench_url: str) -> None:
    """Lists, their dates, the scope, and what is not looked at yet."""
    page.goto(workbench_url + "/screen")
    page.get_by_label("Name", exact=True).fill("Nobody at all")
    page.keyboard.press("Enter")
    expect(page.locator(".no-hit")).to_have_text(
        "No party reaches the threshold in 3 lists of 2026-11-18 to 2026-11-20; scope: listed. "
        "Owned parties are not computed yet."
    )


def test_file_becomes_one_ranked_queue(page: Page, workbench_url: str) -> None:
    """25 records in batches of 10, one of them broken: named by its line, the others ranked by probability."""
    scores = [50 + number * 7 % 49 for number in range(24)]
    bodies = posted(page)
    choose(page, workbench_url, customers("Q", scores) + "\nQ-24,a,b,c,d")
    expect(page.get_by_label("Column that names the customer")).to_have_value("customer_id")
    send(page)
    expect(page.locator(".progress")).to_contain_text("Done: 24 of 24 records screened, 0 without a hit")
    expect(page.locator(".faults")).to_contain_text("1 record was not screened")
    expect(page.locator(".faults li")).to_have_text(
        ["Line 26: 5 cells under 4 columns: is a sign that parts cells not in quotes?"]
    )
    order = sorted(range(24), key=lambda number: (-scores[number], number))
    expect_customers(page, [f"Q-{number}" for number in order])
    assert [len(body["queries"]) for body in bodies] == [10, 10, 4]
    expect(page.locator(".alert-for").first).to_contain_text(f"line {order[0] + 2}")


def test_record_that_the_server_cannot_read_is_named(page: Page, workbench_url: str) -> None:
    """The server's own words stand at the line; the other records are screened."""
    choose(page, workbench_url, f"{HEADING}\nF-1,,1970,KP\nF-2,Ri Won Ho 70,1970,KP\nF-3,Nobody,,")
    send(page)
    expect(page.locator(".faults li")).to_have_text(["Line 2: it has no name and no number"])
    expect(page.locator(".progress")).to_contain_text("1 without a hit")
    expect_customers(page, ["F-2"])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_as_people_have_it(page: Page, workbench_url: str, delimiter: str, end: str) -> None:
    """Byte order mark, four separators, quotes, line ends in quotes, missing cells, empty lines."""
    lines = [["name", "note", "dob"], [f'"A{delimiter} ""B"""', '"two\nlines"', "1970"], [], ["C"], ["D", '5" gun', ""]]
    text = end.join(delimiter.join(cells) for cells in lines)
    bodies = posted(page)
    choose(page, workbench_url, ("\ufeff" + text).encode())
    send(page)
    expect(page.locator(".progress")).to_contain_text("Done")
    first = {"name": f'A{delimiter} "B"', "note": "two\nlines", "dob": "1970"}
    records = [first, {"name": "C"}, {"name": "D", "note": '5" gun'}]
    assert bodies[0]["queries"] == [{"id": record["name"]} | record for record in records]


def test_json_lines_are_sent_as_they_are(page: Page, workbench_url: str) -> None:
    """Objects and FtM entities go out unchanged; lines that are none, and numbers that would change, are named."""
    entity = {"id": "E-1", "schema": "Person", "properties": {"name": ["Ri Won Ho 81"]}}
    lines = [
        json.dumps(entity),
        "{",
        "[1]",
        '{"name": "X", "passport": 12345678901234567890}',
        '{"name": "Ri Won Ho 66"}',
    ]
    bodies = posted(page)
    choose(page, workbench_url, "\n".join(lines), "customers.jsonl")
    send(page)
    expect(page.locator(".faults li")).to_have_text(
        [re.compile("^Line 2: no JSON"), re.compile("^Line 3: no object"), re.compile("^Line 4: a number of 16 digits")]
    )
    assert bodies[0]["queries"] == [entity, {"name": "Ri Won Ho 66"}]
    expect_customers(page, ["E-1", "Ri Won Ho 66"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"name\n", "a heading and no record"),
        (b'name\n"A\nB\n', "A quotation mark opened in line 2 does not end"),
        (b"name,name\nA,B\n", "Two columns are called “name”"),
        (b"name\nJos\xe9\n", "no text in UTF-8"),
        (b"name\n" + b"A\n" * 10_001, "counterflow screen CASE --input FILE"),
    ],
)
def test_file_that_cannot_be_screened_says_why(page: Page, workbench_url: str, content: bytes, words: str) -> None:
    """In words, with what to do; nothing is sent."""
    bodies = posted(page)
    choose(page, workbench_url, content)
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.get_by_role("button", name=re.compile("^Screen"))).to_have_count(0)
    assert bodies == []


def test_dropped_file_is_read(page: Page, workbench_url: str) -> None:
    """A file may be dropped on the page instead of being chosen."""
    page.goto(workbench_url + "/screen?view=file")
    drop = page.locator(".drop")
    data = page.evaluate_handle(
        "text => { const data = new DataTransfer(); data.items.add(new File([text], 'd.csv')); return data; }",
        customers("D", [70]),
    )
    drop.dispatch_event("drop", {"dataTransfer": data})
    expect(page.locator(".file-line")).to_contain_text("d.csv: 1 record, 4 columns")


def test_screening_a_file_can_be_stopped_and_taken_up(page: Page, workbench_url: str) -> None:
    """Cancel leaves what is done; going on sends the rest and nothing twice."""
    batches: list[int] = []

    def slow_second(route: Route) -> None:
        batches.append(len(json.loads(route.request.post_data or "")["queries"]))
        if len(batches) != 2:
            route.continue_()

    page.route("**/api/screening/answers", slow_second)
    choose(page, workbench_url, customers("S", [60] * 15))
    send(page)
    expect(page.locator(".progress")).to_contain_text("Screening: 10 of 15")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".progress")).to_contain_text("Stopped: 10 of 15")
    expect(page.locator(".alert")).to_have_count(10)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".progress")).to_contain_text("Done: 15 of 15")
    expect_customers(page, [f"S-{number}" for number in range(15)])
    assert batches == [10, 5, 5]


def test_busy_server_is_asked_again(page: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """Too many requests is no failure of the file: the page waits as long as it is told to."""
    expected_complaints.append("status of 429")
    asked: list[int] = []

    def busy_once(route: Route) -> None:
        asked.append(1)
        if len(asked) == 1:
            route.fulfill(status=429, headers={"Retry-After": "0.05"}, json={"detail": "too many"})
        else:
            route.continue_()

    page.route("**/api/screening/answers", busy_once)
    choose(page, workbench_url, customers("B", [60]))
    send(page)
    expect(page.locator(".progress")).to_contain_text("Done: 1 of 1")


def test_batch_that_fails_can_be_left_out(page: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """The failure is told in the server's words; left out, each of its records is named and the rest is screened."""
    expected_complaints.append("status of 422")

    def refuse_first(route: Route) -> None:
        if "T-0" in (route.request.post_data or ""):
            route.fulfill(status=422, json={"detail": [{"loc": ["body", "queries", 3], "msg": "too deep"}]})
        else:
            route.continue_()

    page.route("**/api/screening/answers", refuse_first)
    choose(page, workbench_url, customers("T", [60] * 12))
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("body.queries.3: too deep")
    page.get_by_role("button", name="Leave out the next 10 and go on").click()
    expect(page.locator(".progress")).to_contain_text("Done: 12 of 12")
    expect(page.locator(".faults li")).to_have_count(10)
    expect_customers(page, ["T-10", "T-11"])


def test_queue_is_worked_through_by_keyboard(page: Page, workbench_url: str) -> None:
    """Arrows and letters move, Enter opens, one at a time; a decision takes its hit out and goes to the next."""
    choose(page, workbench_url, customers("K", [90, 80, 70]))
    send_all(page)
    heads = page.locator(".alert-head")
    expect(heads).to_have_count(3)
    expect(heads.first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(heads.nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator(".alert-detail")).to_have_count(1)
    expect(heads.nth(1)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("e")
    field = page.get_by_label(re.compile("^Why escalate"))
    expect(field).to_be_focused()
    page.keyboard.type("The jobs fit, because")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_text("Escalated: Ri Won Ho, for K-1.")
    expect(page.locator("#queue-title")).to_have_text("Queue 2 to decide · 1 decided: 1 escalated")
    expect_customers(page, ["K-0", "K-2"])
    expect(heads.nth(1)).to_be_focused()
    page.keyboard.press("b")
    page.keyboard.type("No doubt.")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("Blocked")
    expect(heads.first).to_be_focused()
    page.keyboard.press("c")
    page.keyboard.type("A namesake.")
    page.keyboard.press("Enter")
    expect(page.locator("#queue-title")).to_have_text(
        "Queue 0 to decide · 3 decided: 1 cleared, 1 escalated, 1 blocked; 1 of them waits for a second person"
    )
    expect(page.locator(".queue")).to_contain_text("All of them are decided.")


@pytest.mark.parametrize("stays", [True, False])
def test_whether_a_pair_stays_cleared_is_chosen(page: Page, workbench_url: str, stays: bool) -> None:
    """A box says what clearing does beside; it is there for clearing alone."""
    choose(page, workbench_url, customers("K", [90]))
    send_all(page)
    expect(page.locator(".alert-head")).to_be_focused()
    page.keyboard.press("b")
    expect(page.get_by_role("checkbox", name="Keep this pair cleared")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("A namesake.")
    box = page.get_by_role("checkbox", name="Keep this pair cleared")
    expect(box).to_be_checked()
    if not stays:
        box.press("Space")
    with page.expect_request("**/api/screening/decisions") as sent:
        page.get_by_role("button", name="Save").press("Enter")
    body = sent.value.post_data_json
    assert body is not None
    assert body["allow"] is stays


def test_words_typed_on_decide_nothing(page: Page, workbench_url: str) -> None:
    """Letters of a reason that come after it was sent are not taken for keys; after a pause, keys are keys again."""
    choose(page, workbench_url, customers("O", [90, 80]))
    send_all(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/screening/decisions", hold)
    page.clock.set_fixed_time(NOON)
    page.keyboard.press("b")
    page.keyboard.type("A jo")
    with page.expect_request("**/api/screening/decisions"):
        page.keyboard.press("Enter")
    page.keyboard.press("b")
    held[0].continue_()
    expect(page.locator(".said")).to_contain_text("Blocked")
    expect(page.locator(".alert-head")).to_be_focused()
    page.keyboard.type("cebecebe")
    page.keyboard.press("Enter")
    expect(page.locator(".alert-detail")).to_have_count(0)
    page.clock.set_fixed_time(NOON + timedelta(seconds=1))
    page.keyboard.press("e")
    expect(page.get_by_label(re.compile("^Why escalate"))).to_be_focused()


def test_decision_goes_out_with_what_was_seen(page: Page, workbench_url: str) -> None:
    """Subject, party, decision, reason, and the digest of the very answer."""
    with page.expect_response("**/api/screening/answers") as answered:
        screen(page, workbench_url, "Ri Won Ho 77")
    (answer,) = answered.value.json()["answers"]
    page.get_by_label("Your number of the customer").fill("not for the hit already found")
    page.locator(".alert-head").first.focus()
    with page.expect_request("**/api/screening/decisions") as sent:
        page.keyboard.press("b")
        page.keyboard.type("  It is him.  ")
        page.keyboard.press("Enter")
    assert sent.value.post_data_json == {
        "seen": answer["seen"],
        "subject": "Ri Won Ho 77",
        "party": "un-kpi-033",
        "decision": "block",
        "reason": "It is him.",
        "allow": False,
    }


def test_reason_can_be_left_and_cannot_be_empty(page: Page, workbench_url: str) -> None:
    """Enter without a reason saves nothing; letters in the reason are text; Esc goes back to the hit, still there."""
    screen(page, workbench_url, "Ri Won Ho 76")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Write why")
    page.keyboard.type("cebju?/")
    expect(page.locator("#decide-reason")).to_have_value("cebju?/")
    page.keyboard.press("Escape")
    expect(page.locator("#decide-reason")).to_have_count(0)
    expect(page.locator(".alert-head").first).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_url(workbench_url + "/screen")
    expect(page.locator(".alert-head")).to_have_count(1)


def test_refused_decision_stays_in_the_queue(page: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """The server's words stand at the reason, which is not lost."""
    expected_complaints.append("status of 409")
    screen(page, workbench_url, "Ri Won Ho 75")
    page.keyboard.press("b")
    page.keyboard.type("conflict")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The lists have changed since this answer was given")
    expect(page.locator("#decide-reason")).to_have_value("conflict")
    expect(page.locator(".alert-head")).to_have_count(1)


def test_keys_are_shown_and_nothing_is_undone(page: Page, workbench_url: str) -> None:
    """A question mark shows the keys; u says why there is no undo."""
    screen(page, workbench_url, "Ri Won Ho 74")
    page.keyboard.press("?")
    expect(page.locator(".key-list")).to_contain_text("clear, escalate, block")
    page.keyboard.press("u")
    expect(page.locator(".said")).to_contain_text("Nothing is undone here: the record only grows.")
    page.keyboard.press("?")
    expect(page.locator(".key-list")).to_have_count(0)


def look(entry: Locator) -> None:
    """Open what the decider saw, by keyboard."""
    button = entry.get_by_role("button", name="What the decider saw")
    button.focus()
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(entry.locator(".seen")).to_be_visible()


def test_second_person_sees_what_was_seen(page: Page, workbench_url: str) -> None:
    """The question, the hit with its table of reasons, the lists; names stay text. What was erased is not approved."""
    page.goto(workbench_url + "/screen?view=decisions")
    waiting = page.locator(".pending .entry")
    own, erased = waiting.filter(has_text="C-2002"), waiting.filter(has_text="C-5005")
    look(own)
    expect(own.locator(".record bdi", has_text="<script>")).to_be_visible()
    expect(own.locator(".reason-table tbody tr")).to_have_count(3)
    expect(own.locator(".reason-table")).to_contain_text("turn its letters round")
    expect(own.locator(".seen")).to_contain_text("Likely the same: the name matches Ri Won Ho")
    expect(own.locator(".seen-lists li")).to_have_count(3)
    expect(own.locator(".seen-lists")).to_contain_text("2026-11-18")
    expect(own.locator(".seen")).to_contain_text("2 further hits")
    own.get_by_role("button", name="What the decider saw").press("Enter")
    expect(own.locator(".seen")).to_have_count(0)
    look(erased)
    expect(erased.get_by_role("alert")).to_contain_text("was erased")
    expect(erased.get_by_role("button", name="Approve")).to_be_disabled()
    expect(erased.get_by_role("button", name="Reject")).to_be_enabled()


def test_allow_list_is_shown_and_taken_from(page: Page, workbench_url: str) -> None:
    """What holds, what waits, what lapsed by which fact, by name where it is known; taking a pair off has a reason."""
    page.goto(workbench_url + "/screen?view=decisions")
    page.get_by_role("button", name="Show who stays cleared").press("Enter")
    rows = page.locator(".allowed .entry")
    expect(rows).to_have_count(3)
    waits = rows.filter(has_text="C-8008").locator(".entry-line")
    expect(waits).to_have_text(re.compile(r"^Waits for a second person Ri Won Ho <i> C-8008 is not RI WON HO \S+$"))
    nameless = rows.filter(has_text="C-7007 <b>").locator(".entry-line")
    expect(nameless).to_have_text(re.compile(r"^Lapsed C-7007 <b> is not \S+$"))
    expect(rows.filter(has_text="C-7007 <b>")).to_contain_text("birthDate of the party changed")
    holds = rows.filter(has_text="C-6006")
    expect(holds).to_contain_text("Holds")
    holds.get_by_role("button", name="Take off the list").press("Enter")
    expect(holds.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Enter")
    expect(holds.get_by_role("alert")).to_have_text("Write why.")
    page.keyboard.type("A mistake.")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(2)
    expect(page.locator("#allowed-title")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Taken off")).to_be_visible()


def test_second_person_answers_what_waits(page: Page, workbench_url: str) -> None:
    """What others entered can be approved or rejected, with a reason; one's own cannot."""
    page.goto(workbench_url + "/screen?view=decisions")
    waiting = page.locator(".pending .entry")

    def of(subject: str) -> Locator:
        return waiting.filter(has_text=subject)

    expect(of("C-2002")).to_contain_text("somebody else must answer it")
    look(of("C-2002"))
    expect(of("C-2002").get_by_role("button")).to_have_count(1)
    expect(of("C-3003").get_by_role("button", name="Approve")).to_have_count(0)
    look(of("C-3003"))
    of("C-3003").get_by_role("button", name="Approve").click()
    expect(of("C-3003").get_by_role("alert")).to_have_text("Write why.")
    of("C-3003").get_by_role("textbox").fill("Seen the birth certificate.")
    of("C-3003").get_by_role("button", name="Approve").click()
    expect(of("C-3003")).to_have_count(0)
    look(of("C-4004"))
    of("C-4004").get_by_role("textbox").fill("Not enough.")
    of("C-4004").get_by_role("button", name="Reject").click()
    expect(of("C-4004")).to_have_count(0)
    history = page.locator(".history .entry")
    expect(history.filter(has_text="C-3003")).to_contain_text(
        "Approved by Ada Analyst, 2026-11-22 17:41 UTC: Seen the birth"
    )
    expect(history.filter(has_text="C-3003")).to_contain_text("Cleared Ri Won Ho")
    expect(history.filter(has_text="C-4004")).to_contain_text("Rejected: clear Ri Won Ho")


def test_history_of_a_customer_newest_first(page: Page, workbench_url: str) -> None:
    """Who, when, why, on which lists, and who approved it. The customer is not in the address."""
    page.goto(workbench_url + "/screen?view=decisions")
    page.get_by_label("Customer’s number or name").fill("C-1001")
    page.keyboard.press("Enter")
    entries = page.locator(".history .entry")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("Escalated Ri Won Ho for C-1001")
    expect(entries.nth(1)).to_contain_text("by Ada Analyst")
    expect(entries.nth(1)).to_contain_text("Approved by Ben Second")
    assert "C-1001" not in page.url


def test_history_of_a_party_goes_further_back(page: Page, workbench_url: str) -> None:
    """Older ones are read on demand, each once."""
    page.goto(workbench_url + "/screen?view=decisions")
    page.get_by_label("Id of the party").fill("un-kpi-033")
    page.keyboard.press("Enter")
    section = page.locator("section", has=page.get_by_role("heading", name="History"))
    more = section.get_by_role("button", name="Look further back")
    expect(section.locator(".entry")).to_have_count(50)
    while more.count() > 0:
        number = section.locator(".entry").count()
        more.click()
        expect(section.locator(".entry").nth(number)).to_be_visible()
    hashes = section.locator(".entry > .parts code").all_text_contents()
    assert len(hashes) == len(set(hashes)) >= 65
    expect(section.locator(".entry").last).to_contain_text("OLD-0")


def test_earlier_decisions_stand_at_the_hit(page: Page, workbench_url: str) -> None:
    """An open hit shows what was decided on the same customer and party, leads to all, and back to the queue."""
    choose(page, workbench_url, f"{HEADING}\nC-1001,Ri Won Ho 88,1964,KP")
    send_all(page)
    page.keyboard.press("Enter")
    expect(page.locator(".earlier .entry")).to_have_count(2)
    page.get_by_role("button", name="All on this customer").click()
    expect(page.locator(".history .entry")).to_have_count(2)
    page.get_by_role("link", name="← Screening").click()
    expect(page.locator(".alert-detail")).to_be_visible()
    expect(page.locator("#earlier-subject")).to_be_focused()


def test_queue_stands_while_a_dossier_is_read(page: Page, workbench_url: str) -> None:
    """From a hit to another page and back: the queue is as it was left."""
    choose(page, workbench_url, customers("W", [90, 80]))
    send_all(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Counterflow").click()
    page.get_by_role("link", name="Screening").click()
    page.get_by_role("navigation", name="Screening").get_by_role("link", name="A file").click()
    expect(page.locator(".alert-detail")).to_be_visible()
    expect_customers(page, ["W-0", "W-1"])


def test_closing_an_undecided_queue_is_asked(page: Page, workbench_url: str) -> None:
    """The queue stands in the tab alone: the browser asks before it goes, and not where there is none."""
    choose(page, workbench_url, customers("L", [90]))
    send(page)
    expect(page.locator(".alert-head")).to_be_focused()
    asked: list[str] = []

    def note(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    page.reload()
    assert asked == ["beforeunload"]
    page.reload()
    assert asked == ["beforeunload"]


def test_stale_lists_are_told_loudly(page: Page, workbench_url: str) -> None:
    """A banner names the list and its date, on every part of the page."""
    old = {"name": "un_sc_sanctions", "published": "2026-09-01", "stale": True}
    lists = [{"name": "eu_fsf", "published": "2026-11-19", "stale": False}, old]
    served(workbench_url, page, stale=True, lists=lists)
    for view in ("One party", "A file", "Decisions"):
        page.get_by_role("navigation", name="Screening").get_by_role("link", name=view).click()
        expect(page.get_by_role("alert")).to_contain_text("Lists are out of date.")
        expect(page.get_by_role("alert")).to_contain_text("UN Security Council Consolidated List: 2026-09-01")


def test_unknown_age_is_told(page: Page, workbench_url: str) -> None:
    """A list without a date is neither fresh nor stale."""
    served(workbench_url, page, stale=None, lists=[{"name": "eu_fsf", "published": None, "stale": None}])
    expect(page.locator(".page")).to_contain_text("The age of a list is not known here")
    expect(page.locator(".basis summary")).to_contain_text("1 list of no known date")


def test_server_without_a_record_takes_no_decisions(page: Page, workbench_url: str) -> None:
    """It says so, and offers none; results are shown all the same."""
    served(workbench_url, page, decider=None)
    expect(page.locator(".page")).to_contain_text("This server takes no decisions.")
    page.get_by_label("Name", exact=True).fill("Office 39")
    page.keyboard.press("Enter")
    expect(page.locator(".alert-head").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".reason-table")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(".said")).to_have_text("This server takes no decisions.")
    expect(page.locator(".decide-buttons, #decide-reason")).to_have_count(0)


def test_page_waits_for_the_lists(page: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """While lists are being opened the page says so, and goes on by itself once they are."""
    expected_complaints.append("status of 503")
    opening = {"detail": "The lists are being opened", "error": {"what": "The lists are being opened: 1 of 3."}}
    asked: list[int] = []

    def open_later(route: Route) -> None:
        asked.append(1)
        route.fulfill(status=503, json=opening) if len(asked) == 1 else route.continue_()

    page.route(workbench_url + "/api/screening", open_later)
    page.goto(workbench_url + "/screen")
    expect(page.locator(".notice")).to_contain_text("The lists are being opened: 1 of 3.")
    expect(page.locator(".screen-form")).to_be_visible()


def test_failure_of_one_search_is_told(page: Page, expected_complaints: list[str], workbench_url: str) -> None:
    """What the server says stands in the place of results; the form keeps what was filled in."""
    expected_complaints.append("status of 400")
    page.route(
        "**/api/screening/answers", lambda route: route.fulfill(status=400, json={"detail": "threshold is none"})
    )
    page.goto(workbench_url + "/screen")
    page.get_by_label("Name", exact=True).fill("Office 39")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("threshold is none")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Office 39")


def test_hostile_names_stay_text(page: Page, workbench_url: str) -> None:
    """Markup in a name, an id, a column or a reason is shown as it stands; turned letters stay in their own name."""
    heading = "name,<img src=x onerror=document.title=1>"
    choose(page, workbench_url, f'{heading}\n"Acme {HOSTILE_NAME.replace(chr(34), chr(34) * 2)}",x\u202ey')
    send_all(page)
    page.keyboard.press("Enter")
    expect(page.locator(".alert-caption").first).to_contain_text(HOSTILE_NAME)
    expect(row(page, "Name")).to_contain_text(HOSTILE_NAME)
    expect(page.locator(".record")).to_contain_text("<img src=x")
    assert page.locator("main script, main img").count() == 0
    assert "owned" not in page.title()
    turned = page.locator(".alert-caption").nth(1)
    expect(turned).to_contain_text("holds marks that turn its letters round")
    assert turned.locator("bdi").text_content() == TURNED_NAME
    page.goto(workbench_url + "/screen?view=decisions")
    expect(page.locator(".history")).to_contain_text("<b>1964</b>")
    assert page.locator(".history b").count() == 0


def test_page_is_reached_and_used_by_keyboard_alone(page: Page, workbench_url: str) -> None:
    """From the header's link through the form to a hit, with the focus to be seen."""
    page.goto(workbench_url + "/entity/cf-91b20d7746ac3e58")
    link = page.get_by_role("link", name="Screening")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Screening")
    expect(link).to_have_attribute("aria-current", "page")
    while page.evaluate("document.activeElement.id") != "screen-name":
        page.keyboard.press("Tab")
    page.keyboard.type("Office 39")
    page.keyboard.press("Enter")
    head = page.locator(".alert-head").first
    expect(head).to_be_focused()
    assert head.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


@pytest.mark.parametrize("path", VIEWS)
def test_every_field_has_a_name(page: Page, workbench_url: str, path: str) -> None:
    """Fields and buttons are named for who does not see them."""
    page.goto(workbench_url + path)
    expect(page.locator("main :is(input, select, textarea, button)").first).to_be_visible()
    nameless = page.evaluate(
        "() => [...document.querySelectorAll('main :is(input, select, textarea)')]"
        ".filter(field => field.labels.length === 0 && !field.ariaLabel).map(field => field.outerHTML)"
    )
    assert nameless == []


@pytest.mark.parametrize("path", VIEWS)
def test_no_part_scrolls_sideways_on_a_phone(phone: Page, workbench_url: str, path: str) -> None:
    """At 360 pixels every part fits, also with the longest names, an open hit and a reason being written."""
    phone.goto(workbench_url + path)
    phone.wait_for_load_state("networkidle")
    if path == "/screen":
        phone.get_by_label("Name", exact=True).fill("Acme")
        phone.keyboard.press("Enter")
        expect(phone.locator(".alert-head").first).to_be_focused()
        phone.keyboard.press("?")
        phone.keyboard.press("c")
        expect(phone.locator("#decide-reason")).to_be_focused()
    phone.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
