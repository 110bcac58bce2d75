"""Rounds of measurements in turns, for as long as there is time."""
import sys, time


def rounds(count, minutes=None):
    """The numbers of the rounds, from 0: `count` of them, or those that are likely to end within so many minutes; the first
    one always."""
    begin = last = time.monotonic()
    longest = 0.0
    for turn in range(count):
        yield turn
        now = time.monotonic()
        longest, last = max(longest, now - last), now
        if turn + 1 < count and minutes is not None and now - begin + longest > 60 * minutes:
            print(f"no time for more than {turn + 1} of {count} rounds", file=sys.stderr, flush=True)
            return


def add_options(parser, count):
    parser.add_argument("--rounds", type=int, default=count, help=f"{count} when not given")
    parser.add_argument("--minutes", type=float, help="no round begins that would probably end later; one is always measured")
