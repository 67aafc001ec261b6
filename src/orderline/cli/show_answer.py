"""What `orderline chat` prints for people."""

from __future__ import annotations

import sys
from datetime import UTC

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from orderline.channels.text.door import COMMANDS, Answer
from orderline.orders.card import OrderCard, order_card
from orderline.orders.identifiers import CallId, Language


class AnswerPrinter:
    """Prints a call to a terminal, or plainly into a pipe."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._errors = Console(stderr=True, highlight=False)
        self._prompts = sys.stdin.isatty() and sys.stdout.isatty()

    def begin(self, call_id: CallId) -> None:
        """Say how to talk to the line, on standard error."""
        self._note(f"Call {call_id}. Type what you would say; an empty line is silence, Ctrl-D hangs up.")
        self._note(f"{COMMANDS}.")

    def show(self, answer: Answer) -> None:
        """One answer: the words, the order's card, and what there is to know beside them."""
        if answer.turn is not None and answer.turn.reply.text:
            words = Text.assemble(("line  ", "bold cyan"), answer.turn.reply.text)
            self._console.print(words, soft_wrap=True)
        if answer.turn is not None and answer.turn.shown:
            self._console.print(_panel(order_card(answer.turn.shown[0]), answer.turn.reply.language))
        for note in answer.notes:
            self._note(note)
        if answer.ended:
            self._note("The line has hung up.")
        elif self._prompts:
            self._console.print(Text("you   ", style="bold green"), end="")
        self._console.file.flush()

    def _note(self, note: str) -> None:
        self._errors.print(Text(note, style="dim"), soft_wrap=True)


def _panel(card: OrderCard, language: Language) -> Panel:
    """The order's card: state, what is in it, how far it came."""
    lines = [Text(card.state_text.to(language), style="bold")]
    for item in card.items:
        lines.append(Text(f"{item.quantity} x {item.name.to(language)} {item.options}".rstrip()))
    for step in card.steps:
        mark, when = ("●" if step.done else "○"), f"{step.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if step.at else ""
        lines.append(Text(f"{mark} {step.text.to(language)}  {when}".rstrip(), style="" if step.done else "dim"))
    if card.carrier is not None:
        lines.append(Text(card.carrier.to(language)))
    if card.last_scan is not None:
        lines.append(Text(f"{card.last_scan.place.to(language)}, {card.last_scan.at:%Y-%m-%d %H:%M} UTC"))
    if card.expected_on is not None:
        lines.append(Text(f"→ {card.expected_on}"))
    return Panel(Text("\n").join(lines), title=f"•• {card.number_tail}", expand=False)
