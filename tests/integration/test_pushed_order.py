"""An order pushed a second ago is found by the caller's next sentence: the API and the text door on one database."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from tests.contract.store.api_client import an_order
from tests.understanding import share_trained

from orderline.act.policies import LivePolicies
from orderline.bootstrap import load_settings, open_conversations
from orderline.channels.api.app import create_api
from orderline.channels.api.parts import ApiParts
from orderline.channels.text.door import TextDoor
from orderline.channels.text.typed import TypedLine
from orderline.orders.identifiers import CallId, ShopId
from orderline.settings import LineSettings
from orderline.store.repositories.api_keys import Scope, create_key

pytestmark = pytest.mark.integration
SHOP = ShopId("demo")


async def test_an_order_pushed_during_the_call_is_found_by_the_next_sentence(tmp_path: Path) -> None:
    settings = load_settings(database=f"sqlite:///{tmp_path / 'shop.db'}")
    share_trained(tmp_path)
    settings = settings.model_copy(update={"line": LineSettings(data_dir=tmp_path)})
    async with open_conversations(settings, demo=True) as line:
        async with line.database.writing() as session:
            key = await create_key(session, SHOP, "erp", [Scope.PUSH], 600, line.clock.now())
        app = create_api(ApiParts(line.database, line.clock, LivePolicies(), SHOP, ""))
        conversation = line.conversation(CallId("a-call-of-the-test"), "en")
        door = TextDoor(conversation, "en", line.clock, 8.0)
        try:
            await door.open()
            await door.take(TypedLine("where is my order 558341"))
            missing = await door.take(TypedLine("0147"))
            assert missing.turn is not None
            assert not missing.turn.shown
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://api") as client:
                pushed = await client.post(
                    "/push/orders",
                    json=[an_order("558341")],
                    headers={"authorization": f"Bearer {key.token}"},
                )
            assert pushed.status_code == 200, pushed.text
            await door.take(TypedLine("where is my order 558341"))
            found = await door.take(TypedLine("0147"))
            assert found.turn is not None
            assert [order.number for order in found.turn.shown] == ["558341"]
            assert "8341" in found.turn.reply.text
        finally:
            conversation.close()
