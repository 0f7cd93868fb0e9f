"""A FastAPI route that does nothing."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/nothing")
async def nothing() -> dict[str, str]:
    """A small object."""
    return {"status": "alive"}
