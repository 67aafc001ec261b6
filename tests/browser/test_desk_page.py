from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect
from tests.browser.fake_line import HOME, FakeLine, OpenLine
from tests.browser.scripted_calls import desk_card, unverified_card

pytestmark = pytest.mark.browser


async def open_desk(line: FakeLine, *cards: dict[str, object]) -> Page:
    """Open the desk and let these calls ring."""
    await line.page.goto(f"{HOME}/desk")
    await expect(line.page.locator("#desk")).to_have_attribute("data-line", "open")
    line.tell_desk({"type": "queue", "calls": list(cards)})
    await expect(line.page.locator("[data-call]")).to_have_count(len(cards))
    return line.page


async def talk(line: FakeLine) -> Page:
    """Pick up the only call and connect."""
    page = await open_desk(line, desk_card())
    await page.get_by_role("button", name="Pick up").click()
    await line.wait_desk_asked("pick_up")
    line.tell_desk({"type": "queue", "calls": [desk_card(status="mine")]})
    await expect(page.locator("#desk")).to_have_attribute("data-leg", "connected")
    return page


async def test_an_empty_desk_says_so(line: FakeLine) -> None:
    page = await open_desk(line)
    await expect(page.get_by_text("Nobody is waiting.")).to_be_visible()
    await expect(page).to_have_title("orderline desk")


async def test_a_ringing_call_opens_its_card_and_changes_the_title(line: FakeLine) -> None:
    page = await open_desk(line, desk_card(), unverified_card())
    await expect(page).to_have_title("(2) Ringing · orderline desk")
    card = page.get_by_role("region", name="Where the order is")
    await expect(card).to_contain_text("A. M. · Verified by order number and end of phone number")
    await expect(card).to_contain_text("Asked for a person")
    await expect(card).to_contain_text("••4821")
    await expect(card).to_contain_text("42%")
    await expect(card.get_by_role("article", name="Order ending 4821")).to_be_visible()
    await expect(page.get_by_role("region", name="What was said")).to_contain_text("Where's my order?")
    await expect(page.locator("#announcer")).to_have_text("New call: Where the order is")


async def test_another_call_is_opened_with_the_arrow_keys(line: FakeLine) -> None:
    page = await open_desk(line, desk_card(), unverified_card())
    await page.locator("[data-call='c1']").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("region", name="To be identified")).to_contain_text("Not identified")
    await expect(page.locator("[data-call='c2']")).to_be_focused()


async def test_a_call_is_picked_up_muted_and_hung_up_by_keyboard(line: FakeLine) -> None:
    page = await open_desk(line, desk_card())
    await page.keyboard.press("Alt+KeyP")
    assert await line.wait_desk_asked("pick_up") == {"type": "pick_up", "call_id": "c1"}
    line.tell_desk({"type": "queue", "calls": [desk_card(status="mine")]})
    await expect(page.locator("#desk")).to_have_attribute("data-leg", "connected")
    assert line.asked[-1][0] == "/api/desk/offer"
    assert line.asked[-1][1]["call_id"] == "c1"
    await page.keyboard.press("Alt+KeyM")
    await expect(page.locator("#leg-state")).to_contain_text("You are muted")
    await page.keyboard.press("Alt+KeyH")
    await line.wait_desk_asked("hang_up")
    line.tell_desk({"type": "released", "call_id": "c1", "why": "hung_up"})
    line.tell_desk({"type": "queue", "calls": []})
    await expect(page.get_by_role("alert")).to_have_text("The call is over.")
    await expect(page.locator("#desk")).to_have_attribute("data-leg", "none")


async def test_the_callers_voice_is_heard_and_the_call_is_given_back(line: FakeLine) -> None:
    page = await talk(line)
    await page.wait_for_function("() => document.getElementById('voice').currentTime > 0.2")
    await page.get_by_role("button", name="Give back to the line").click()
    await line.wait_desk_asked("give_back")
    line.tell_desk({"type": "released", "call_id": "c1", "why": "given_back"})
    await expect(page.get_by_role("alert")).to_have_text("The line has taken over again.")
    await expect(page.locator("#desk")).to_have_attribute("data-leg", "none")


