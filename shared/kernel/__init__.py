"""Pure building blocks: messages, deciders, refusals, money, dates, organisations. No I/O, no clock."""
