"""What a web page prints around a report, which is no part of its text: share buttons, credits, link lists, comments.

Each rule stands for a class of such furniture and looks at whole blocks, never at part of a sentence, so that a
report that speaks of cookies, comments or photos keeps its text. What ends a report (a comment section, a list of
related posts) counts only after its first prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from counterflow.collect.byline import is_prose
from counterflow.collect.document import Block, Kind

MAX_CREDIT_CHARS = 250
"""Longest photo credit, copyright line or notice that is left out; a longer one tells something."""
MAX_NOTICE_CHARS = 600
"""Longest cookie notice."""
MAX_INVITATION_WORDS = 7
"""Longest invitation (`Read more about this`) that may end like a sentence."""
MAX_RELATED_BLOCKS = 15
"""How many entries a list of related posts may have."""

_PLATFORMS = frozenset(
    "facebook twitter linkedin whatsapp telegram reddit pinterest tumblr pocket instagram youtube"
    " flipboard messenger weibo"
    " wechat vk mastodon bluesky threads line viber skype stumbleupon digg delicious addthis google+ xing"
    " mix evernote".split()
)
_SHARE = frozenset(
    "share tweet retweet print printer pin email e-mail mail bookmark like follow subscribe save rss".split()
)
_FILLERS = frozenset(
    "this that it on via to with by us me we a an the article story post page friend friends link url"
    " copy copied and or of"
    " your button icon click here friendly version pdf now more plus google x feed opens in new window"
    " save as for via at"
    " loading share print email & + | / : , . ! ›  » « …".split()
)
_WORD = re.compile(r"[\w+&'’-]+|[^\w\s]")


def _pattern(*forms: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(forms) + ")", re.I | re.S)


_BUTTON = _pattern(
    r"skip to (?:main )?(?:content|navigation)|(?:back|return|scroll) to (?:the )?(?:top|home ?page|list|overview)",
    r"(?:main |toggle )?(?:menu|navigation)|(?:log|sign) ?(?:in|out|up)|register|search|home|close",
    r"accept(?: all)?|reject(?: all)?|manage (?:choices|cookies)",
    r"advertisements?|sponsored(?: content)?|promoted(?: content)?|(?:article|story) continues (?:below|after).{0,60}",
    r"(?:[«←‹]\W*)?(?:previous|older|prev|next|newer)(?:\W*[»→›])?|[←‹]\s.{0,120}|.{0,120}\s[→›]",
    r"(?:cancel )?reply|no comments(?: yet)?|comments are (?:closed|off).{0,80}|be the first to comment.{0,40}",
    r"(?:terms(?: of (?:use|service))?|privacy(?: policy)?|contact(?: us)?|about(?: us)?|imprint|sitemap|careers"
    r"|corrections)(?:\s*[|•·]\s*(?:[\w ]{2,30}))+",
)
_INVITATION = _pattern(
    r"(?:read|learn|see|show|view|load|find out) more\b.{0,80}|(?:continue reading|click here|tap here)\b.{0,100}",
    r"advertisements?\s*:.{0,80}|sponsored by .{1,60}",
    r"(?:[«←‹]\W*)?(?:previous|older|prev|next|newer) (?:posts?|articles?|entry|entries|story|stories|page)\b.{0,120}",
    r"(?:filed under|tagged(?: with| as)?|posted in)\b\s*:?\s*\S.{0,150}|(?:tags|categories|topics)\s*:\s*\S.{0,150}",
    r"(?:follow|join|like) (?:us|me|our)\b.{0,100}",
    r"(?:view|open|read) (?:this|it)\b.{0,40}\b(?:in|on) (?:your |a |the )?(?:browser|web|app)\b.{0,20}",
)
_NOTICE = _pattern(
    r"(?:sign up|subscribe|register)\b.{0,60}"
    r"\b(?:newsletters?|updates?|mailing list|podcast|channel|briefing|inbox|alerts?)\b.{0,80}",
    r"get\b.{0,60}\b(?:in|to|into) your inbox\b.{0,40}",
    r"(?:this is )?(?:the|a) (?:mobile(?:-friendly)?|printer?(?:-friendly)?|web|text|accessible)\b.{0,20}"
    r"\bversion of\b.{0,100}",
)
_PICTURE = r"\(?(?:photo|image|picture|photograph|featured image|lead image|foto|bild|crédit photo)s?"
_CREDIT = _pattern(
    _PICTURE + r"(?: (?:credits?|sources?|courtesy(?: of)?|by))?\s*[:©].*",
    r"\(?(?:illustration|graphic|cover)s? (?:credits?|by)\s*[:©].*",
    r"©.*|\(c\)\s*copyright\b.*|copyright\b\W*(?:©|\(c\)|\d{4}|by\b).*|.{0,80}\ball rights reserved\b.{0,80}",
)
_SHORT_CREDIT = _pattern(
    _PICTURE + r" (?:by|courtesy of|credit)\b.*",
    r"(?:credits?|courtesy)\s*:.*|courtesy of\b.*|(?:illustration|graphic)s? (?:by|courtesy of)\b.*",
)
_NAMES = r"(?:(?:[A-Z][\w.'’-]*|and|in|at|from|de|van|bin|al|by|[Aa]dditional|writing|editing|reporting)[\s;,./]*)+"
_AGENCY_CREDIT = re.compile(
    rf"\(?(?:(?:Additional|Further) )?(?:[Rr]eporting|Writing|Editing|Compiled|Translated|Graphics?) by {_NAMES}\)?"
)
"""`Reporting by Jon Ade in Haldra; Editing by Ann Berg`: all capitals, so no sentence."""
_FOREIGN = _pattern(
    r"[（(\[【]?\s*(?:责任编辑|責任編輯|责编|编辑|編輯|校对|审核)\s*[:：].{1,60}",
    r".{0,40}(?:무단\s?(?:전재|복제)|재배포\s?금지|저작권자).{0,80}|.{0,40}(?:版权所有|版權所有|转载请注明|未经授权|無断転載|無断複写).{0,80}",
    r"(?:все права защищены|.{0,60}перепечатка\b).{0,100}|(?:جميع الحقوق محفوظة|تمامی حقوق|کلیه حقوق).{0,100}",
    r"(?:分享到?|分享至|상단으로|공유하기|댓글|поделиться|شارك|مشاركة|اشتراک گذاری)\s*[:：]?[\d\s]*",
    r"(?:читайте также|相关阅读|延伸阅读|相關閱讀|관련\s?기사|関連記事|اقرأ أيضا|بیشتر بخوانید)\s*[:：]?.{0,100}",
)
_END_MARK = re.compile(r"[-–—#*\s]*(?:ENDS?|30|[#*]{3,})[-–—#*\s]*")
_CONTACT = re.compile(
    r"(?:for (?:interviews|(?:media |press )?(?:enquiries|inquiries))\b|(?:media|press) "
    r"(?:contacts?|enquiries|inquiries|office)\b|to (?:arrange|request) an interview\b).{0,200}"
    r"(?:contact|e-?mail|call|visit|[\w.]+@[\w.]+|\+?\d[\d ().-]{7,}).{0,120}",
    re.I | re.S,
)
_ABOUT = re.compile(
    r"about (?:the )?(?:authors?|writers?|contributors?|us)|(?:media|press) contacts?|authors?['’]? bios?", re.I
)
MAX_ABOUT_BLOCKS = 6
"""How many blocks about the author may stand below their heading."""
_COOKIE = _pattern(
    r"\b(?:we|this (?:web)?site|our (?:web)?sites?|by (?:using|continuing|browsing)|we and our)\b.{0,120}\bcookies?\b",
    r"\bcookies?\b.{0,80}\b(?:improve|enhance|your experience|privacy policy|accept|consent)\b",
    r"^we value your privacy\b",
)
_PINGBACK = _pattern(
    r"(?:\d+[.)]\s*)?\[(?:…|\.\.\.)\].*\[(?:…|\.\.\.)\]\s*(?:\d+[.)]?)?",
    r"(?:\d+[.)]\s*)?(?:pingback|trackback)s?\b\s*(?::.*)?",
)
_NUMBER = r"(?:\d+|no|one|two|three|four|five|six|seven|eight|nine|ten)"
_COMMENTS = _pattern(
    rf"{_NUMBER} (?:responses?|thoughts?|comments?|replies|reactions?) (?:to|on|so far)\b.*",
    r"(?:leave|post|write|add|submit) (?:a|your)? ?(?:reply|comment|response)\b.{0,60}",
    r"join the (?:discussion|conversation|debate)\b.{0,40}",
    r"(?:pingbacks?|trackbacks?)(?: (?:and|&) (?:pingbacks?|trackbacks?))?",
    r"(?:comments?|responses?) ?\(\d+\)",
)
_MAYBE_COMMENTS = _pattern(
    r"(?:reader |user |readers' |readers’ )?(?:comments?|responses?|discussion|replies)",
    rf"{_NUMBER} (?:comments?|responses?|replies)",
)
_COMMENT_SIGN = _pattern(
    r".*\bsays\s*:?",
    r".*\b(?:at|@) \d{1,2}:\d\d.*",
    r".*\b(?:ago|reply|permalink)",
    r"(?:\d+[.)]\s*)?\[(?:…|\.\.\.)\].*",
    r"(?:\d+[.)]\s*)?(?:pingback|trackback)\b.*",
)
_RELATED = _pattern(
    r"related(?: (?:posts?|articles?|stories|story|content|reading|links?|topics?|coverage|news|items?))?\s*:?",
    r"(?:you )?(?:may|might) (?:also )?(?:like|enjoy|be interested in)\b.{0,40}|you may also (?:like|enjoy)\b.{0,40}",
    r"more (?:from|on|in|like|stories|articles|posts)\b.{0,60}",
    r"recommended(?: for you| reading| posts| articles| stories)?\s*:?",
    r"read (?:also|next|this next)\s*:?|also (?:on|read|see)\b.{0,40}|what to read next|up next|don['’]t miss\s*:?",
    r"trending(?: now)?|most (?:read|popular|viewed|shared)\b.{0,30}|popular (?:posts|articles|stories)",
    r"editor['’]s picks?|latest (?:news|posts|articles|stories)|recent (?:posts|comments|articles|stories)",
    r"archives?|blogroll|share this\b.{0,40}",
)


_CONTENTS = _pattern(
    r"(?:table of )?contents|in this (?:section|article|report|series)|on this page|quick links",
    r"inhalt(?:sverzeichnis)?|sommaire|índice",
)


def drop_boilerplate(blocks: Sequence[Block]) -> list[Block]:
    """Leave out what is no part of a report; the blocks that stay are unchanged and in order."""
    kept = _cut_comments(blocks)
    return drop_furniture(_drop_about(_drop_related(_drop_contents(kept))))


def drop_furniture(blocks: Sequence[Block]) -> list[Block]:
    """Leave out the blocks that are furniture by themselves, and nothing for what stands beside it.

    Enough for printed reports: a heading in the middle of 300 pages that reads like that of a comment section is none.
    """
    kept = list(blocks)
    marks = [_is_furniture(block.text) for block in kept]
    weak = [_is_platform(block.text) for block in kept]
    for number in range(len(kept)):
        # The name of a platform alone may be a heading; among buttons it is one of them.
        beside = [i for i in (number - 1, number + 1) if 0 <= i < len(kept)]
        if weak[number] and any(marks[i] or weak[i] for i in beside):
            marks[number] = True
    return [block for block, is_dropped in zip(kept, marks, strict=True) if not is_dropped]


def _is_furniture(text: str) -> bool:
    text = text.replace("\u00a0", " ").strip()
    if not any(char.isalnum() for char in text):
        return True
    if len(text) <= MAX_CREDIT_CHARS:
        plain = (_BUTTON, _NOTICE, _CREDIT, _AGENCY_CREDIT, _FOREIGN, _END_MARK, _CONTACT)
        if any(form.fullmatch(text) is not None for form in plain):
            return True
        if not _is_sentence(text) and any(form.fullmatch(text) is not None for form in (_INVITATION, _SHORT_CREDIT)):
            return True
    if len(text) <= MAX_NOTICE_CHARS and _COOKIE.search(text) is not None and _is_notice(text):
        return True
    return _PINGBACK.fullmatch(text) is not None or _is_share(text)


def _is_sentence(text: str) -> bool:
    """Whether a block may be a sentence of the report: "Posted in Singapore since 2010, he bought machine tools." """
    words = len(text.split())
    return words > MAX_INVITATION_WORDS and (words > 2 * MAX_INVITATION_WORDS or text.endswith((".", "!", "?")))


def _is_notice(text: str) -> bool:
    return (
        re.search(
            r"\b(?:accept|agree|consent|experience|continu\w+|privacy|polic\w+|settings|preferences)\b", text, re.I
        )
        is not None
    )


def _is_share(text: str) -> bool:
    """Whether a block is share buttons: every word of it belongs to them."""
    words = [word.lower() for word in _WORD.findall(text)] if len(text) <= MAX_CREDIT_CHARS else []
    if not any(word in _SHARE for word in words) and sum(word in _PLATFORMS for word in words) < 2:
        return False
    return all(word in _SHARE or word in _PLATFORMS or word in _FILLERS or word.isdigit() for word in words)


def _is_platform(text: str) -> bool:
    return text.strip().lower() in _PLATFORMS


def _cut_comments(blocks: Sequence[Block]) -> list[Block]:
    """Cut off the comment section at the end of a report."""
    is_after_prose = False
    for number, block in enumerate(blocks):
        text = block.text.replace("\u00a0", " ").strip()
        if (
            is_after_prose
            and len(text) <= MAX_CREDIT_CHARS
            and not is_prose(text)
            and _opens_comments(text, blocks[number + 1 :])
        ):
            return list(blocks[:number])
        is_after_prose |= is_prose(text)
    return list(blocks)


def _opens_comments(text: str, following: Sequence[Block]) -> bool:
    if _COMMENTS.fullmatch(text) is not None:
        return True
    return _MAYBE_COMMENTS.fullmatch(text) is not None and any(
        _COMMENT_SIGN.fullmatch(line) is not None for block in following[:3] for line in block.text.splitlines()
    )


def _drop_contents(blocks: Sequence[Block]) -> list[Block]:
    """Leave out tables of contents: a heading that says so and the links below it."""
    kept: list[Block] = []
    number = 0
    while number < len(blocks):
        end = number
        if _CONTENTS.fullmatch(blocks[number].text.strip(" :")) is not None:
            end = _skip(blocks, number + 1, lambda one: one.kind == Kind.LINK)
        if end > number + 1:
            number = end
        else:
            kept.append(blocks[number])
            number += 1
    return kept


def _drop_related(blocks: Sequence[Block]) -> list[Block]:
    """Leave out lists of related posts: a heading that says so and the titles below it."""
    kept: list[Block] = []
    is_after_prose = False
    number = 0
    while number < len(blocks):
        block = blocks[number]
        if is_after_prose and _RELATED.fullmatch(block.text.strip()) is not None:
            end = _skip(blocks, number + 1, lambda one: not is_prose(one.text) and _is_title(one.text))
            end = min(end, number + 1 + MAX_RELATED_BLOCKS)
            if end > number + 1 or end == len(blocks):
                number = end
                continue
        is_after_prose |= is_prose(block.text)
        kept.append(block)
        number += 1
    return kept


def _drop_about(blocks: Sequence[Block]) -> list[Block]:
    """Leave out what is said of the authors after their report: a heading that says so, to the next heading."""
    prose = [number for number, block in enumerate(blocks) if is_prose(block.text)]
    for number, block in enumerate(blocks):
        if len(prose) == 0 or number < prose[0] or _ABOUT.fullmatch(block.text.strip(" :")) is None:
            continue
        end = _skip(blocks, number + 1, lambda one: one.kind != Kind.HEADING)
        if end - number - 1 <= MAX_ABOUT_BLOCKS:
            return [*blocks[:number], *_drop_about(blocks[end:])]
    return list(blocks)


def _skip(blocks: Sequence[Block], start: int, is_part: Callable[[Block], bool]) -> int:
    end = start
    while end < len(blocks) and is_part(blocks[end]):
        end += 1
    return end


def _is_title(text: str) -> bool:
    """Whether a block may be the title of another post: short, and not a sentence."""
    return len(text) <= 160 and re.search(r"[.。:;,]\s*$", text) is None
