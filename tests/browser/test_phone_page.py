from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect
from tests.browser.fake_line import HOME, FakeLine, OpenLine
from tests.browser.scripted_calls import LINE_FACTS, ORDER

pytestmark = pytest.mark.browser

STATE = "data-state"


def rejecting(name: str) -> str:
    """A script after which the microphone fails with the DOM exception of this name."""
    return f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{name}'))"


async def place_call(line: FakeLine) -> Page:
    """Open the page, press the button, and wait until both sides are connected."""
    page = line.page
    await page.goto(HOME)
    await page.get_by_role("button", name="Call", exact=True).click()
    await expect(page.locator("#phone")).to_have_attribute(STATE, "listening")
    return page


async def test_a_call_connects_shows_captions_and_the_order_and_ends(line: FakeLine) -> None:
    page = await place_call(line)
    phone = page.locator("#phone")
    await expect(phone).to_have_attribute("data-call-id", "c1")
    assert ("/api/token", {"for": "call"}) in line.asked
    assert line.asked[-1][1]["language"] == "en"
    await line.say({"kind": "caption", "who": "caller", "text": "where is", "final": False, "turn": 1})
    await line.say({"kind": "caption", "who": "caller", "text": "where is my order", "final": True, "turn": 1})
    bubbles = page.get_by_label("Conversation").get_by_role("listitem")
    await expect(bubbles).to_have_count(1)
    await expect(bubbles.first).to_contain_text("where is my order")
    await line.say({"kind": "caption", "who": "line", "text": "It is on its way.", "final": True, "turn": 2})
    await expect(page.locator("#announcer")).to_have_text("The line: It is on its way.")
    await line.say({"kind": "order_card", "order": ORDER})
    card = page.get_by_role("article", name="Order ending 4821")
    await expect(card).to_contain_text("Expected Sunday 22 November")
    await expect(card).to_contain_text("2 days late · Bad weather on the way")
    await expect(card.get_by_role("listitem").filter(has_text="Shipped")).to_have_attribute("aria-current", "step")
    await line.say({"kind": "state", "state": "thinking", "expect": "nothing"})
    await expect(phone).to_have_attribute(STATE, "thinking")
    await line.say({"kind": "ended", "reason": "line", "text": {"en": "Goodbye", "zh": "再见"}})
    await expect(phone).to_have_attribute(STATE, "ended")
    await expect(page.get_by_role("button", name="Call again")).to_be_focused()


async def test_the_lines_voice_is_heard_on_an_audio_element(line: FakeLine) -> None:
    page = await place_call(line)
    await page.wait_for_function(
        "() => { const voice = document.getElementById('voice'); return !voice.paused && voice.currentTime > 0.2; }"
    )
    await page.wait_for_function("() => Number(document.getElementById('orb').style.getPropertyValue('--voice')) > 0.3")
    await page.wait_for_function("() => Number(document.getElementById('meter').getAttribute('aria-valuenow')) > 0")


async def test_the_page_says_that_it_is_ready_and_never_pings(line: FakeLine) -> None:
    await place_call(line)
    await line.peer.wait_for_function("window.heard.length > 0")
    (ready,) = await line.heard()
    assert (ready["label"], ready["type"]) == ("rtvi-ai", "client-ready")
    assert ready["data"] == {"version": "2.2.0", "about": {"library": "orderline-phone"}}


