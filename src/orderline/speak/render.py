"""From `Say` to sentences: the wording chosen, its slots filled, in the form shown and the form spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, tzinfo

from orderline.errors import ConfigurationError
from orderline.events.decision import Say
from orderline.events.reply import Reply, Sentence
from orderline.orders.identifiers import Language
from orderline.speak.forms import When
from orderline.speak.wording.catalogue import Catalogue, Wording


def render(
    says: Sequence[Say],
    *,
    language: Language,
    today: date,
    timezone: tzinfo,
    said: Mapping[str, int],
    catalogue: Catalogue,
) -> Reply:
    """One turn of the line in `language`; the same arguments always give the same reply.

    Args:
        says: what to say, in order; a text of several sentences becomes several sentences of the reply.
        language: of the reply.
        today: the local day of the call; "today" and "on Tuesday" are measured from it.
        timezone: the shop's; decides the local day and hour of every moment.
        said: how many times each key was said earlier in this call (`Say`s, not sentences); variants take turns by it.
        catalogue: the wording.

    Raises:
        ConfigurationError: a key without wording, or a slot without a value; names key, slot and language.
    """
    when = When(today, timezone)
    times: Counter[str] = Counter()
    sentences: list[Sentence] = []
    for say in says:
        wording = catalogue.wording(say.key, language)
        sentences.extend(_sentences(say, wording, when, said.get(say.key, 0) + times[say.key]))
        times[say.key] += 1
    return Reply(language, tuple(sentences))


def _sentences(say: Say, wording: Wording, when: When, times_said: int) -> Iterator[Sentence]:
    template = wording.choose(say.values, times_said)
    if missing := wording.needed(template) - say.values.keys():
        slots = ", ".join(f"{{{slot}}}" for slot in sorted(missing))
        raise ConfigurationError(
            f"The wording {say.key!r} in language {wording.language!r} needs a value for {slots}.",
            "The line cannot say this sentence.",
            f"Correct wording/{wording.file}, line {wording.line}, or give the value in the task.",
        )
    must_hear = say.must_hear or wording.must_hear
    for sentence in template.sentences:
        filled = sentence.fill(say.values, wording.language, when)
        yield Sentence(say.key, filled.shown, filled.spoken, must_hear)


def fixed_sentences(catalogue: Catalogue) -> list[tuple[str, Language]]:
    """The spoken form of every sentence without slots, each once: what can be spoken before anybody calls."""
    found: dict[tuple[str, Language], None] = {}
    for wording in catalogue.wordings.values():
        for template in wording.templates:
            for sentence in template.sentences:
                if (spoken := sentence.fixed) is not None:
                    found[spoken, wording.language] = None
    return list(found)
