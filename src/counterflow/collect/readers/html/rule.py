"""Which elements of a page are not its text: by what they are, by their role, and by how their authors call them.

A class or id counts when it is one of the words below with only neutral words after it (`site-footer`,
`comment-list`), and no word before it turns it around (`has-sidebar`, `tag-ads`). Whether a block so named is really
left out is decided later: one that holds the main content is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

SKIPPED_TAGS = frozenset(
    "script style template noscript svg canvas iframe object embed audio video select button textarea datalist option"
    " title applet map xmp noembed noframes rp rt".split()
)
"""Elements whose text is never shown as part of a text; ruby's readings (rt) stand above their words."""

_DROPPED_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar alert tablist".split()
)
_COMMENT_WORDS = frozenset(
    "comment comments commentlist commentform commentary-list respond disqus pingback pingbacks trackback"
    " trackbacks pings"
    " livefyre discussion-thread replies".split()
)
_WORDS = frozenset(
    "nav navbar navi navigation menu menus submenu breadcrumb breadcrumbs crumbs cookie cookies cookiebar"
    " cookieconsent consent"
    " gdpr ccpa share shares sharing sharedaddy sharebar sharethis social socials addtoany addthis related relatedposts"
    " recommended recommendation recommendations recirc recirculation footer colophon sidebar sidebars"
    " rail widget widgets"
    " newsletter subscribe subscription signup promo promos promotion ad ads adv advert adverts"
    " advertisement advertising"
    " adslot sponsor sponsored outbrain taboola banner popup modal overlay lightbox pagination pager"
    " paging printfriendly"
    " skip skiplink toolbar tagcloud tags tag-links masthead topbar login searchform editsection toc credit credits"
    " copyright imprint teaser teasers trending popular"
    " caption captions figcaption thumbcaption credit-line donate donation donations hatnote tagline bio"
    " aboutauthor".split()
)
_CAPTIONS = frozenset("wp-caption-text wp-element-caption about-author about-authors sitesub".split())
"""Names that are read whole: `wp` says of most others nothing."""
_NEUTRAL = frozenset(
    "area section list wrap wrapper container box block widget form title heading header inner outer"
    " content item items bar"
    " links link buttons button icons icon panel group row col column notice message region holder module"
    " posts post articles"
    " stories story news count nav menu top bottom left right primary secondary desktop mobile site page"
    " text policy law"
    " banner sticky fixed slot unit wide small large label line thread template reply replies".split()
)
_NEGATING = frozenset(
    "has with without no is hide not under tag category tax term type status format wp theme by on".split()
)
_HIDDEN_CLASSES = frozenset(
    "sr-only screen-reader-text visually-hidden visuallyhidden hidden d-none is-hidden element-invisible"
    " noprint no-print".split()
)
_REFERENCE_CLASSES = frozenset("footnote footnote-ref footnoteref footnote-reference fn noteref".split())
_STRUCTURE = frozenset("html body main article".split())
_HIDING_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


class Rule(Enum):
    """What a rule says of an element."""

    DROP = "drop"
    """Left out, unless it holds the main content."""
    COMMENTS = "comments"
    """A comment section: left out, however much it holds."""


def is_hidden(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is not shown, or is the mark of a footnote, which would run into the word before it."""
    if len(attributes) == 0:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return name not in _STRUCTURE
    classes = attributes.get("class", "").lower().split()
    if name not in _STRUCTURE and any(one in _HIDDEN_CLASSES for one in classes):
        return True
    if name in ("sup", "a") and any(
        one in _REFERENCE_CLASSES or (one == "reference" and name == "sup") for one in classes
    ):
        return True
    return name not in _STRUCTURE and _HIDING_STYLE.search(attributes.get("style", "")) is not None


def element_rule(name: str, attributes: Mapping[str, str], *, is_inside_article: bool) -> Rule | None:
    """Say which rule an element falls under; None: its text may be content.

    Args:
        name: the element's name.
        attributes: its attributes.
        is_inside_article: a header inside an article holds its title, one outside the site's.
    """
    if name in ("nav", "aside", "footer", "menu", "dialog", "search", "figcaption") or (
        name == "header" and not is_inside_article
    ):
        return Rule.DROP
    if len(attributes) == 0 or name in _STRUCTURE:
        return None
    if attributes.get("role", "").lower() in _DROPPED_ROLES:
        return Rule.DROP
    for value in (attributes.get("id", ""), *attributes.get("class", "").split()[:20]):
        rule = _name_rule(value)
        if rule is not None:
            return rule
    return None


def _name_rule(value: str) -> Rule | None:
    """Read one class or id."""
    if value == "":
        return None
    if value.lower() in _CAPTIONS:
        return Rule.DROP
    words = [word for word in re.split(r"[-_\s:]+|(?<=[a-z])(?=[A-Z])", value[:80]) if word != ""]
    words = [word.lower() for word in words]
    while len(words) > 1 and (words[-1] in _NEUTRAL or words[-1].isdigit()) and words[-1] not in _COMMENT_WORDS:
        words.pop()
    if len(words) == 0 or any(word in _NEGATING for word in words[:-1]):
        return None
    if words[-1] in _COMMENT_WORDS:
        return Rule.COMMENTS
    return Rule.DROP if words[-1] in _WORDS else None