async def test_a_whole_call_by_keyboard_alone(line: FakeLine) -> None:
    page = line.page
    await page.goto(HOME)
    while await page.evaluate("document.activeElement.id") != "call":
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#phone")).to_have_attribute(STATE, "listening")
    await expect(page.get_by_role("button", name="Hang up")).to_be_focused()
    await page.keyboard.press("7")
    assert (await line.wait_heard("key"))["data"]["d"] == {"key": "7"}
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("group", name="Keypad")).to_be_visible()
    await expect(page.get_by_role("button", name="1", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Keypad")).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await line.wait_heard("hang_up")
    await expect(page.get_by_role("button", name="Call again")).to_be_focused()


async def test_the_keypad_sends_what_is_pressed(line: FakeLine) -> None:
    page = await place_call(line)
    await page.get_by_role("button", name="Keypad").click()
    for name in ("4", "8", "star", "hash"):
        await page.get_by_role("button", name=name, exact=True).click()
    await line.peer.wait_for_function("window.heard.filter(message => message.data.t === 'key').length === 4")
    keys = [message["data"]["d"]["key"] for message in await line.heard() if message["type"] == "client-message"]
    assert keys == ["4", "8", "*", "#"]


async def test_mute_stops_the_microphone_and_says_so(line: FakeLine) -> None:
    page = await place_call(line)
    await page.get_by_role("button", name="Mute").click()
    await expect(page.get_by_role("status")).to_have_text("You are muted: nobody hears you")
    unmute = page.get_by_role("button", name="Unmute")
    await expect(unmute).to_have_attribute("aria-pressed", "true")
    await page.wait_for_function("() => document.getElementById('meter').getAttribute('aria-valuenow') === '0'")


async def test_the_language_changes_the_whole_page_and_the_call_and_is_remembered(line: FakeLine) -> None:
    page = await place_call(line)
    await line.say({"kind": "order_card", "order": ORDER})
    await page.get_by_role("button", name="中文").click()
    await expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    await expect(page.get_by_role("article", name="尾号 4821 的订单")).to_contain_text("预计11月22日星期日送达")
    assert (await line.wait_heard("language"))["data"]["d"] == {"language": "zh"}
    await page.get_by_role("button", name="挂断").click()
    await page.reload()
    await expect(page.get_by_role("button", name="拨打")).to_be_visible()


async def test_the_lines_own_change_of_language_is_not_sent_back(line: FakeLine) -> None:
    page = await place_call(line)
    await line.say({"kind": "language", "language": "zh"})
    await expect(page.get_by_role("button", name="挂断")).to_be_visible()
    await page.get_by_role("button", name="键盘").click()
    await page.get_by_role("button", name="5", exact=True).click()
    await line.wait_heard("key")
    assert "language" not in [message["data"].get("t") for message in await line.heard()]


async def test_a_chinese_browser_gets_a_chinese_page(open_line: OpenLine) -> None:
    line = await open_line(language="zh-CN")
    await line.page.goto(HOME)
    await expect(line.page.get_by_role("heading", name="您的订单到哪儿了？")).to_be_visible()
    await expect(line.page.locator("#hint")).to_contain_text("我的订单到哪儿了？")
    await expect(line.page.locator("#engines")).to_contain_text("识别: pocketsphinx (仅英语)")


async def test_the_page_says_which_engines_answer_and_what_to_try(line: FakeLine) -> None:
    await line.page.goto(HOME)
    await expect(line.page.locator("#engines")).to_contain_text("Hearing: pocketsphinx (English only)")
    await expect(line.page.locator("#hint")).to_contain_text("204821")


async def test_a_hand_over_is_told_from_ringing_to_the_line_again(line: FakeLine) -> None:
    page = await place_call(line)
    phone = page.locator("#phone")
    await line.say({"kind": "handoff", "status": "ringing", "person": None, "position": 2})
    await expect(phone).to_have_attribute(STATE, "ringing")
    await expect(page.get_by_role("status")).to_have_text("You are number 2 in the queue.")
    await line.say({"kind": "handoff", "status": "connected", "person": "Mei", "position": None})
    await expect(phone).to_have_attribute(STATE, "with_person")
    await expect(page.get_by_role("status")).to_have_text("Mei can hear you.")
    await line.say({"kind": "handoff", "status": "ended", "person": None, "position": None})
    await expect(phone).to_have_attribute(STATE, "listening")


async def test_a_refused_microphone_is_told_with_what_to_do(open_line: OpenLine) -> None:
    line = await open_line(microphone=False)
    await line.page.goto(HOME)
    await line.page.get_by_role("button", name="Call", exact=True).click()
    alert = line.page.get_by_role("alert")
    await expect(alert).to_contain_text("The microphone is blocked")
    await expect(alert).to_contain_text("allow the microphone, and try again")
    await expect(line.page.get_by_role("button", name="Try again")).to_be_focused()
    assert line.asked == []


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (rejecting("NotFoundError"), "mic_missing"),
        (rejecting("NotReadableError"), "mic_busy"),
        ("Object.defineProperty(window, 'isSecureContext', { value: false })", "mic_insecure"),
        ("delete window.RTCPeerConnection", "mic_unsupported"),
    ],
    ids=["missing", "busy", "insecure", "unsupported"],
)
async def test_every_missing_microphone_has_its_own_words(line: FakeLine, script: str, told: str) -> None:
    await line.page.add_init_script(script)
    await line.page.goto(HOME)
    await line.page.get_by_role("button", name="Call", exact=True).click()
    await expect(line.page.get_by_role("alert")).to_have_attribute("data-trouble", told)


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/api/token", 503, "full"),
        ("/api/offer", 503, "full"),
        ("/api/token", 429, "too_many"),
        ("/api/token", 403, "forbidden"),
        ("/api/offer", 401, "key"),
        ("/api/offer", 400, "refused"),
        ("/api/offer", 500, "gone"),
    ],
)
async def test_every_refusal_of_the_line_has_its_own_words(line: FakeLine, path: str, status: int, told: str) -> None:
    line.refuse[path] = (status, {"error": {"what": "No.", "means": "", "do": ""}})
    await line.page.goto(HOME)
    await line.page.get_by_role("button", name="Call", exact=True).click()
    await expect(line.page.get_by_role("alert")).to_have_attribute("data-trouble", told)
    await expect(line.page.locator("#phone")).to_have_attribute(STATE, "failed")
    line.refuse.clear()
    await line.page.get_by_role("button", name="Try again").click()
    await expect(line.page.locator("#phone")).to_have_attribute(STATE, "listening")
    await expect(line.page.get_by_role("alert")).to_be_hidden()