async def test_what_is_being_said_joins_the_transcript_once(line: FakeLine) -> None:
    page = await talk(line)
    said = page.get_by_role("region", name="What was said").get_by_role("listitem")
    before = await said.count()
    caption = {"type": "caption", "call_id": "c1", "who": "caller", "text": "hello", "turn": 9, "final": False}
    line.tell_desk(caption)
    await expect(said).to_have_count(before + 1)
    line.tell_desk({**caption, "text": "hello there", "final": True})
    await expect(said.last).to_contain_text("hello there")
    transcript = [*desk_card()["transcript"], {"who": "caller", "text": "hello there", "at_s": 40.0}]
    line.tell_desk({"type": "queue", "calls": [desk_card(status="mine", transcript=transcript)]})
    await expect(said).to_have_count(before + 1)


async def test_a_caller_who_hangs_up_ends_the_sound(line: FakeLine) -> None:
    page = await talk(line)
    line.tell_desk({"type": "released", "call_id": "c1", "why": "caller_left"})
    await expect(page.get_by_role("alert")).to_have_text("The caller has hung up.")
    await expect(page.locator("#desk")).to_have_attribute("data-leg", "none")


async def test_a_call_that_a_colleague_took_is_told(line: FakeLine) -> None:
    page = await open_desk(line, desk_card())
    await page.get_by_role("button", name="Pick up").click()
    await line.wait_desk_asked("pick_up")
    line.tell_desk({"type": "error", "code": "taken", "what": "Somebody else has it.", "do": "Pick another one."})
    await expect(page.get_by_role("alert")).to_contain_text("A colleague was faster")
    await expect(page.locator("#desk")).to_have_attribute("data-leg", "none")


async def test_a_blocked_microphone_takes_no_call(open_line: OpenLine) -> None:
    line = await open_line(microphone=False)
    page = await open_desk(line, desk_card())
    await page.get_by_role("button", name="Pick up").click()
    await expect(page.get_by_role("alert")).to_contain_text("The microphone is blocked")
    assert line.desk_asked == []


async def test_sound_that_cannot_connect_gives_the_call_back(line: FakeLine) -> None:
    line.refuse["/api/desk/offer"] = (400, {"error": {"what": "No.", "means": "", "do": ""}})
    page = await open_desk(line, desk_card())
    await page.get_by_role("button", name="Pick up").click()
    await line.wait_desk_asked("pick_up")
    line.tell_desk({"type": "queue", "calls": [desk_card(status="mine")]})
    await expect(page.get_by_role("alert")).to_contain_text("That did not work")
    await line.wait_desk_asked("give_back")


async def test_a_locked_desk_asks_for_its_key_and_the_address_never_keeps_it(line: FakeLine) -> None:
    line.refuse["/api/token"] = (403, {"error": {"what": "Wrong key.", "means": "", "do": ""}})
    await line.page.goto(f"{HOME}/desk#key=wrong")
    await expect(line.page.get_by_role("alert")).to_contain_text("The desk was not opened")
    assert line.asked == [("/api/token", {"for": "desk", "key": "wrong"})]
    assert line.page.url == f"{HOME}/desk"
    line.refuse.clear()
    await line.page.get_by_label("Desk key").fill("right")
    await line.page.get_by_role("button", name="Open the desk").click()
    await expect(line.page.locator("#desk")).to_have_attribute("data-line", "open")
    assert line.asked[-1] == ("/api/token", {"for": "desk", "key": "right"})


async def test_a_cut_connection_is_told_and_opened_again(line: FakeLine) -> None:
    page = await open_desk(line, desk_card())
    assert line.desk is not None
    await line.desk.close(code=1012)
    await expect(page.get_by_role("alert")).to_contain_text("The line does not answer")
    await expect(page.locator("#desk")).to_have_attribute("data-line", "open")
    await expect(page.get_by_role("alert")).to_be_hidden()


async def test_every_control_has_a_name_in_both_languages(line: FakeLine) -> None:
    page = await talk(line)
    for language in ("EN", "中文"):
        await page.get_by_role("button", name=language, exact=True).click()
        for role in ("button", "meter", "navigation", "region"):
            for part in await page.get_by_role(role).all():
                await expect(part).to_have_accessible_name(re.compile(r"\S"))
    await expect(page.get_by_role("region", name="查询订单到哪儿了")).to_contain_text("已核对：订单号、手机尾号")


async def test_the_desk_fits_a_phone(open_line: OpenLine) -> None:
    line = await open_line(width=360, height=640)
    page = await open_desk(line, desk_card(), unverified_card())
    await expect(page.get_by_role("button", name="Pick up")).to_be_in_viewport(ratio=1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
