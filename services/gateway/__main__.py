"""python -m services.gateway serve | migrate | rebuild | verify"""

from services.gateway.app import build, card
from services.gateway.rebuild import rebuild_command
from services.gateway.verify import verify_gateway
from shared.serving import run

run(card, build, rebuild_command, verify_gateway)
