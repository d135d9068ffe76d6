"""Ten pages in the layouts that reports are published in, written for these tests.

In each, what begins with `K` and a number (`K1 ...`) is the report, and what begins with `X` and a number stands around
it. Names and texts are invented.
"""

from __future__ import annotations

K = [
    "K1 The harbour office of Haldra says that the coaster Mirelle carried 400 tons of coal to the outer roads in March.",
    "K2 Her owner, a company of two people, paid 30,000 dollars in cash for the cargo, three officials told the court.",
    "K3 “We never saw a bill of lading,” said Mara Lind, who keeps the register. She asked for one twice.",
]
P = "".join(f"<p>{one}</p>" for one in K)

WORDPRESS = f"""<!DOCTYPE html><html lang="en"><head><title>K0 A seal is broken | Small Ships</title></head>
<body class="post-template-default single"><a class="skip-link screen-reader-text" href="#c">X0 Skip to content</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="/">X1 Small Ships Review</a></p>
<nav id="site-navigation"><ul class="menu"><li><a href="/a">X2 About</a></li><li><a href="/b">X3 Contact</a></li></ul></nav>
</header><main id="primary"><article id="post-7" class="post-7 post type-post category-coal tag-haldra">
<header class="entry-header"><h1 class="entry-title">K0 A seal is broken</h1>
<div class="entry-meta"><span class="posted-on">Posted on <a href="#"><time datetime="2014-03-02">March 2, 2014</time></a></span>
<span class="byline"> by <span class="author vcard"><a href="/x">X4 admin</a></span></span></div></header>
<div class="entry-content"><figure class="wp-block-image"><img src="a.jpg" alt="X5 alt">
<figcaption>X6 The Mirelle at anchor. Photo: Harbour office</figcaption></figure>{P}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">X7 Share this:</h3><ul><li><a href="#">X8 Twitter</a></li></ul></div>
<div id="jp-relatedposts"><h3>Related</h3><a href="#">X9 Another seal</a></div></div>
<footer class="entry-footer"><span class="cat-links">X10 Posted in <a href="#">Coal</a></span>
<span class="tags-links">X11 Tagged <a href="#">Haldra</a></span></footer></article>
<nav class="navigation post-navigation"><h2>X12 Post navigation</h2><a href="#">X13 Older</a></nav>
<div id="comments" class="comments-area"><h2>X14 Two thoughts on A seal is broken</h2><ol class="comment-list">
<li class="pingback">Pingback: <a href="#">X15 The seal and the sea</a></li><li class="comment"><p>X16 I saw this ship in
Haldra in 2013. She carried arms, not coal, and her owner was another one, as everybody in the port knows.</p></li></ol></div>
</main><aside id="secondary" class="widget-area"><section class="widget"><h2>X17 Recent Posts</h2><ul><li><a href="#">X18
Coal prices</a></li></ul></section></aside><footer id="colophon">X19 Proudly powered by WordPress</footer></body></html>"""

AGENCY = f"""<html><head><meta property="og:title" content="K0 Coaster carried coal, office says"/>
<meta property="og:site_name" content="The Wire"/><meta property="article:published_time" content="2014-03-02T10:00:00Z"/></head>
<body><div class="cookie-banner" role="dialog"><p>We use cookies to improve your experience. By continuing you accept
our privacy policy and the storing of data on your device.</p></div><div class="top-nav"><a href="#">X2 World</a>
<a href="#">X3 Business</a></div><div class="article"><h1>K0 Coaster carried coal, office says</h1>
<div class="author-bar">By <a href="#">X4 Jon Ade</a></div><div class="date">March 2, 2014 10:00 AM Updated 3 years ago</div>
<div class="article-body"><p>HALDRA, March 2 (Wire) - {K[0]}</p><div class="image-block"><img><div class="caption">X5 A
coaster is seen at anchor off Haldra on March 1, 2014. REUTERS/Jon Ade/File Photo</div></div><p>{K[1]}</p>
<div class="ad-slot"><p>ADVERTISEMENT</p><p>X6 Buy a boat today</p></div><p>{K[2]}</p>
<p class="attribution">Reporting by Jon Ade in Haldra; Editing by Ann Berg</p>
<p class="trust">Our Standards: <a href="#">X7 The Trust Principles.</a></p></div>
<div class="read-next"><h3>Read Next</h3><ul><li><a href="#">X8 Another ship sinks off the coast</a></li><li><a href="#">X9
Coal is up</a></li></ul></div></div><div class="newsletter-signup"><p>Sign up for our daily briefing to get the news
that matters, in your inbox every morning.</p></div></body></html>"""

