"""python -m services.gateway serve | migrate | rebuild | verify"""

from shared.collector import hold

hold()  # before what is imported next: most of what a start makes is made by importing

from services.gateway.app import build, card  # noqa: E402
from services.gateway.rebuild import rebuild_command  # noqa: E402
from services.gateway.verify import verify_gateway  # noqa: E402
from shared.serving import run  # noqa: E402

run(card, build, rebuild_command, verify_gateway)
