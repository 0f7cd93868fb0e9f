"""What the kernel and the services cost, measured side by side with what else one could have taken: `make bench`."""