GOVERNMENT = f"""<!doctype html><html><head><title>K0 Measures against the owner of the Mirelle | Ministry</title></head><body>
<div class="usa-banner"><p>X1 An official website of the government. Here's how you know: official websites use .gov
and a website that does belongs to an official organisation.</p></div><header><ul><li><a>X2 News</a></li></ul></header>
<ol class="breadcrumb"><li><a href="#">X3 Home</a></li><li><a href="#">X4 Press releases</a></li></ol>
<main><h1>K0 Measures against the owner of the Mirelle</h1><p class="date">March 2, 2014</p>
<div class="field field--name-body"><p>WASHINGTON – {K[0]}</p><h2>K4 PERSONS DESIGNATED TODAY</h2><p>{K[1]}</p>
<ul><li>K5 Mirelle Shipping was designated because it is owned by two officials.</li><li>K6 The coaster is its property.</li></ul>
<p>{K[2]}</p><p>###</p></div><div class="social-share">X5 Share this page on Facebook</div>
<div class="related-links"><h3>X6 Related information</h3><a href="#">X7 List of ships</a><a href="#">X8 Licences</a></div>
</main><footer><p>X9 Last updated: March 9, 2014. This page is maintained by the office of public affairs of the ministry,
which answers questions about it.</p></footer></body></html>"""

THINK_TANK = f"""<html><head><meta name="author" content="Mara Lind"></head><body><div id="page"><div class="region-header">
<a href="#">X1 Institute</a><a href="#">X2 Donate</a></div><div id="content"><div class="report-hero"><h1>K0 Coal at sea</h1>
<p class="deck">K7 How a coaster of forty years became the tool of a trade that nobody sees, and what could be done.</p>
<div class="authors">By Mara Lind and Jon Ade</div><div class="pub-date">2 March 2014</div></div>
<div class="toc"><h2>X3 Table of Contents</h2><ol><li><a href="#a">X4 Introduction</a></li><li><a href="#b">X5 Findings</a></li></ol></div>
<h2 id="a">K8 Introduction</h2><p>{K[0]}<sup><a href="#f1">1</a></sup></p><blockquote><p>{K[2]}</p></blockquote>
<h2 id="b">K9 Findings</h2><p>{K[1]}</p><table><tr><th>K10 Ship</th><th>Tons</th></tr><tr><td>K11 Mirelle</td><td>400</td></tr></table>
<h3>Notes</h3><ol class="footnotes"><li id="f1">K12 Register of Haldra, volume 3, page 12, as seen on 1 March 2014.</li></ol>
<div class="about-author"><h3>About the Authors</h3><p>X7 Mara Lind is a senior fellow at the Institute, where she works
on ships. Before, she was a captain for twenty years and wrote three books on the coal trade.</p></div>
<div class="subscribe-box"><p>Subscribe to our newsletter to receive new reports, events and analyses by e-mail.</p></div>
</div></div></body></html>"""

TABLES = f"""<HTML><BODY BGCOLOR=white><TABLE WIDTH=100%><TR><TD COLSPAN=2><A HREF=/>X1 Home</A> | <A HREF=/n>X2 News</A> |
<A HREF=/l>X3 Links</A></TD></TR><TR><TD WIDTH=20%><A HREF=a>X4 Archive 2013</A><BR><A HREF=b>X5 Archive 2012</A><BR>
<A HREF=c>X6 Guestbook</A></TD><TD><H1>K0 The ship and the coal</H1><FONT SIZE=1>2 March 2014</FONT><BR><BR>
{K[0]}<BR><BR>{K[1]}<BR><BR>{K[2]}<BR><BR></TD></TR><TR><TD COLSPAN=2><CENTER><FONT SIZE=1>© 2014 X7 The Coal Page. All rights
reserved.</FONT></CENTER></TD></TR></TABLE></BODY></HTML>"""

AMP = f"""<!doctype html><html amp lang=en><head><script type="application/ld+json">{{"@type":"NewsArticle",
"headline":"K0 Coal","datePublished":"2014-03-02","author":{{"name":"Jon Ade"}}}}</script></head><body><amp-sidebar><ul>
<li><a href=#>X1 Latest</a></li></ul></amp-sidebar><article><h1>K0 Coal</h1><p class="meta">By Jon Ade · 2 Mar 2014 · 4 min read</p>
<amp-img></amp-img><p class="img-caption">Image: a coaster. Credit: Jon Ade / Getty Images</p><p>{K[0]}</p>
<p><a href="#">READ MORE: X3 The other coaster</a></p><p>{K[1]}</p><div class="inline-newsletter"><p>Get the best of our
reporting delivered to your inbox, every Friday. You can unsubscribe at any time.</p></div><p>{K[2]}</p>
<p>Follow us on Twitter and Facebook</p></article></body></html>"""

