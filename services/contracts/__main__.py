"""python -m services.contracts serve | migrate | rebuild [view] | verify"""

from services.contracts.app import build, card
from shared.serving import run

run(card, build)
