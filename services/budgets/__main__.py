"""python -m services.budgets serve | migrate | rebuild [view] | verify"""

from services.budgets.app import build, card
from shared.serving import run

run(card, build)
