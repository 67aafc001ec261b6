"""From which confidence on the line acts, asks, or asks again: computed from what mistakes cost (`costs.yaml`).

With the probability p that the wish is right, and costs q (a question), r (saying it again) and w (acting on the wrong
one): acting costs (1-p)w, asking "is that right?" costs q + (1-p)r, asking anew costs r. The cheapest is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from orderline.errors import ConfigurationError

PACKAGED = Path(__file__).parent / "costs.yaml"


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of a caller's time."""

    question: float
    said_again: float
    wrong_answer: float
    wrong_change: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidences in [0, 1]."""

    read_at: float
    """From here on a question about an order is answered at once."""
    change_at: float
    """From here on a change is taken up at once; it is read back before anything is done."""
    confirm_at: float
    """From here on the line asks whether it is right; under it, what is wanted."""


def load_costs(file: Path = PACKAGED) -> Costs:
    """Read the costs.

    Raises:
        ConfigurationError: a cost is missing, is no number, or is not above the one before it.
    """
    said = yaml.safe_load(file.read_text("utf-8"))
    try:
        costs = Costs(**{name: float(value) for name, value in said.items()})
    except (TypeError, ValueError, AttributeError) as fault:
        raise ConfigurationError(f"{file.name} does not give the four costs as numbers.") from fault
    if not 0 < costs.question < costs.said_again < costs.wrong_answer <= costs.wrong_change:
        raise ConfigurationError(f"The costs in {file.name} do not rise from a question to a wrong change.")
    return costs


def thresholds(costs: Costs) -> Thresholds:
    """The confidences at which the next dearer thing to get wrong becomes the cheaper one to do."""
    confirm_at = costs.question / costs.said_again
    return Thresholds(
        read_at=round(max(_act_at(costs, costs.wrong_answer), confirm_at), 3),
        change_at=round(max(_act_at(costs, costs.wrong_change), confirm_at), 3),
        confirm_at=round(confirm_at, 3),
    )


def _act_at(costs: Costs, wrong: float) -> float:
    return 1.0 - costs.question / (wrong - costs.said_again)
