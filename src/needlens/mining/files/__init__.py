r"""Files of texts: rows in from JSON Lines, CSV or plain text, one JSON answer a row out.

>>> import io
>>> from needlens.mining.files.answers import Opinions
>>> from needlens.mining.files.pipeline import answered
>>> from needlens.mining.files.rule_texts import RuleTexts
>>> from needlens.mining.files.source import rows
>>> file = io.BytesIO('{"id": "a", "text": "Nice! 物流很慢"}\n{"id": "b"}'.encode())
>>> for answer in answered(rows(file, "texts.jsonl"), Opinions(RuleTexts())):
...     print(answer["id"], [o["aspect"] for o in answer.get("opinions", [])], answer.get("error"))
a ['NULL', '物流'] None
b [] line 2 has no text
"""
