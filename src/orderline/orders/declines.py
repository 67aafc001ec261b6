"""Why a payment was declined: a table of providers' codes. A code that is not here is unknown, and is said so."""

from __future__ import annotations

from collections.abc import Mapping

from orderline.orders.order import Text

_BALANCE = Text("there was not enough on the account", "账户余额不足")
_LIMIT = Text("it was over the bank's limit", "超过了银行卡限额")
_OFTEN = Text("the card was used too often for one day", "当天交易次数超过了限制")
_EXPIRED = Text("the card has expired", "银行卡已过期")
_RISK = Text("the bank stopped it as a precaution", "被银行风控拦截了")
_CARD = Text("the card cannot be used for this", "这张卡不支持该交易")
_DOWN = Text("the bank could not be reached", "银行系统暂时没有响应")

CAUSES: Mapping[str, Text] = {
    "51": _BALANCE,
    "61": _LIMIT,
    "65": _OFTEN,
    "54": _EXPIRED,
    "33": _EXPIRED,
    "59": _RISK,
    "63": _RISK,
    "14": _CARD,
    "57": _CARD,
    "62": _CARD,
    "91": _DOWN,
    "96": _DOWN,
    "insufficient_funds": _BALANCE,
    "card_velocity_exceeded": _OFTEN,
    "expired_card": _EXPIRED,
    "NOTENOUGH": _BALANCE,
    "SYSTEMERROR": _DOWN,
    "ACQ.BUYER_BALANCE_NOT_ENOUGH": _BALANCE,
    "ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH": _BALANCE,
    "ACQ.SYSTEM_ERROR": _DOWN,
}
"""Numbers: ISO 8583 field 39. Words: Stripe decline codes. Capitals: WeChat Pay; with `ACQ.`: Alipay. 05, "do not
honour", is left out: with it a bank gives no reason. Kinds of causes: reference/mission M28."""


def cause_of(code: str | None) -> Text | None:
    """The cause behind a provider's code; None: it gives none that is known."""
    return CAUSES.get(code) if code is not None else None
