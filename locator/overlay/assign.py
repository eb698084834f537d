"""Who goes where at the least cost: two small solvers for laying out labels."""

from __future__ import annotations

import numpy as np

from locator.geometry import Array


def best_match(cost: Array) -> tuple[int, ...]:
    """For each of n rows its column out of m >= n, each column once, the sum of (n, m) costs least.

    The Hungarian method with potentials and shortest augmenting paths (Kuhn 1955, Munkres 1957): n steps of O(n m).
    Straight lines matched by least length never cross, which is what it is here for.
    """
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    holder = np.zeros(columns + 1, dtype=int)  # row (from 1) that holds a column (from 1); 0: nobody
    for row in range(1, rows + 1):
        holder[0], column = row, 0
        slack, came_from = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=int)
        seen = np.zeros(columns + 1, dtype=bool)
        while holder[column]:
            seen[column] = True
            reduced = cost[holder[column] - 1] - row_price[holder[column]] - column_price[1:]
            better = np.concatenate(([False], (reduced < slack[1:]) & ~seen[1:]))
            slack[better], came_from[better] = reduced[better[1:]], column
            nearest = int(np.argmin(np.where(seen, np.inf, slack)[1:])) + 1
            step = slack[nearest]
            row_price[holder[seen]] += step
            column_price[seen] -= step
            slack[~seen] -= step
            column = nearest
        while column:
            holder[column] = holder[came_from[column]]
            column = int(came_from[column])
    match = [0] * rows
    for column in range(1, columns + 1):
        if holder[column]:
            match[holder[column] - 1] = column - 1
    return tuple(match)


def spaced(wished: Array, places: Array, free: Array, apart: int) -> Array | None:
    """Of evenly spaced `places` (m,) one for each of `wished` (n,), in order and at least `apart` steps from the last.

    The sum of squared distances is least; places where `free` is 0 are not used.  None when there is no room.
    """
    count, steps = len(wished), len(places)
    if count == 0:
        return np.zeros(0)
    if (count - 1) * apart >= steps:
        return None
    taken = np.where(free > 0, 0.0, np.inf)
    best = np.full((count, steps), np.inf)
    best[0] = (places - wished[0]) ** 2 + taken
    for i in range(1, count):
        reach = np.minimum.accumulate(best[i - 1])
        best[i, apart:] = reach[: steps - apart] + ((places - wished[i]) ** 2 + taken)[apart:]
    if not np.isfinite(best[-1].min()):
        return None
    chosen = np.zeros(count, dtype=int)
    limit = steps
    for i in range(count - 1, -1, -1):
        chosen[i] = int(np.argmin(best[i, :limit]))
        limit = chosen[i] - apart + 1
    result: Array = places[chosen]
    return result
