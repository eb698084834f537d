"""The toolkit kept from asking the outside world anything."""

from __future__ import annotations

from streamlit import net_util


def hush() -> None:
    """Never look up this machine's public address.

    Streamlit does so at an outside service when a page of an unknown origin knocks (`is_url_from_allowed_origins`), and
    no option prevents it.  Without an answer the unknown origin is refused, which is what we want.
    """
    net_util.get_external_ip = _nowhere


def _nowhere() -> None:
    return None
