import os

# Must stand before numpy is loaded: on matrices as small as a sentence's, its threads only wait for each other and make
# reading three times as dear in CPU time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