async def test_a_full_line_is_said_before_anybody_calls(line: FakeLine) -> None:
    line.facts = {**LINE_FACTS, "calls": 12}
    await line.page.goto(HOME)
    await expect(line.page.get_by_role("alert")).to_contain_text("The line is full right now")


async def test_a_line_that_vanishes_ends_the_call_with_words(line: FakeLine) -> None:
    page = await place_call(line)
    await line.vanish()
    await expect(page.locator("#phone")).to_have_attribute(STATE, "failed")
    await expect(page.get_by_role("alert")).to_contain_text("The call was cut off")


async def test_nonsense_from_the_line_does_not_end_the_call(line: FakeLine) -> None:
    page = await place_call(line)
    await line.say_raw({"label": "other", "type": "server-message"})
    await line.say({"kind": "never heard of"})
    await line.say({"kind": "state", "state": "never heard of", "expect": "open"})
    await line.say({"kind": "caption", "who": "line", "text": "<b>bold</b>", "final": True, "turn": 1})
    await expect(page.get_by_label("Conversation")).to_contain_text("<b>bold</b>")
    await expect(page.locator("#phone")).to_have_attribute(STATE, "listening")


async def test_every_control_has_a_name_in_both_languages(line: FakeLine) -> None:
    page = await place_call(line)
    await page.get_by_role("button", name="Keypad").click()
    for language in ("EN", "中文"):
        await page.get_by_role("button", name=language, exact=True).click()
        for button in await page.get_by_role("button").all():
            await expect(button).to_have_accessible_name(re.compile(r"\S"))
        for role in ("meter", "log", "region"):
            for part in await page.get_by_role(role).all():
                await expect(part).to_have_accessible_name(re.compile(r"\S"))


async def test_nothing_reaches_over_the_edge_of_a_small_phone(open_line: OpenLine) -> None:
    line = await open_line(width=360, height=640)
    page = await place_call(line)
    await line.say({"kind": "order_card", "order": ORDER})
    await expect(page.get_by_role("article")).to_be_visible()
    await page.get_by_role("button", name="Keypad").click()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    for name in ("Hang up", "Mute", "9"):
        await expect(page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(("path", "table"), [("/", "phone"), ("/desk", "desk")])
async def test_every_word_exists_in_both_languages_and_the_page_asks_for_none_else(
    line: FakeLine, path: str, table: str
) -> None:
    await line.page.goto(HOME + path)
    missing = await line.page.evaluate(
        """async (table) => {
          const page = await import(`/static/${table}/words.js`);
          const words = page.PHONE_WORDS ?? page.DESK_WORDS;
          const asked = ['data-t', 'data-t-label'].flatMap((name) =>
            [...document.querySelectorAll(`[${name}]`)].map((node) => node.getAttribute(name)));
          const half = Object.entries(words).filter(([, { en, zh }]) => !en || !zh).map(([key]) => key);
          return [...half, ...asked.filter((key) => !(key in words))];
        }""",
        table,
    )
    assert missing == []
