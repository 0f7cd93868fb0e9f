"""A FastAPI route with one INSERT by asyncpg, and nothing else."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID, uuid4

import asyncpg
from fastapi import FastAPI, Request
from pydantic import BaseModel

TABLE = """
CREATE TABLE IF NOT EXISTS raw_contract (
    contract_id uuid PRIMARY KEY, ref text UNIQUE, title text, starts date, ends date, value_pence bigint)
"""
INSERT = "INSERT INTO raw_contract VALUES ($1, $2, $3, $4, $5, $6)"


class ContractCreate(BaseModel):
    """What is sent."""

    ref: str
    title: str
    start: date
    end: date
    original_lifetime_value_pence: int


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """The pool, and the table."""
    async with asyncpg.create_pool(os.environ["BASELINE_DATABASE_URL"], min_size=16, max_size=16) as pool:
        await pool.execute(TABLE)
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/contracts", status_code=201)
async def register_contract(sent: ContractCreate, request: Request) -> dict[str, UUID]:
    """Insert one row."""
    contract_id = uuid4()
    await request.app.state.pool.execute(
        INSERT, contract_id, sent.ref, sent.title, sent.start, sent.end, sent.original_lifetime_value_pence
    )
    return {"contract_id": contract_id}
