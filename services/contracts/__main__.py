"""python -m services.contracts serve | migrate | rebuild [view] | verify"""

from shared.collector import hold

hold()  # before what is imported next: most of what a start makes is made by importing

from services.contracts.app import build, card  # noqa: E402
from shared.serving import run  # noqa: E402

run(card, build)
