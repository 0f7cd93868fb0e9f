"""FastAPI and SQLModel as SQLModel's tutorial shows them: a session per request, a table, one model in and one out."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException
from sqlmodel import Session, SQLModel, create_engine

from tests.benchmarks.baselines.models import Contract, ContractCreate, ContractPublic

# Each thread of FastAPI's pool finds a connection waiting.
engine = create_engine(os.environ["BASELINE_DATABASE_URL"].replace("://", "+psycopg://"), pool_size=40)


def session() -> Iterator[Session]:
    """One per request."""
    with Session(engine) as opened:
        yield opened


SessionDep = Annotated[Session, Depends(session)]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Make the table."""
    SQLModel.metadata.create_all(engine)
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/contracts", response_model=ContractPublic, status_code=201)
def register_contract(sent: ContractCreate, session: SessionDep) -> Contract:
    """Insert one row."""
    contract = Contract.model_validate(sent)
    session.add(contract)
    session.commit()
    session.refresh(contract)
    return contract


@app.get("/contracts/{contract_id}", response_model=ContractPublic)
def read_contract(contract_id: UUID, session: SessionDep) -> Contract:
    """Read one row."""
    contract = session.get(Contract, contract_id)
    if contract is None:
        raise HTTPException(404)
    return contract
