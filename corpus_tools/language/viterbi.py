"""The best sequence of languages over words, when changing the language costs what the place asks."""

from __future__ import annotations

from collections.abc import Sequence


def best_path(
    evidence: Sequence[Sequence[float]], switch_costs: Sequence[float], entry_costs: Sequence[float]
) -> list[int]:
    """Return the state of each item that maximises the sum of evidence less the costs of switching.

    `evidence[i][j]` speaks for state j at item i; `switch_costs[i]` is what a change of state between items i-1 and i
    costs (the first is not used), and `entry_costs[j]` what entering state j costs on top. Ties go to staying, then to
    the first state. Linear in items times states.
    """
    if not evidence:
        return []
    states = range(len(entry_costs))
    score = [evidence[0][j] - entry_costs[j] for j in states]
    back: list[list[int]] = []
    for i in range(1, len(evidence)):
        best = max(score)
        origin = score.index(best)
        reached = best - switch_costs[i]
        here = evidence[i]
        pointers = []
        following = []
        for j in states:
            switched = reached - entry_costs[j]
            stayed = score[j]
            if switched > stayed:
                following.append(switched + here[j])
                pointers.append(origin)
            else:
                following.append(stayed + here[j])
                pointers.append(j)
        back.append(pointers)
        score = following
    state = score.index(max(score))
    path = [state]
    for pointers in reversed(back):
        state = pointers[state]
        path.append(state)
    path.reverse()
    return path
