"""Faults, told to the person who can do something about them. A refusal is never one of these: it is a value."""

from __future__ import annotations


class OrderlineError(Exception):
    """A fault: what happened, what it means, and what to do.

    Subclasses set `status`, the exit status of a command that ends with this error (1…125).
    """

    status = 1

    def __init__(self, what: str, means: str = "", do: str = "") -> None:
        super().__init__(" ".join(part for part in (what, means, do) if part))
        self.what = what
        """What happened, one sentence."""
        self.means = means
        """What no longer works because of it; empty where `what` says it all."""
        self.do = do
        """What the reader can do about it; empty where nothing can be done."""


class ConfigurationError(OrderlineError):
    """A setting, voice, policy or wording file says something that cannot be."""

    status = 2


class EngineUnavailable(OrderlineError):
    """A recogniser, synthesiser or detector cannot be loaded or has stopped answering."""


class EngineBusy(OrderlineError):
    """Every worker of an engine is taken and the wait for one reached its deadline."""


class StoreUnavailable(OrderlineError):
    """The database does not answer, or stays locked past its deadline. Nothing was written."""


class HubUnreachable(OrderlineError):
    """A model hub cannot be reached. The line runs without it."""


class BadAudio(OrderlineError):
    """A sound file that is not one, or of a kind that cannot be read."""


class CallRefused(OrderlineError):
    """A call cannot be placed or taken: the line is full, the offer is bad, the token is not good."""


class ModelFileBad(OrderlineError):
    """A model file that the hub does not have, that is not what it should be, or that cannot be written."""
