"""The contract of the plain programs: what is sent, kept and answered."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class ContractBase(SQLModel):
    """What both ways have in common."""

    ref: str = Field(unique=True)
    title: str
    start: date
    end: date
    original_lifetime_value_pence: int = Field(sa_type=BigInteger)


class Contract(ContractBase, table=True):
    """What is kept."""

    contract_id: UUID = Field(default_factory=uuid4, primary_key=True)


class ContractCreate(ContractBase):
    """What is sent."""


class ContractPublic(ContractBase):
    """What is answered."""

    contract_id: UUID
