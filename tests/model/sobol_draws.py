"""How the stored draws of the simulation were made (METHOD 14.4): scrambled Sobol points, in standard-library Python.

`python -m tests.model.sobol_draws` prints the file xltco/model/sensitivity/draws.csv; a test holds the file to it.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

BITS = 9  # 2 ** 9 points
PARTS_BITS = 6  # of a coordinate the first 6 bits are kept: one of 64 equal parts
DRIVERS = ("volume", "api_price", "instance_hourly", "throughput", "labor")
# The scramble: of the seeds 0 to 3,999 the one whose results came closest to a large run (METHOD 14.4).
SEED = 2848
# Degree, coefficients and first direction numbers of each coordinate after the first (Joe and Kuo 2008).
_POLYNOMIALS = ((1, 0, (1,)), (2, 1, (1, 3)), (3, 1, (1, 3, 1)), (3, 2, (1, 1, 1)))

Scramble = Callable[[int], int]


def _directions(degree: int, coefficients: int, first: tuple[int, ...]) -> list[int]:
    """The direction numbers of a coordinate, as whole numbers of BITS bits."""
    numbers = list(first)
    for place in range(degree, BITS):
        number = numbers[place - degree] ^ (numbers[place - degree] << degree)
        for step in range(1, degree):
            if coefficients >> (degree - 1 - step) & 1:
                number ^= numbers[place - step] << step
        numbers.append(number)
    return [number << (BITS - 1 - place) for place, number in enumerate(numbers[:BITS])]


def _point(index: int, directions: list[int]) -> int:
    """A coordinate of a Sobol point, as a whole number of BITS bits."""
    coordinate = 0
    for place, direction in enumerate(directions):
        if index >> place & 1:
            coordinate ^= direction
    return coordinate


def _scramble(random: Random) -> Scramble:
    """Owen's scramble of a coordinate: each bit is turned or not, for each value of the bits before it by itself."""
    turns = [[random.getrandbits(1) for _ in range(2**bit)] for bit in range(PARTS_BITS)]

    def scrambled(coordinate: int) -> int:
        part = 0
        for bit, turned in enumerate(turns):
            before, own = coordinate >> (BITS - bit), coordinate >> (BITS - 1 - bit) & 1
            part = 2 * part + (own ^ turned[before])
        return part

    return scrambled


def draws(seed: int = SEED) -> list[list[int]]:
    """The draws: for each driver the number of a part, 1 to 64."""
    random = Random(seed)
    first = [1 << (BITS - 1 - place) for place in range(BITS)]
    columns = []
    for directions in (first, *(_directions(*polynomial) for polynomial in _POLYNOMIALS)):
        scrambled = _scramble(random)
        columns.append([1 + scrambled(_point(index, directions)) for index in range(2**BITS)])
    return [list(row) for row in zip(*columns, strict=True)]


def text(seed: int = SEED) -> str:
    """The file of the draws."""
    rows = [",".join(f"draw_{driver}" for driver in DRIVERS), *(",".join(map(str, row)) for row in draws(seed))]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(text(), end="")
