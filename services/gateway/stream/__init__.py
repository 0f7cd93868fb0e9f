"""What happens in the alliance, as it happens: server-sent events, resumed where they broke off."""
