"""What is logged says where something failed and never what somebody sent."""

import json
import subprocess
import sys

import pytest

NUMBER = "9990000018"
BEGINS = f"""
import asyncio, logging, sys
import structlog
from shared.logs import configure_logs

def failing():
    raise ValueError("no such person: {NUMBER}")

configure_logs("contracts", "info")
"""
OF_A_LIBRARY = """
try:
    failing()
except ValueError:
    caught = sys.exc_info()
logging.getLogger("kafka").error("Task failed\\nfuture: %s", caught[1], exc_info=caught)
"""
NOBODY_WAITED_FOR = """
async def main():
    async def forgotten():
        failing()
    task = asyncio.create_task(forgotten())
    await asyncio.wait([task])
asyncio.run(main())
"""
OF_OURS = """
try:
    failing()
except ValueError as failure:
    structlog.get_logger().warning("job failed", job="one", exc_info=failure)
"""


@pytest.mark.parametrize(
    ("failing", "event"),
    [
        (OF_A_LIBRARY, "Task failed"),
        (NOBODY_WAITED_FOR, "Task exception was never retrieved"),
        (OF_OURS, "job failed"),
    ],
)
def test_a_failure_is_named_with_its_place_and_without_its_text(failing: str, event: str) -> None:
    run = subprocess.run([sys.executable, "-c", BEGINS + failing], capture_output=True, text=True, check=True)  # noqa: S603  # our own words
    assert (NUMBER in run.stdout, run.stderr) == (False, "")
    line = json.loads(run.stdout)
    assert (line["service"], line["event"], line["failure"]) == ("contracts", event, "ValueError")
    assert line["at"][-1].endswith(" failing")
