import numpy as np
import pytest
import shapely

from geo.spatial.coverage import (
    area_ha,
    dissolve,
    find_gaps,
    find_overlaps,
    mend,
    polygons_of,
    widths_m,
)

STEP = 0.1


def boxes(rows=2, columns=3, west=116.0, south=0.0):
    return np.array(
        [
            shapely.box(west + x * STEP, south + y * STEP, west + (x + 1) * STEP, south + (y + 1) * STEP)
            for y in range(rows)
            for x in range(columns)
        ],
        dtype=object,
    )


def test_a_clean_coverage_has_no_flaws_and_stays_as_it_is():
    cells = boxes()
    assert find_gaps(cells) == []
    assert find_overlaps(cells) == []
    assert shapely.equals(mend(cells), cells).all()


def test_an_overlap_is_found_once_with_its_size():
    cells = boxes(1, 2)
    cells[0] = shapely.box(116.0, 0, 116.11, 0.1)
    (flaw,) = find_overlaps(cells)
    assert (flaw.first, flaw.second) == (0, 1)
    assert flaw.width_m == pytest.approx(1112, rel=0.01)
    assert flaw.area_ha == pytest.approx(1231, rel=0.01)
    assert not flaw.is_sliver


def test_a_gap_between_areas_is_found_but_the_sea_around_is_none():
    ring = np.array([cell for at, cell in enumerate(boxes(3, 3)) if at != 4], dtype=object)
    (flaw,) = find_gaps(ring)
    assert flaw.width_m == pytest.approx(11_120, rel=0.01)
    assert not flaw.is_sliver


def test_slivers_are_mended_into_one_exact_coverage_in_the_same_order():
    cells = boxes(3, 3)
    cells[4] = shapely.box(116.1002, 0.1, 116.2002, 0.2)
    assert [len(find_gaps(cells)), len(find_overlaps(cells))] == [1, 1]
    assert all(flaw.is_sliver for flaw in (*find_gaps(cells), *find_overlaps(cells)))
    mended = mend(cells)
    assert shapely.coverage_is_valid(mended)
    assert find_gaps(mended) == []
    assert shapely.contains_properly(mended, shapely.centroid(boxes(3, 3))).all()


def test_levels_share_their_borders_after_dissolving():
    cells = boxes(2, 4)
    union = dissolve(cells, ["a", "a", "b", "b"] * 2)
    assert shapely.coverage_is_valid(np.array(list(union.values())))
    assert shapely.equals(shapely.union_all(list(union.values())), shapely.union_all(cells))


@pytest.mark.parametrize(
    ("geometry", "count"),
    [
        (shapely.Point(0, 0), 0),
        (shapely.LineString([(0, 0), (1, 1)]), 0),
        (shapely.MultiPoint([(0, 0), (1, 1)]), 0),
        (shapely.Polygon(), 0),
        (shapely.GeometryCollection(), 0),
        (shapely.box(0, 0, 1, 1), 1),
        (shapely.box(0, 0, 1, 1).difference(shapely.box(0.2, 0.2, 0.4, 0.4)), 1),
        (shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)]), 2),
        (
            shapely.GeometryCollection(
                [shapely.Point(0, 0), shapely.GeometryCollection([shapely.box(0, 0, 1, 1)])]
            ),
            1,
        ),
    ],
)
def test_polygons_are_taken_out_of_any_geometry(geometry, count):
    found = polygons_of(geometry)
    assert found.geom_type == "MultiPolygon"
    assert shapely.get_num_geometries(found) == count


def test_area_is_geodesic_and_width_is_of_the_widest_circle():
    square = np.array([shapely.box(117.0, 0.0, 117.1, 0.1)], dtype=object)
    thin = np.array([shapely.box(117.0, 0.0, 117.1, 0.0001)], dtype=object)
    assert area_ha(square)[0] == pytest.approx(12_309, rel=0.001)
    assert widths_m(thin)[0] == pytest.approx(11.1, rel=0.01)
    assert widths_m(np.array([shapely.MultiPolygon()], dtype=object))[0] == 0
