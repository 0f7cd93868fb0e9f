"""Who writes through the gateway and then reads the alliance's figures sees the write."""
