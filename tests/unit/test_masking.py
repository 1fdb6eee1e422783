"""What the public may read never tells a small count: by rule, and against an attacker who calculates."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from geo.spatial.masking import LIMIT, mask_tree

GROUPS = [slice(0, 3), slice(3, 5), slice(5, 9)]
"""Three attributes of the same families, with 3, 2 and 4 classes."""
PROBED = 4
"""Hidden cells per tree that the attacker tries to bound; each costs a linear programme."""


@dataclass(frozen=True)
class Tree:
    """Levels from the root down: (index into the level above, counts per class)."""

    levels: list[tuple[np.ndarray, np.ndarray]]

    @classmethod
    def of_leaves(cls, parents: list[np.ndarray], leaves: np.ndarray) -> "Tree":
        levels = [(parents[-1], leaves)]
        for above in reversed([np.zeros(1, int), *parents[:-1]]):
            counts = np.zeros((len(above), leaves.shape[1]), dtype=np.int64)
            np.add.at(counts, levels[0][0], levels[0][1])
            levels.insert(0, (above, counts))
        return cls(levels)

    def masks(self) -> list[np.ndarray]:
        return mask_tree(self.levels, GROUPS)


def random_tree(seed: int) -> Tree:
    """Two or three levels below the root; classes are correlated and skewed, as families are."""
    rng = np.random.default_rng(seed)
    parents, width = [], 1
    for _ in range(rng.integers(1, 4)):
        parents.append(
            np.sort(np.concatenate([np.arange(width), rng.integers(0, width, rng.integers(0, 6))]))
        )
        width = len(parents[-1])
    counts = np.zeros((width, 9), dtype=np.int64)
    size = rng.choice([3.0, 12.0, 40.0, 200.0])
    for row in range(width):
        families = rng.poisson(size * rng.lognormal(0, 1))
        for group in GROUPS:
            share = rng.dirichlet(np.full(group.stop - group.start, rng.choice([0.2, 1.0])))
            counts[row, group] = rng.multinomial(families, share)
    return Tree.of_leaves(parents, counts)


trees = st.integers(0, 2**32).map(random_tree)


@dataclass(frozen=True)
class Attacker:
    """Knows every shown count, how counts add up over children and classes, and that none is negative."""

    index: list[np.ndarray]
    equations: np.ndarray
    sums: np.ndarray

    @classmethod
    def reading(cls, tree: Tree, masks: list[np.ndarray]) -> "Attacker":
        index, start = [], 0
        for _, counts in tree.levels:
            index.append(start + np.arange(counts.size).reshape(counts.shape))
            start += counts.size
        rows = [*children_add_up(tree, index, start), *classes_add_up(index, start)]
        values = np.concatenate([counts.ravel() for _, counts in tree.levels])
        shown = np.concatenate([mask.ravel() for mask in masks])
        known = np.where(shown, values, 0)
        matrix = np.array(rows)
        return cls(index, np.where(shown, 0, matrix), -matrix @ known)

    def solved(self) -> np.ndarray:
        """Cells that linear algebra alone determines: nothing that keeps all sums moves them."""
        _, sizes, basis = np.linalg.svd(self.equations)
        rank = int((sizes > 1e-9).sum())
        return np.abs(basis[rank:]).max(axis=0, initial=0.0) < 1e-7

    def most(self, cell: int) -> float:
        """The greatest value that one hidden cell may have; infinite when nothing bounds it."""
        goal = np.zeros(self.equations.shape[1])
        goal[cell] = -1
        found = linprog(goal, A_eq=self.equations, b_eq=self.sums, bounds=(0, None), method="highs")
        assert found.status in {0, 3}, found.message
        return np.inf if found.status == 3 else -found.fun


def children_add_up(tree: Tree, index: list[np.ndarray], width: int) -> list[np.ndarray]:
    rows = []
    for depth, (parent, _) in enumerate(tree.levels[1:], start=1):
        for above in range(len(index[depth - 1])):
            for column in range(index[0].shape[1]):
                row = np.zeros(width)
                row[index[depth - 1][above, column]] = -1
                row[index[depth][parent == above, column]] = 1
                rows.append(row)
    return rows


def classes_add_up(index: list[np.ndarray], width: int) -> list[np.ndarray]:
    rows = []
    for cells in index:
        for one in cells:
            for group in GROUPS[1:]:
                row = np.zeros(width)
                row[one[GROUPS[0]]] = 1
                row[one[group]] = -1
                rows.append(row)
    return rows


def small_and_hidden(tree: Tree, masks: list[np.ndarray], attacker: Attacker) -> np.ndarray:
    found = [
        cells[(counts > 0) & (counts < LIMIT) & ~mask]
        for (_, counts), mask, cells in zip(tree.levels, masks, attacker.index, strict=True)
    ]
    return np.concatenate(found)


@given(trees)
@settings(max_examples=150, deadline=None)
def test_a_shown_count_is_zero_or_at_least_ten(tree):
    for (_, counts), shown in zip(tree.levels, tree.masks(), strict=True):
        assert not (shown & (counts > 0) & (counts < LIMIT)).any()


@given(trees)
@settings(max_examples=150, deadline=None)
def test_what_is_withheld_of_a_parents_children_or_of_a_rows_classes_is_nothing_or_at_least_ten(tree):
    masks = tree.masks()
    for depth, ((parent, counts), shown) in enumerate(zip(tree.levels, masks, strict=True)):
        hidden = np.where(shown, 0, counts)
        for group in GROUPS:
            row = hidden[:, group].sum(axis=1)
            assert (
                (row == 0) | (row >= LIMIT) | ~shown[:, group].any(axis=1) | all_small(counts[:, group])
            ).all()
        if depth:
            above = np.zeros_like(tree.levels[depth - 1][1])
            np.add.at(above, parent, hidden)
            assert ((above == 0) | (above >= LIMIT) | ~masks[depth - 1]).all()


def all_small(counts: np.ndarray) -> np.ndarray:
    return counts.sum(axis=1) < LIMIT


@given(trees)
@settings(max_examples=150, deadline=None)
def test_a_small_parent_cannot_be_rebuilt_from_its_children(tree):
    masks = tree.masks()
    for depth, (parent, counts) in enumerate(tree.levels[1:], start=1):
        for above, column in np.argwhere(~masks[depth - 1]):
            if 0 < tree.levels[depth - 1][1][above, column] < LIMIT:
                children = parent == above
                assert (~masks[depth][children, column] & (counts[children, column] > 0)).any()


@given(trees)
@settings(max_examples=60, deadline=None)
def test_no_small_count_is_solved_by_linear_equations(tree):
    masks = tree.masks()
    attacker = Attacker.reading(tree, masks)
    solved = attacker.solved()
    assert not solved[small_and_hidden(tree, masks, attacker)].any()


@given(trees, st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_no_small_count_can_be_known_to_be_small(tree, seed):
    masks = tree.masks()
    attacker = Attacker.reading(tree, masks)
    targets = small_and_hidden(tree, masks, attacker)
    for cell in np.random.default_rng(seed).permutation(targets)[:PROBED]:
        assert attacker.most(int(cell)) >= LIMIT - 1e-6


def test_the_attacker_is_able_to_solve_what_a_naive_mask_hides():
    """The attack is no paper tiger: hiding only the small counts falls to subtraction."""
    leaves = np.array([[20, 30, 0, 25, 25, 50, 0, 0, 0], [3, 17, 0, 20, 0, 20, 0, 0, 0]])
    tree = Tree.of_leaves([np.zeros(2, int)], leaves)
    naive = [(counts == 0) | (counts >= LIMIT) for _, counts in tree.levels]
    attacker = Attacker.reading(tree, naive)
    (target,) = small_and_hidden(tree, naive, attacker)
    assert attacker.solved()[target]
    assert attacker.most(int(target)) == pytest.approx(3)


def test_plenty_is_still_shown():
    """Withholding everything would pass every test above."""
    rng = np.random.default_rng(1)
    shares = ([0.5, 0.45, 0.05], [0.9, 0.1], [0.4, 0.3, 0.25, 0.05])
    sizes = rng.poisson(120, 40)
    leaves = np.hstack([np.array([rng.multinomial(n, share) for n in sizes]) for share in shares])
    masks = Tree.of_leaves([np.zeros(5, int), np.repeat(np.arange(5), 8)], leaves).masks()
    assert masks[0].all()
    assert masks[1].all()
    assert masks[2].mean() > 0.5


def test_a_root_with_a_small_class_does_not_show_it():
    leaves = np.array([[4, 500, 0, 504, 0, 504, 0, 0, 0], [0, 300, 0, 300, 0, 300, 0, 0, 0]])
    masks = Tree.of_leaves([np.zeros(2, int)], leaves).masks()
    assert not masks[0][0, 0]
    assert not masks[1][0, 0]


def test_an_empty_tree_has_no_masks():
    assert mask_tree([], GROUPS) == []
