from __future__ import annotations

import pytest
from typer.testing import CliRunner

from orderline.cli.app import app
from orderline.cli.db import db_app
from orderline.cli.shop import shop_app
from orderline.errors import OrderlineError

pytestmark = pytest.mark.contract


def test_the_groups_are_registered() -> None:
    assert {group.typer_instance for group in app.registered_groups} >= {db_app, shop_app}


def test_upgrade_demo_and_show_work_one_after_the_other(empty_url: str) -> None:
    runner = CliRunner()
    upgraded = runner.invoke(app, ["db", "upgrade", "--database", empty_url])
    made = runner.invoke(app, ["shop", "create-demo", "--database", empty_url])
    again = runner.invoke(app, ["shop", "create-demo", "--database", empty_url])
    shown = runner.invoke(app, ["shop", "show", "204821", "--database", empty_url])
    assert [result.exit_code for result in (upgraded, made, again, shown)] == [0, 0, 0, 0]
    assert "is at revision" in upgraded.output
    assert made.output.startswith("Made")
    assert again.output.startswith("Already there")
    assert "••4821" in shown.output
    assert "204821" not in shown.output
    assert "electric kettle" in shown.output


def test_an_order_that_is_not_there_is_told_masked(url: str) -> None:
    result = CliRunner().invoke(app, ["shop", "show", "999123", "--database", url])
    assert isinstance(result.exception, OrderlineError)
    assert "999123" not in str(result.exception)
    assert "9123" in str(result.exception)
