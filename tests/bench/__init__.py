"""How fast it is: every figure beside a floor measured in the same run, and the target beside both. `make bench`.

BENCH_ROWS=200000 is the quick mode: a tenth of the marks in every table. All of it takes ten minutes.
"""
