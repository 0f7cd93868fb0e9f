"""A service as the supervisor sees one: `stand_in.py <service> serve|migrate`; obeys the files in $STAND_IN_DIR.

`<service>.refuse` makes it end at once with a message, `<service>.deaf` makes it ignore SIGTERM.
"""

import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

OVERVIEW = b"""{
  "as_of": "2026-11-21T20:00:00Z", "partial": false, "gaps": [], "pools": [], "referrals": [], "sources": {},
  "contracts": {"by_status": {}, "by_finding": {}, "in_force_value_pence": 123456, "expiring_within": {},
                "expiring_without_plan": {}},
  "procurements": {"by_stage": {}, "next": []}, "programmes": {"by_rag": {}, "milestones_overdue": 0},
  "assurance": {"by_stage": {}, "conditions_open": 0, "conditions_overdue": 0},
  "challenges": {"open": 0, "overdue": 0}, "outcomes": []
}"""


class Answers(BaseHTTPRequestHandler):
    """Ready, and an overview."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(OVERVIEW)


def main(service: str, action: str) -> None:
    """Behave as the files say."""
    orders = Path(os.environ["STAND_IN_DIR"])
    if (orders / f"{service}.refuse").exists():
        sys.exit(f"{service} was told to refuse")
    if action == "migrate":
        return
    if (orders / f"{service}.deaf").exists():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    HTTPServer(("127.0.0.1", int(os.environ[f"{service.upper()}_PORT"])), Answers).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
