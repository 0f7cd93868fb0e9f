"""What the containers of docker-compose.yml run beside the services: secrets, databases and the health check."""
