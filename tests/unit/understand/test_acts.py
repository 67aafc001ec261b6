from __future__ import annotations

import pytest

from orderline.events.meaning import Act
from orderline.events.speech import Expect
from orderline.orders.identifiers import Language
from orderline.understand.acts import find_acts
from orderline.understand.normal import normalise, words_of

pytestmark = pytest.mark.unit


def _acts(text: str, language: Language, expect: Expect = Expect.YES_NO) -> tuple[Act, ...]:
    return find_acts(words_of(normalise(text)), language, expect).acts


@pytest.mark.parametrize("said", ["yes", "Yes, please.", "yeah that's right", "correct", "go ahead", "ok", "mm-hmm"])
def test_english_yes(said: str) -> None:
    assert _acts(said, "en") == (Act.YES,)


@pytest.mark.parametrize(
    "said", ["no", "nope", "No, that's wrong.", "not really", "that's all", "no that's everything"]
)
def test_english_no(said: str) -> None:
    assert _acts(said, "en") == (Act.NO,)


@pytest.mark.parametrize("said", ["对", "是的", "好的", "嗯", "没错", "可以", "对的对的"])
def test_chinese_yes(said: str) -> None:
    assert _acts(said, "zh") == (Act.YES,)


@pytest.mark.parametrize("said", ["不对", "不是", "不用了", "没有了", "不要", "没事了"])
def test_chinese_no(said: str) -> None:
    assert _acts(said, "zh") == (Act.NO,)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("yes but not that one", "en"),
        ("no, I mean the other", "en"),
        ("yeah, only without the lamp", "en"),
        ("yes, if it's free", "en"),
        ("okay wait", "en"),
        ("sure, actually make it green", "en"),
        ("yes, not to my card though", "en"),
        ("对,但是地址错了", "zh"),
        ("好的不过要退到支付宝", "zh"),
        ("是的,如果免费的话", "zh"),
        ("可以,先别退台灯", "zh"),
    ],
)
def test_an_answer_with_a_but_is_a_correction(said: str, language: Language) -> None:
    assert _acts(said, language) == (Act.CORRECT,)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("yes I guess", "en"),
        ("yeah maybe", "en"),
        ("yes, how much is it?", "en"),
        ("okay, and when does it come", "en"),
        ("好的,多少钱", "zh"),
        ("对吧可能", "zh"),
    ],
)
def test_a_doubtful_yes_is_no_answer(said: str, language: Language) -> None:
    assert not {Act.YES, Act.NO, Act.CORRECT} & set(_acts(said, language))


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("yes cancel it", "en"),
        ("yes, please go ahead and do that", "en"),
        ("yes that's right, the blue one", "en"),
        ("sure, do it", "en"),
        ("确认取消", "zh"),
        ("是的,退到支付宝", "zh"),
        ("好的,没错", "zh"),
        ("没问题,就这样办", "zh"),
        ("行,帮我改", "zh"),
    ],
)
def test_a_yes_may_say_again_what_it_is_to(said: str, language: Language) -> None:
    assert Act.YES in _acts(said, language)


@pytest.mark.parametrize(("said", "language"), [("ok", "en"), ("嗯", "zh"), ("fine", "en")])
def test_a_bare_okay_is_a_yes_only_where_one_was_asked_for(said: str, language: Language) -> None:
    assert _acts(said, language, Expect.OPEN) == ()


@pytest.mark.parametrize(
    ("said", "language", "act"),
    [
        ("can I talk to a person?", "en", Act.PERSON),
        ("operator", "en", Act.PERSON),
        ("what did you say", "en", Act.REPEAT),
        ("slower please", "en", Act.SLOWER),
        ("hold on a second", "en", Act.WAIT),
        ("thank you so much", "en", Act.THANKS),
        ("bye bye", "en", Act.BYE),
        ("转人工", "zh", Act.PERSON),
        ("你再说一遍", "zh", Act.REPEAT),
        ("慢一点说", "zh", Act.SLOWER),
        ("稍等一下", "zh", Act.WAIT),
        ("谢谢你", "zh", Act.THANKS),
        ("拜拜", "zh", Act.BYE),
        ("you stupid machine", "en", Act.ABUSE),
        ("oh fuck off", "en", Act.ABUSE),
        ("滚蛋", "zh", Act.ABUSE),
        ("你是傻逼吗", "zh", Act.ABUSE),
    ],
)
def test_the_other_acts(said: str, language: Language, act: Act) -> None:
    assert act in _acts(said, language, Expect.OPEN)


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("where is my order", "en"),
        ("the delivery person was late", "en"),
        ("对了我想退货", "zh"),
        ("我的订单到哪了", "zh"),
    ],
)
def test_a_plain_wish_is_no_act(said: str, language: Language) -> None:
    assert _acts(said, language, Expect.OPEN) == ()


def test_an_act_with_a_wish_is_not_all_of_it() -> None:
    assert not find_acts("no where is my order", "en", Expect.OPEN).is_all
    assert find_acts("no thanks that's all", "en", Expect.OPEN).is_all