NGO = f"""<html><body><div class="layout-container"><div role="banner"><a>X1 Watch</a></div><div class="content-header">
<h1>K0 Haldra: who owns the Mirelle?</h1><div class="byline">02 March 2014 | Press release</div></div>
<div class="paragraph paragraph--type--text"><p>{K[0]}</p></div><div class="paragraph paragraph--type--quote"><p>{K[2]}</p></div>
<div class="paragraph paragraph--type--text"><p>{K[1]}</p><p><strong>ENDS</strong></p><p><strong>Notes to editors:</strong></p>
<p>For interviews please contact the press office, press@watch.example, +44 20 7946 0000.</p></div>
<div class="donate-banner"><h2>X4 Your gift keeps us watching</h2><p>X5 Donate now. With your help we can go on to ask who owns the
ships that nobody asks about. Every pound counts.</p></div><div class="modal">X6 Close</div></div></body></html>"""

FORUM_WIKI = f"""<html><body class="mediawiki"><div id="mw-navigation"><ul><li><a>X1 Main page</a></li></ul></div>
<div id="content" class="mw-body"><h1 id="firstHeading">K0 Mirelle (ship)</h1><div id="siteSub">X2 From the free book</div>
<div class="mw-parser-output"><div class="hatnote">X3 For the town, see <a>Mirelle</a>.</div><p>{K[0]}<sup class="reference"><a>[1]</a></sup></p>
<div id="toc" class="toc"><h2>X4 Contents</h2><ul><li><a>X5 1 Owner</a></li></ul></div><h2>K4 Owner<span class="mw-editsection">[<a>X6 edit</a>]</span></h2>
<p>{K[1]}</p><div class="thumb"><div class="thumbcaption">X7 The ship in 2013</div></div><p>{K[2]}</p>
<div class="navbox"><a>X8 Ships of Haldra</a></div></div><div id="catlinks">X9 Categories: <a>Ships</a></div></div>
<div id="footer"><ul><li>X10 This page was last edited on 2 March 2014, at 10:00.</li></ul></div></body></html>"""

KOREAN = """<!DOCTYPE html><html lang="ko"><head><meta property="og:title" content="K0 할드라 석탄 운반선"></head><body>
<header><nav><a>X1 정치</a><a>X2 경제</a></nav></header><article><h1>K0 할드라 석탄 운반선</h1><div class="info">입력 2014.03.02. 10:00 | 수정 2014.03.03.</div>
<div class="article_body"><p>K1 할드라 항만청은 석탄 400톤을 실은 연안선 미렐호가 지난달 외항에 들어왔다고 2일 밝혔다. 선주는 두 사람이 세운 회사다.</p>
<div class="img_box"><em class="caption">X3 미렐호가 정박해 있다. /연합뉴스</em></div>
<p>K2 이 회사는 화물값으로 현금 3만 달러를 치렀다고 관리 세 명이 법정에서 말했다. 등록을 맡은 마라 린드는 선하증권을 본 적이 없다고 했다.</p></div>
<div class="copyright">X4 ⓒ 작은배신문, 무단전재 및 재배포 금지</div><div class="related"><h3>X5 관련기사</h3><ul><li><a>X6 석탄값</a></li></ul></div>
</article><footer>X7 등록번호 서울 아 01234 | 발행인 홍길동</footer></body></html>"""

CHINESE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>K0 哈尔德拉运煤船_小船新闻网</title></head><body><div class="nav"><a>X1 首页</a>
<a>X2 新闻</a></div><div class="main"><div class="article"><h1>K0 哈尔德拉运煤船</h1><div class="source">2014年03月02日 10:00 来源：小船新闻网</div>
<div class="content"><p>K1 哈尔德拉港务局二日说，沿海船米雷尔号上月载着四百吨煤进入外港，船东是一家只有两个人的公司。港务局没有说明是谁付的钱。</p>
<p>K2 三名官员在法庭上说，这家公司为货物付了三万美元现金。负责登记的马拉·林德说，她从来没有看到过提单，也曾两次索要。</p>
<p class="editor">（责任编辑：张三）</p></div><div class="share">X3 分享到：<a>微信</a><a>微博</a></div><div class="hot"><h2>X4 热门推荐</h2>
<ul><li><a>X5 煤价</a></li><li><a>X6 船价</a></li></ul></div></div></div><div class="footer">X7 版权所有 小船新闻网 京ICP备01234号</div></body></html>"""

FURNITURE = (
    "Getty",
    "Follow us",
    "Reporting by",
    "About the Authors",
    "press@watch",
    "ENDS",
    "责任编辑",
    "입력",
    "来源",
    "Press release",
    "cookies",
    "Sign up",
    "inbox",
    "Subscribe",
    "Read Next",
    "READ MORE",
    "ADVERTISEMENT",
    "min read",
    "All rights",
    "###",
)
"""What stands around the reports without a number, because a number would change what it is."""

LAYOUTS = {
    "wordpress": WORDPRESS,
    "agency": AGENCY,
    "government": GOVERNMENT,
    "think_tank": THINK_TANK,
    "tables": TABLES,
    "amp": AMP,
    "ngo": NGO,
    "wiki": FORUM_WIKI,
    "korean": KOREAN,
    "chinese": CHINESE,
}
