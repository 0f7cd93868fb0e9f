"""FastAPI and SQLModel on SQLAlchemy's asyncio: a session per request, a table, one model in and one out.

With synchronous sessions in threads, as the tutorial begins, it is slower.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import SQLModel

from tests.benchmarks.baselines.models import Contract, ContractCreate, ContractPublic

engine = create_async_engine(os.environ["BASELINE_DATABASE_URL"].replace("://", "+asyncpg://"), pool_size=16)
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def session() -> AsyncIterator[AsyncSession]:
    """One per request."""
    async with sessions() as opened:
        yield opened


SessionDep = Annotated[AsyncSession, Depends(session)]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Make the table."""
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/contracts", response_model=ContractPublic, status_code=201)
async def register_contract(sent: ContractCreate, session: SessionDep) -> Contract:
    """Insert one row."""
    contract = Contract.model_validate(sent)
    session.add(contract)
    await session.commit()
    return contract


@app.get("/contracts/{contract_id}", response_model=ContractPublic)
async def read_contract(contract_id: UUID, session: SessionDep) -> Contract:
    """Read one row."""
    contract = await session.get(Contract, contract_id)
    if contract is None:
        raise HTTPException(404)
    return contract
