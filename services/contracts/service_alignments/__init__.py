"""How far services are organised by localities, per service, provider and locality, on evidence (R51)."""
