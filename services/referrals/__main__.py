"""python -m services.referrals serve | migrate | rebuild [view] | verify"""

from services.referrals.app import build, card
from shared.serving import run

run(card, build)
