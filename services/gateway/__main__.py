"""python -m services.gateway serve | migrate | rebuild"""

from services.gateway.app import build, card
from services.gateway.rebuild import rebuild_command
from shared.serving import run

run(card, build, rebuild_command)
