"""A scripted caller: hears a turn of the line, and says what a caller with this script would say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orderline.qa.callers.asked import Asked, asked
from orderline.qa.callers.line_turn import LineTurn
from orderline.qa.callers.offered import place_of
from orderline.qa.callers.read_back import mistake
from orderline.qa.callers.script import Refusal, Script, Wish
from orderline.qa.callers.wording import Wording

SAME_QUESTION = 4
"""How often in a row a caller answers the same question before giving up. Source: own choice; the line's own ladder
ends after two."""


MOST_PLACES = 4
"""Places in a list that a caller names: "the fourth"."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller says, and how it is meant."""

    text: str
    yes_to_read_back: bool = False
    """A clean yes to a change that was read back."""


class ScriptedCaller:
    """One call of one caller. The same script, seed and line give the same call."""

    def __init__(self, script: Script, seed: int = 0) -> None:
        self.script = script
        self.gave_up = ""
        """Why the caller hung up before the end of the script; empty where they did not."""
        self._words = Wording(script, seed)
        self._at = 0
        self._told = False
        """The wish at hand has been said."""
        self._turns = 0
        self._before = Asked.NOTHING
        self._in_a_row = 0
        self._corrected: Counter[str] = Counter()
        self._wrong = ""
        """What was wrong with the last read-back that was."""
        self._written = 0
        self.finished: list[int] = []
        """Places of wishes that the line has dealt with, whatever came of them."""
        self._answers: Mapping[Asked, Callable[[LineTurn], Said | None]] = {
            Asked.WISH: self._say_wish,
            Asked.ANYTHING_ELSE: self._next_wish,
            Asked.AGAIN: self._say_wish,
            Asked.ORDER_NUMBER: self._order_number,
            Asked.NAME: self._fact("name"),
            Asked.POSTCODE: self._fact("postcode"),
            Asked.EMAIL: self._fact("email"),
            Asked.PHONE_TAIL: self._fact("phone_tail"),
            Asked.CODE: self._fact("code"),
            Asked.NUMBER_RIGHT: self._number_right,
            Asked.WISH_RIGHT: self._wish_right,
            Asked.READ_BACK: self._read_back,
            Asked.ORDER: self._order,
            Asked.THING: self._thing,
            Asked.MORE_THINGS: lambda _: self._say("no_more_things"),
            Asked.INSTEAD: self._instead,
            Asked.OPTION: self._option,
            Asked.METHOD: self._method,
            Asked.REASON: self._reason,
            Asked.CONDITION: lambda _: self._say("condition"),
            Asked.QUANTITY: lambda _: self._say("quantity"),
            Asked.ADDRESS: lambda _: self._say("address" if self._wish and self._wish.place else "no_preference"),
            Asked.SLOT: self._detail,
            Asked.DETAIL: self._detail,
            Asked.OFFER: self._offer,
            Asked.NOTHING: lambda _: None,
        }

    @property
    def _wish(self) -> Wish | None:
        return self.script.wishes[self._at] if self._at < len(self.script.wishes) else None

    @property
    def done(self) -> bool:
        """Every wish has been dealt with."""
        return self._at >= len(self.script.wishes)

    def answer(self, turn: LineTurn) -> Said | None:
        """What the caller says now; None: they hang up."""
        self._turns += 1
        if turn.ended:
            return None
        if turn.handed_over:
            self._handed_over()
            return None
        what = asked(turn, self._before)
        self._in_a_row = self._in_a_row + 1 if what is self._before else 1
        self._before = what
        if self._turns > self.script.patience:
            return self._give_up("patience")
        if what is Asked.NOTHING:
            return self._give_up("silence")
        if self._in_a_row > SAME_QUESTION and what is not Asked.ANYTHING_ELSE:
            return self._give_up(f"asked {what.value} again and again")
        self._written += len(turn.did("Write"))
        return self._answers[what](turn)

    def _handed_over(self) -> None:
        """To a person: what the caller wanted, or the end of a call that failed."""
        if self._wish is not None and self._wish.task == "ask_for_person":
            self._over()
        elif not self.done:
            self.gave_up = "handed over to a person"

    def _over(self) -> None:
        self.finished.append(self._at)
        self._at += 1
        self._told = False

    def _give_up(self, why: str) -> Said | None:
        """Hang up, and remember why."""
        self.gave_up = why
        return None

    def _say(self, what: str, **more: str) -> Said:
        return Said(self._words.answer(what, self._wish, **more))

    def _say_wish(self, turn: LineTurn) -> Said | None:
        if self._wish is None:
            return self._say("goodbye")
        follows = self._at > 0 and not self._told
        self._told = True
        return Said(self._words.wish(self._wish, first=not follows))

    def _next_wish(self, turn: LineTurn) -> Said | None:
        """Anything else? The wish at hand is over, whatever came of it; unless it was never heard."""
        if self._told and self._wish is not None:
            refused = self._wish.if_refused
            self._over()
            if refused is Refusal.PERSON and not self._written:
                return self._say("person")
        return self._say_wish(turn)

    def _order_number(self, turn: LineTurn) -> Said:
        facts = self.script.facts
        number = facts.order_number or (
            self._wish.order.said if self._wish and self._wish.order and self._wish.order.known else ""
        )
        if number:
            return self._say("order_number") if facts.order_number else Said(number)
        if facts.email:
            return self._say("lacks_order_number_email")
        if facts.name and facts.postcode:
            return self._say("lacks_order_number_name")
        if facts.name and facts.phone:
            return self._say("lacks_order_number_phone")
        return self._say("lacks_order_number_nothing")

    def _fact(self, name: str) -> Callable[[LineTurn], Said]:
        """Answer with a fact, or say that it is not known and offer what is."""

        def answer(turn: LineTurn) -> Said:
            facts = self.script.facts
            known = {
                "name": facts.name,
                "postcode": facts.postcode,
                "email": facts.email,
                "phone_tail": facts.phone,
                "code": self._detail_of("code"),
            }
            if known[name]:
                return self._say(name, **({"code": known[name]} if name == "code" else {}))
            if facts.email:
                return self._say("lacks_give_email")
            if facts.name and (facts.postcode or facts.phone):
                return self._say("lacks_give_name")
            return self._say("lacks")

        return answer

    def _number_right(self, turn: LineTurn) -> Said:
        number = self.script.facts.order_number or (self._wish.order.number if self._wish and self._wish.order else "")
        digits = "".join(char for char in number if char.isdigit())
        return self._say("yes" if digits and digits[-4:] in turn.text else "no")

    def _wish_right(self, turn: LineTurn) -> Said:
        meant = turn.keys[-1].partition("confirm_")[2] if turn.keys else ""
        if self._wish is not None and meant and meant != self._wish.task:
            return self._say("correct", wish=self._words.wish(self._wish, first=True))
        return self._say("yes")

    def _read_back(self, turn: LineTurn) -> Said | None:
        wish = self._wish
        if wish is None:
            return self._say("no")
        wrong = mistake(turn.text, wish, self.script)
        if not wrong:
            return Said(self._words.answer("yes"), yes_to_read_back=True)
        self._corrected[wrong] += 1
        self._wrong = wrong
        if self._corrected[wrong] > 2:
            return self._give_up(f"the read-back has the wrong {wrong}")
        return self._say(f"correct_{wrong}")

    def _instead(self, turn: LineTurn) -> Said:
        """What should be different: what was wrong, else the whole wish again."""
        if self._wish is None:
            return self._say("give_up")
        return self._say(f"correct_{self._wrong}") if self._wrong else Said(self._words.wish(self._wish, first=True))

    def _order(self, turn: LineTurn) -> Said:
        """By its number where that is at hand or was offered, else by what is in it."""
        order = self._wish.order if self._wish else None
        if order is None:
            return self._say("no_preference")
        if order.known:
            return Said(order.said)
        if order.tail in turn.text:
            return self._say("order_tail")
        return self._say("order" if order.items or (self._wish and self._wish.things) else "order_lone")

    def _thing(self, turn: LineTurn) -> Said:
        """By name; all of what is offered where all are meant; the second time by its place in the list."""
        things = self._wish.things if self._wish else ()
        if not things:
            return self._say("no_preference")
        places = [place for place in (place_of(thing, turn.text) for thing in things) if place]
        if len(places) > 1:
            return self._say("all_of_them" if len(places) > 2 else "both")
        if places and self._in_a_row > 1:
            return self._say(f"place_{places[0]}" if places[0] <= MOST_PLACES else "thing")
        return self._say("thing")

    def _option(self, turn: LineTurn) -> Said:
        """The options wanted; the second time all of them. Asked of something else, the caller says so."""
        things = self._wish.things if self._wish else ()
        if not things:
            return self._say("no_preference")
        asked_of = [thing for thing in things if thing.name.lower() in turn.text.lower()]
        if not asked_of and self._in_a_row == 1 and "what_instead_of" in turn.keys[-1]:
            return self._say("correct_items")
        thing = next(iter(asked_of or things))
        options = thing.whole if self._in_a_row > 1 else thing.to
        words = self._words.to(thing, options or thing.whole)
        return Said(words or self._words.answer("no_preference"))

    def _method(self, turn: LineTurn) -> Said:
        return self._say("method" if self._wish and self._wish.method else "no_preference")

    def _reason(self, turn: LineTurn) -> Said:
        return self._say("reason")

    def _detail(self, turn: LineTurn) -> Said:
        """By the last part of the wording key, then by what the wish holds."""
        name = turn.keys[-1].partition(".")[2] if turn.keys else ""
        answer = next((text for key, text in (self._wish.answers if self._wish else {}).items() if key in name), "")
        return Said(answer) if answer else self._say("no_preference")

    def _detail_of(self, name: str) -> str:
        return self._wish.answers.get(name, "") if self._wish else ""

    def _offer(self, turn: LineTurn) -> Said:
        """Shall I …? No, unless the wish says to take what is offered."""
        name = turn.keys[-1] if turn.keys else ""
        answer = next((text for key, text in (self._wish.answers if self._wish else {}).items() if key in name), "")
        if answer:
            return Said(answer)
        accepts = self._wish is not None and self._wish.if_refused is Refusal.ACCEPT
        return self._say("yes" if accepts else "no_offer")
