"""How long it takes to weigh what is said: `python -m bench.phrases`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

from networks.demo.script import communities, messages
from networks.safety.lists import CONTACTS, phrase_list, shipped
from networks.safety.matching import Matcher
from networks.safety.trial import corpus

ROUNDS = 20


def main() -> None:
    start = time.perf_counter()
    matcher = Matcher(phrase_list(content) for name, content in shipped().items() if name != CONTACTS)
    print(f"making the lists ready, once for each edition: {1000 * (time.perf_counter() - start):.0f} ms")
    said = [one["say"].strip() for community in communities() for _, one in messages(community)]
    risky = [one.text for one in corpus("en") if one.tier != "none"]
    long = [" ".join(said)[:8000]]
    for name, texts in (
        ("“Good morning.”", ["Good morning."]),
        ("the demo's messages", said),
        ("grave sentences", risky),
    ):
        each = _microseconds(matcher.weigh, texts)
        length = sum(map(len, texts)) / len(texts)
        print(f"{name}, {length:.0f} characters: {each:.1f} µs a message")
    print(f"the longest message there can be, 8,000 characters: {_microseconds(matcher.weigh, long):.0f} µs")


def _microseconds(weigh: Callable[[str], object], texts: Sequence[str]) -> float:
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(1 + 200 // len(texts)):
            for text in texts:
                weigh(text)
        found.append((time.perf_counter() - start) / len(texts) / (1 + 200 // len(texts)))
    return 1e6 * median(found)


if __name__ == "__main__":
    main()
