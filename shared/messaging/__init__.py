"""Events on their way: the relay to Kafka, and the consumers that apply each one exactly once and in order."""
