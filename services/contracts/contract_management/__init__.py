"""Contract management in life: dialogue goes on, silence is noticed, reviews are held and acted on (R18).

Beside what every room has: `figures.py` (after how many days silence is noticed, from figures.csv).
"""
