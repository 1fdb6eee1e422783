"""What surrounds each family, and chances that follow from it while the kab/kota keeps its known share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.demo.draw import Bits, Floats, Ints, chance
from geo.demo.geography import Geography
from geo.demo.settlements import Settlements

TOWN, VILLAGE, REMOTE = 0, 1, 2


@dataclass(frozen=True)
class Surroundings:
    """Settlements of one kab/kota with what is true of all who live in each; `of` maps families to them."""

    kabkota: int
    counts: Ints
    of: Ints
    urban: Floats
    remote: Floats
    riverside: Bits
    over_water: Bits
    pocket: Bits
    zone: Ints

    def __len__(self) -> int:
        return len(self.of)

    def per_family(self, values: Floats | Bits | Ints) -> Floats | Bits | Ints:
        """Values of settlements, as values of families."""
        return values[self.of]

    def shares(self, score: Floats, mean: float) -> Floats:
        """A chance per settlement that rises with its score and averages to `mean` over the families.

        Where `mean` is 0 or 1 all chances are.
        """
        if not 0 < mean < 1 or not self.counts.sum():
            return np.full(len(score), float(np.clip(mean, 0, 1)))
        low, high = -30.0, 30.0
        for _ in range(40):
            middle = (low + high) / 2
            reached = np.average(chance(score + middle), weights=self.counts) > mean
            low, high = (low, middle) if reached else (middle, high)
        return chance(score + low)


def describe(land: Geography, places: Settlements, counts: Ints, kabkota: int) -> Surroundings:
    """Surroundings of the families of one kab/kota, settlement after settlement."""
    urban, remote = land.urban[places.desa], land.remote[places.desa]
    pocket = places.pocket >= 0
    zone = np.where((urban > 0.55) | pocket, TOWN, np.where(remote > 0.5, REMOTE, VILLAGE))
    return Surroundings(
        kabkota=kabkota,
        counts=counts,
        of=np.repeat(np.arange(len(places), dtype=np.int64), counts),
        urban=urban,
        remote=remote,
        riverside=places.riverside,
        over_water=places.over_water,
        pocket=pocket,
        zone=zone.astype(np.int64),
    )
