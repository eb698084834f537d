"""What people see and touch: the command, the pages, the live view."""

import os

# Our matrices are small: waking threads for them costs more than they save, a third of a live frame's processor time.
# It has to be said before numpy is loaded, however the product is started.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
