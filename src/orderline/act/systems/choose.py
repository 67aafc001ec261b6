"""Which adapter each outside system got: REST where the settings give an address, else the simulator."""

from __future__ import annotations

from sqlalchemy import Engine

from orderline.act.systems.port import SYSTEMS, OutsideSystem
from orderline.act.systems.rest import RestSystem
from orderline.act.systems.simulator import SimulatedSystem
from orderline.clock import Clock
from orderline.errors import ConfigurationError
from orderline.settings import SystemsSettings


def choose_systems(settings: SystemsSettings, engine: Engine, clock: Clock) -> dict[str, OutsideSystem]:
    """Every system of `port.SYSTEMS`, by name. Raises ConfigurationError where an address has no secret."""
    addresses = {name: getattr(settings, f"{name}_url") for name in SYSTEMS}
    if any(addresses.values()) and not settings.secret:
        raise ConfigurationError(
            "An outside system has an address, and `systems.secret` is empty.",
            "Nobody could tell our messages from forged ones.",
            "Set `systems.secret` to a long random text that the system knows too.",
        )
    return {
        name: RestSystem(address, settings.secret, clock, settings.timeout_s)
        if address
        else SimulatedSystem(engine, clock)
        for name, address in addresses.items()
    }
