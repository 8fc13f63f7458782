"""Whatever the engine can say reaches the page in its language: by code, all codes, with their parts."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from tongban.engines.rules import api as rules
from tongban.governance.rulebooks.words import AT, AT_END, AT_LINE, PLAIN, said

MESSAGES = rules.messages()
PART = re.compile(r"%\((\w+)\)[rsd]")
CODE = re.compile(r"[A-Za-z ]+\([^)]*\)|`[^`]*`|\"[^\"]*\"|'[^']*'|<[^>]*>|\[[^\]]*\]|\{[^}]*\}")
JOINTS = {"a-kind", "also", "and", "call-failed", "label-value"}  # nothing but their parts and signs between them
NAMES = {"DMN", "FEEL", "SQL", "XML", "PMML", "Java", "Python", "XPath", "COLLECT", "SUM", "MIN", "MAX", "COUNT", "ANY",
         "between", "and", "Decimal", "article", "instance", "of", "s", "m", "i", "x"}  # fmt: skip


def example(code: str) -> rules.Said:
    """A message with numbers for its parts."""
    return rules.say(code, **dict.fromkeys(PART.findall(MESSAGES[code]), 7))


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_is_said_in_chinese(code: str) -> None:
    message = example(code)
    for words in (rules.translated, said):
        with override("zh-hans"):
            shown = words(message)
        foreign = set(re.findall(r"[A-Za-z]+", CODE.sub("", shown))) - NAMES
        assert not foreign, shown
        assert code in JOINTS or re.search("[一-鿿]", shown), shown


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_keeps_its_parts_in_both_languages(code: str) -> None:
    parts = dict.fromkeys(PART.findall(MESSAGES[code]), "zz")
    for language in ("en", "zh-hans"):
        with override(language):
            shown = rules.translated(rules.say(code, **parts))
        assert shown.count("zz") == len(PART.findall(MESSAGES[code])), shown


@pytest.mark.parametrize("template", [*PLAIN.values(), AT, AT_LINE, AT_END])
def test_plain_words_of_the_editor_fill_from_the_parts_of_their_message(template: str) -> None:
    codes = [code for code, plain in PLAIN.items() if plain == template]
    for code in codes:
        assert set(PART.findall(template)) <= set(PART.findall(MESSAGES[code]))


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("1 +", "末尾缺少内容", "something is missing at the end"),
        ("(1", "末尾 之前缺少 ')'", "')' is missing before the end"),
        ("1 2", "此处多出 '2'", "'2' is too much here"),
        ("“x”", "此处不能使用 '“'", "'“' means nothing here"),
    ],
)
def test_faults_of_a_text_in_both_languages(text: str, chinese: str, english: str) -> None:
    with pytest.raises(rules.FeelError) as refused:
        rules.compile_expression(text)
    with override("zh-hans"):
        assert said(refused.value.message) == chinese
        assert re.search("[一-鿿]", said(refused.value.suggestion))
    with override("en"):
        assert said(refused.value.message) == english


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ('1 + "x"', "数字与文本不能相加"),
        ("substring(7)", "substring() 不接受 1 个参数；用法：substring("),
        ("abs([1, 2])", "abs()：'n' 必须是天和时间的时段、"),
        ("nobody", "名称 'nobody' 不存在"),
        ('matches("a", "(")', "matches()：模式 '(' 第 2 个字符处：缺少后括号"),
        ("date(2026, 2, 30)", "date()：没有 2026-2-30 这一天"),
    ],
)
def test_warnings_in_chinese_down_to_their_parts(text: str, chinese: str) -> None:
    warning = rules.compile_expression(text).evaluate({}).warnings[0]
    with override("zh-hans"):
        assert said(warning.message).replace("或", "、").startswith(chinese.replace("或", "、"))


def test_what_is_no_message_of_the_engine_is_as_it_is() -> None:
    assert said("anything") == "anything"
