"""What the law would say of routes, modifications and standstills: pure, configured by date, decision support (R12).

Every figure and date of the law stands in a CSV file beside it, with its source: `thresholds.csv` (pence), `shares.csv`
(basis points), `periods.csv` (days), `commencements.csv`, `psr_schedule_1.csv`, `light_touch.csv`. Each line holds from
its `from` on; next year's figure is one more line.
"""
