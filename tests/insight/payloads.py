"""Hostile texts: what a review may hold to run as script, template or formula."""

from __future__ import annotations

SCRIPTS = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>", "<img src=http://evil.example/a.png>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>", "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>点我</a>", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>",
    "[link](javascript:alert(1))", "![x](http://evil.example/p.png)", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "\" onmouseover=\"alert(1)", "' onfocus='alert(1)' autofocus='", "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>",
    "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>", "</details><script>alert(1)</script>", "</svg><img src=x onerror=alert(1)>", "<style>@import'//evil.example/x.css'</style>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<object data=//evil.example/x>", "<embed src=//evil.example/x>", "<video src=//evil.example/x onerror=alert(1)>", "<audio src=//evil.example/x autoplay>",
    "<form action=//evil.example><button>提交</button></form>", "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>",
    "<template><script>alert(1)</script></template>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<dialog open onclose=alert(1)>",
    "{{7*7}}", "{{ ''.__class__.__mro__ }}", "{% for x in (1,2) %}x{% endfor %}", "{% include '/etc/passwd' %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{constructor.constructor('alert(1)')()}}", "{0.__class__}", "%(name)s",
    "\u2028alert(1)\u2029", "\u202eevil\u202c", "\u2066<script>alert(1)</script>\u2069", "\ufeff<script>alert(1)</script>", "\x00<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\\u003cscript\\u003ealert(1)", "<scr\x00ipt>alert(1)</script>",
    "<<script>alert(1)//<</script>", "<img/src=x/onerror=alert`1`>", "<svg/onload=alert(1)//", "很好<script>alert('差评')</script>，推荐", "<a href='//evil.example'>官方客服</a>",
    "`;alert(1);//", "\\\";alert(1);//", "'-alert(1)-'", "<xss style=background:url(//evil.example/x)>", "url(javascript:alert(1))", "\U000e0041\U000e0042 hidden tags", "用户‮<b>粗体</b>",
]  # fmt: skip

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "   +1+1", "\u3000=1+1", "\u00a0=1+1", "\u200b=1+1",
    "\ufeff=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", " ＝1+1", "\t＝1+1", "﹢1+1", "﹣1+1", "﹦1+1", "﹫SUM(A1)", "\u22121+1",
    "'=1+1", "\"=1+1", "\"\"=1+1", "`=1+1", "“=1+1", "’=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil.example\",\"点我\")", "=WEBSERVICE(\"http://evil.example\")",
    "=IMPORTXML(\"http://evil.example\",\"//a\")", "=DDE(\"cmd\";\"/C calc\";\"x\")", "@cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "=1+1\";=1+1", "x;=1+1",
    "x\t=1+1", "x\n=1+1", "x\r\n=1+1", "a;\"=1+1", "很好;＝1+1", "很好\n@SUM(A1)", "好\r-1+1", "=好评返现", "-好评-", "+86 138", "+86138abc", "@客服", "-1e9999", "=", "@", "+", "-a",
    "=\u2028 1", "\x0b=1+1", "\x0c=1+1", "\x1f=1+1", "\u2060=1+1", "\u202e=1+1", "\"'=1+1", "' '=1+1", ";=1+1", "=IMAGE(\"http://evil.example/x\")", "＝ＨＹＰＥＲＬＩＮＫ(\"x\")", "=A1&\"x\"", "--1+1", "-+1", "+-1",
]  # fmt: skip
