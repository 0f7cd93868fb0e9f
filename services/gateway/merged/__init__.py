"""One OpenAPI document and one page for the whole API: the gateway's own routes and those of the services behind it."""
