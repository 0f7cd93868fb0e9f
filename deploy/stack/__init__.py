"""The embedded stack: PostgreSQL, a Kafka-compatible broker and the four services as child processes on one machine."""
