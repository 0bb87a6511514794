"""Calculates the measures of an item history anew, from its table alone, and compares them with flowglass's.

    flowglass history items.csv --json | python3 recalculate.py items.csv

Reads both layouts: `id,start,end[,class]`, and a board with one column per step. Written from the definitions, not from
flowglass's code: per item plain sums and sorted lists, no blocks and no cumulative lines. Whatever is a whole number of
milliseconds, and every quotient of two such numbers, must agree to the last digit; a standard deviation, whose sum can be
taken in any order, to 12 digits. Ends with 1 and says what differs. Standard library only.
"""

import csv
import json
import math
import re
import sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction

DAY = 86_400_000
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z)?)?$")


def moment(text):
    """(milliseconds since 1970, whether it is a bare date), or None if it is no ISO moment."""
    found = MOMENT.match(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, _ = found.groups()
    try:
        at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), 0, timezone.utc)
    except ValueError:
        return None
    ms = (at - EPOCH) // timedelta(milliseconds=1) + int(((fraction or "") + "000")[:3])
    return ms, hour is None


def columns_of_dates(rows):
    """The columns in which every field that is not empty is a moment, and one at least is."""
    def is_dated(column):
        fields = [row[column] for row in rows if column < len(row) and row[column].strip()]
        return fields and all(moment(field) for field in fields)

    return [column for column in range(max(map(len, rows))) if is_dated(column)]


def items_of(path):
    """Start and end of every item [ms since 1970], the end None while it is open; and the times of its moves between
    steps. Rows without a start, or which end before it, are no items: their number."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        _, *rows = [row for row in csv.reader(file) if any(field.strip() for field in row)]
    dated = columns_of_dates(rows)
    items, skipped = [], 0
    for row in rows:
        dates = [moment(row[column]) if column < len(row) else None for column in dated]
        # A bare date on the day of the one before it took no time.
        known, previous = [], None
        for date in dates:
            if date is not None:
                ms, is_bare = date
                if is_bare and previous is not None and ms == previous // DAY * DAY:
                    ms = previous
                previous = ms
                known.append(ms)
            else:
                known.append(None)
        *steps, end = known if len(dated) > 1 else known + [None]
        begun = [step for step in steps if step is not None]
        if (not begun and (end is None or len(dated) < 3)) or (end is not None and begun and end < min(begun)):
            skipped += 1
            continue
        # Who has reached a step has reached those before it.
        reached = [min(date for date in known[at:] if date is not None)
                   for at, step in enumerate(steps) if step is not None]
        items.append((min(reached, default=end), end, reached[1:]))
    return items, skipped


def spread(times):
    """Mean, standard deviation and nearest ranks of times [ms], in days."""
    if not times:
        return None
    times, count = sorted(times), len(times)
    mean = sum(times) / count
    exact = Fraction(sum(times), count)
    squares = sum((time - exact) ** 2 for time in times)
    sd = math.sqrt(squares / (count - 1)) if count > 1 else 0.0
    rank = lambda percent: times[math.ceil(Fraction(percent * count, 100)) - 1] / DAY
    return {
        "count": count, "mean": mean / DAY, "sd": sd / DAY, "least": times[0] / DAY, "most": times[-1] / DAY,
        "p50": rank(50), "p70": rank(70), "p85": rank(85), "p95": rank(95),
    }


def measures(path):
    items, skipped = items_of(path)
    moments = [at for start, end, moves in items for at in [start, end, *moves] if at is not None]
    # Time 0 is the start of the day of the first event; a window counts what happens after its start.
    origin = min(moments) // DAY * DAY
    now = max(moments) - origin
    items = [(start - origin, None if end is None else end - origin, [at - origin for at in moves])
             for start, end, moves in items]
    ended = [(start, end) for start, end, _ in items if end is not None and end > 0]
    still = [start for start, end, _ in items if end is None]
    moves = sum(at > 0 for _, _, moves in items for at in moves)
    started = sum(start > 0 for start, _, _ in items)
    area = sum((now if end is None else end) - start for start, end, _ in items)
    cycle = [end - start for start, end in ended]
    per_tick = len(ended) / now
    return {
        "items": len(items), "open": len(still), "skipped": skipped, "unit": "day", "window": [0.0, now / DAY],
        "arrived": started, "released": started, "delivered": len(ended), "throughput": per_tick * DAY,
        "wip": area / now, "wip_now": len(still), "backlog_now": 0, "turned_away": 0, "cancelled": 0,
        "cycle_time": spread(cycle), "lead_time": spread(cycle), "age": spread([now - start for start in still]),
        "unfinished": len(still) / len(items), "moves_back": 0.0 if moves else None, "flow_efficiency": None,
        "little_residual": area / now - per_tick * (sum(cycle) / len(cycle)) if cycle else None,
    }


def differences(ours, theirs, place=""):
    """Every number of ours that theirs have differently, and how many there are."""
    if isinstance(ours, dict):
        pairs = [(ours[key], (theirs or {}).get(key, "missing"), f"{place}.{key}") for key in ours]
    elif isinstance(ours, list):
        pairs = [(one, other, f"{place}[{at}]") for at, (one, other) in enumerate(zip(ours, theirs))]
    else:
        is_number = isinstance(ours, (int, float)) and isinstance(theirs, (int, float))
        is_close = is_number and place.endswith("sd") and math.isclose(ours, theirs, rel_tol=1e-12)
        same = ours == theirs or is_close
        return ([] if same else [f"{place[1:]}: recalculated {ours!r}, flowglass says {theirs!r}"]), 1
    found, count = [], 0
    for one, other, where in pairs:
        more, counted = differences(one, other, where)
        found, count = found + more, count + counted
    return found, count


def main(path):
    found, count = differences(measures(path), json.load(sys.stdin))
    print("\n".join(found) if found else f"{path}: all {count} numbers agree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
