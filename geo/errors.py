"""What geography and rules may refuse, as one tree of errors with a code and values, never a sentence.

```
GeoError                a code and the values its sentence needs
├── TileError           z/x/y that is no tile
├── CoordinateError     a longitude or latitude that is no number on earth
├── CodeError           an answer outside its code list: field, value, allowed
├── RuleError           numbers a rule cannot accept: numerator above denominator, negative count
└── ParameterError      a parameter set that is incomplete, unknown, or overlaps another in time
```

The sentence a person reads is found by `code` in the catalogue of the caller, in the caller's language.
"""

from __future__ import annotations


class GeoError(Exception):
    """A refusal by `geo`: a stable `code` and the `values` that its sentence is filled with.

    Examples
    --------
    >>> GeoError("kode_tidak_dikenal", field="kloset", value=9).values["field"]
    'kloset'
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(code, values)

    def __str__(self) -> str:
        """Code and values, for logs and tests; people get the catalogue's sentence."""
        listed = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.code}({listed})"


class TileError(GeoError):
    """z/x/y that is no tile."""


class CoordinateError(GeoError):
    """A longitude or latitude that is no number on earth."""


class CodeError(GeoError):
    """An answer outside its code list."""


class RuleError(GeoError):
    """Numbers a rule cannot accept."""


class ParameterError(GeoError):
    """A parameter set that is incomplete, unknown, or overlaps another in time."""
