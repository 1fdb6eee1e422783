import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.demo import draw, figures
from geo.demo.families import families
from geo.demo.geography import Frame, bearing_of_river, metres_per_degree, survey
from geo.demo.pocket_shapes import block, strip
from geo.demo.pockets import pockets
from geo.demo.surroundings import Surroundings
from geo.rules import housing, slum, wash
from geo.rules.answers import CODES
from geo.rules.parameters import parse
from layers.reference.parameter import documents

RULES = {p.nama: p for p in map(parse, documents())}
SIDE = 0.05
KECAMATAN = {6408: (4, 9, 12)}


def make_desa():
    """Ten kab/kota in a row, each of three kecamatan of four square desa; a river runs through all."""
    rows = []
    for column, kabkota in enumerate(sorted(figures.POOR_PERSONS)):
        for i, kecamatan in enumerate(KECAMATAN.get(kabkota, (1, 2, 3))):
            for j in range(4):
                west, south = 114 + column * 0.3 + i * SIDE, -0.6 + j * SIDE
                kelurahan = kabkota >= 6470 or j == 0
                code = (kabkota * 100 + kecamatan) * 10_000 + (1001 if kelurahan else 2001) + j
                middle = west + SIDE / 2, south + SIDE / 2
                rows.append((code, kelurahan, *middle, shapely.box(west, south, west + SIDE, south + SIDE)))
    return pd.DataFrame(rows, columns=["desa_id", "kelurahan", "lon", "lat", "geom"])


RIVER = np.array([shapely.LineString([(113.9, -0.53), (115.5, -0.51), (117.5, -0.535)])], dtype=object)


@pytest.fixture(scope="module")
def land():
    return survey(make_desa(), RIVER)


@pytest.fixture(scope="module")
def slums(land):
    return pockets(land, 1)


@pytest.fixture(scope="module")
def people(land, slums):
    return dict(families(land, slums, 20_000, 1))


@pytest.fixture(scope="module")
def everybody(people):
    return pd.concat(people.values(), ignore_index=True)


def judged(frame):
    rungs = wash.compute(frame, None, RULES["wash"], year=2026)
    return pd.concat([frame, rungs, housing.compute(frame, rungs, RULES["hunian"])], axis=1)


def test_the_figures_add_up_to_the_province():
    assert abs(sum(figures.POOR_PERSONS.values()) - figures.POOR_PERSONS_PROVINCE) <= 50
    exact = figures.POOR_PERSONS_PROVINCE / figures.PERSONS_PER_HOUSEHOLD
    assert round(exact, -4) == figures.DEFAULT_FAMILIES
    assert set(figures.ACCESS) == set(figures.POOR_PERSONS)
    assert sum(area.kawasan for area in figures.SLUM_AREAS) == 120


@given(st.integers(figures.FEWEST_FAMILIES, figures.MOST_FAMILIES))
def test_families_are_split_in_proportion_and_to_the_last_one(number):
    counts = figures.families_per_kabkota(number)
    assert sum(counts.values()) == number
    total = sum(figures.POOR_PERSONS.values())
    assert all(abs(counts[k] - number * p / total) < 1 for k, p in figures.POOR_PERSONS.items())


@pytest.mark.parametrize("number", [1_000, 3_777])
def test_any_number_of_families_comes_out_exactly(land, slums, number):
    made = dict(families(land, slums, number, 3))
    assert {k: len(f) for k, f in made.items()} == figures.families_per_kabkota(number)


def test_the_same_seed_makes_the_same_families_and_another_seed_others(land, slums, people):
    again = dict(families(land, slums, 20_000, 1))
    for kabkota, frame in people.items():
        pd.testing.assert_frame_equal(frame, again[kabkota])
    other = dict(families(land, slums, 20_000, 2))
    assert not other[6472]["lon"].equals(people[6472]["lon"])
    pd.testing.assert_frame_equal(pockets(land, 1), slums)


def test_every_family_lives_in_its_own_kabkota_and_inside_its_desa(land, people):
    outline = dict(zip(land.desa_id, land.shape, strict=True))
    for kabkota, frame in people.items():
        assert (frame["desa_id"] // 1_000_000 == kabkota).all()
        placed = frame[frame["lon"].notna()]
        shapes = np.array([outline[desa] for desa in placed["desa_id"]], dtype=object)
        assert shapely.contains_xy(shapes, placed["lon"], placed["lat"]).mean() > 0.999


def test_coordinates_come_as_they_come_in_life(everybody):
    source = everybody["sumber_koordinat"]
    assert (source.isna() == everybody["lon"].isna()).all()
    assert 0.02 < source.isna().mean() < 0.06
    assert 0.03 < (source == 5).mean() < 0.10
    assert (source == 1).mean() > 0.7
    office = everybody[source == 5].groupby("desa_id")[["lon", "lat"]].nunique()
    assert (office == 1).all(axis=None)
    house = everybody[source.isin([1, 2])]
    assert house.duplicated(["lon", "lat"]).mean() < 0.001


def test_families_cluster_along_the_river_and_in_pockets(land, slums, everybody):
    placed = everybody[(everybody["sumber_koordinat"] == 1)]
    points = shapely.points(placed["lon"], placed["lat"])
    share_near_river = (shapely.distance(points, RIVER[0]) < 0.004).mean()
    assert share_near_river > 2 * 0.008 / (4 * SIDE)
    tree = shapely.STRtree(slums["geom"].to_numpy())
    assert len(np.unique(tree.query(points, predicate="within")[0])) > 0.05 * len(points)


def test_identities_belong_to_nobody_and_to_one_family_only(everybody):
    for name in ("nik", "no_kk"):
        assert everybody[name].is_unique
        assert everybody[name].str.fullmatch(r"9999\d{12}").all()
    assert not set(everybody["nik"]) & set(everybody["no_kk"])
    assert everybody["id_sumber"].is_unique
    assert everybody["nama_kepala"].str.endswith(" Contoh").all()
    assert everybody["alamat"].str.endswith("(contoh)").all()
    assert set(everybody["desil_sumber"].dropna()) == {"DTSEN (contoh)"}


def test_every_answer_is_in_its_code_list_and_some_are_missing(everybody):
    for name, allowed in CODES.items():
        answers = everybody[name].dropna()
        assert answers.isin(list(allowed)).all(), name
        assert len(answers) > 0, name
    asked_of_all = ["air_minum", "fas_bab", "lantai", "dinding", "atap", "luas_lantai_m2"]
    missing = everybody[asked_of_all].isna().mean()
    assert missing.between(0.005, 0.10).all()
    assert everybody["jml_anggota"].between(1, 14).all()
    assert abs(everybody["jml_anggota"].mean() - figures.PERSONS_PER_HOUSEHOLD) < 0.1


def test_questions_are_asked_only_where_they_apply(everybody):
    none = everybody[everybody["fas_bab"].isin([5, 6])]
    assert none[["kloset", "tpa_tinja"]].isna().all(axis=None)
    assert everybody.loc[everybody["jarak_tinja"].notna(), "air_minum"].dropna().isin([4, 5, 6, 7, 8]).all()
    assert (everybody.loc[everybody["tahun_sedot"].notna(), "tpa_tinja"].dropna() == 1).all()
    assert (everybody.loc[everybody["lokasi_air"] == 1, "waktu_ambil_menit"].dropna() == 0).all()


def test_a_family_nobody_spoke_to_answered_nothing(everybody):
    silent = everybody[everybody["status_pendataan"].isin([3, 4, 5])]
    assert len(silent) > 100
    assert silent[["air_minum", "fas_bab", "atap", "luas_lantai_m2"]].isna().all(axis=None)


def test_answers_go_together_as_in_life(slums, everybody):
    over = slums[slums["tipologi"] == 1]
    tree = shapely.STRtree(over["geom"].to_numpy())
    placed = everybody[everybody["sumber_koordinat"] == 1].reset_index(drop=True)
    inside = np.unique(tree.query(shapely.points(placed["lon"], placed["lat"]), predicate="within")[0])
    on_water, on_land = placed.loc[inside], placed.drop(inside)
    assert len(on_water) > 100
    assert (on_water["tpa_tinja"] == 1).mean() < 0.6 * (on_land["tpa_tinja"] == 1).mean()
    assert (on_water["tpa_tinja"] == 3).mean() > 5 * (on_land["tpa_tinja"] == 3).mean()
    assert (on_water["lantai"] == 5).mean() > 0.7
    surface = placed[placed["air_minum"] == 9]
    assert (surface["lokasi_air"] == 2).mean() > (placed["lokasi_air"] == 2).mean()


def test_shares_follow_the_published_access_of_each_kabkota(people):
    for kabkota, frame in people.items():
        rungs = judged(frame)
        known = rungs[rungs["bps_air"].isin([1, 2, 4, 5])]
        without = 1 - figures.ACCESS[kabkota].air_persen / 100
        odds = 1.6 * without / (1 - without)
        assert abs(known["bps_air"].isin([4, 5]).mean() - odds / (1 + odds)) < 0.07
    failing = judged(people[6402])["rtlh"]
    assert 0.15 < failing.isin([2, 3, 4]).mean() < 0.35


def test_deciles_are_of_the_list_and_few_are_extremely_poor(everybody):
    assert everybody["desil"].dropna().isin([1, 2, 3, 4]).all()
    assert everybody["desil"].isna().sum() == everybody["desil_sumber"].isna().sum() > 0
    shares = everybody["status_miskin_ekstrem"].value_counts(normalize=True)
    assert shares[0] > 0.85
    assert 0.005 < shares[2] < 0.05


def test_a_kabkota_without_land_is_left_out(land):
    half = make_desa().query("desa_id < 6_408_000_000")
    small = survey(half, RIVER)
    assert set(dict(families(small, pockets(small, 1), 1_000, 1))) == {6401, 6402, 6403, 6407}


def test_there_are_about_120_pockets_valid_apart_and_inside_their_desa(land, slums):
    assert 115 <= len(slums) <= 120
    shapes = slums["geom"].to_numpy()
    assert shapely.is_valid(shapes).all()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    assert (first == second).all()
    outline = dict(zip(land.desa_id, land.shape, strict=True))
    assert all(outline[d].contains(g) for d, g in zip(slums["desa_id"], slums["geom"], strict=True))
    assert slums["kode"].is_unique
    assert slums["nama"].is_unique
    assert slums["nama"].str.endswith("(contoh)").all()


def test_a_strip_without_water_winds_on_its_own():
    for seed in range(20):
        outline = strip(draw.stream(seed), None, 20_000.0)
        assert outline.area == pytest.approx(20_000, rel=0.5)
        assert outline.distance(shapely.Point(0, 0)) < 60
        assert block(draw.stream(seed), 20_000.0).is_valid


def test_a_pocket_that_fits_nowhere_is_left_out():
    desa = make_desa().query("desa_id < 6_402_000_000").copy()
    desa["geom"] = [
        shapely.box(x - 2e-4, y - 2e-4, x + 2e-4, y + 2e-4) for x, y in zip(desa.lon, desa.lat, strict=True)
    ]
    none = pockets(survey(desa, RIVER), 1)
    assert len(none) == 0
    assert {"geom", "kode", "bgn_padat_ha", "tgl_sk"} <= set(none.columns)
    assert set(dict(families(survey(desa, RIVER), none, 1_000, 1))) == {6401}


def test_pockets_measure_what_they_say(slums):
    for geom, hectares in zip(slums["geom"], slums["luas_ha"], strict=True):
        flat = Frame(geom.centroid.x, geom.centroid.y).to_metres(geom)
        assert flat.area / 10_000 == pytest.approx(hectares, rel=1e-3)


def test_hectares_per_kabkota_are_the_published_or_chosen_ones(slums):
    groups = {"ditetapkan": "ditetapkan_ha", "tertangani": "tertangani_ha", "dicabut": "tertangani_ha"}
    kabkota = slums["desa_id"] // 1_000_000
    group = slums["status_hukum"].map(groups).fillna("usulan_ha")
    sums = slums.groupby([kabkota, group])["luas_ha"].sum()
    for code in figures.POOR_PERSONS:
        for name in ("ditetapkan_ha", "tertangani_ha", "usulan_ha"):
            expected = sum(getattr(a, name) for a in figures.SLUM_AREAS if a.kabkota == code)
            assert sums.get((code, name), 0.0) == pytest.approx(expected, abs=0.011)


def test_pockets_are_scored_into_mixed_classes_and_some_into_a_range(slums):
    scored = slum.compute(slums, RULES["kumuh"])
    full = scored[scored["terukur"] == 16]
    shares = full["kelas_min"].value_counts(normalize=True)
    assert set(shares.index) == {0, 1, 2, 3}
    assert shares[3] < 0.15
    assert (scored["terukur"] < 16).sum() >= 5
    assert (scored["kelas_min"] < scored["kelas_maks"]).any()
    assert (slums["metode"] == "2016").sum() == 3
    handled = slums["status_hukum"] == "tertangani"
    assert (scored.loc[handled, "kelas_min"] == 0).all()


def test_water_dominates_the_pockets_and_papers_follow_the_status(slums):
    assert slums["tipologi"].isin([1, 2]).mean() > 0.5
    decreed = slums["status_hukum"].isin(["ditetapkan", "tertangani", "dicabut"])
    assert slums.loc[decreed, ["no_sk", "tgl_sk"]].notna().all(axis=None)
    assert slums.loc[~decreed, ["no_sk", "tgl_sk"]].isna().all(axis=None)
    assert slums["no_sk"].dropna().str.startswith("SK Contoh").all()


def test_a_geography_reads_town_distance_river_and_coast(land):
    kota = land.kabkota_id >= 6470
    assert land.urban[kota].min() > land.urban[~kota & ~land.kelurahan].max()
    assert land.remote[land.kelurahan].max() == 0
    assert sum(river is not None for river in land.river) >= 30
    assert all(coast is not None for coast in land.coast[land.lat < -0.57])


def test_a_point_outside_its_desa_is_moved_inside_and_no_river_is_no_river():
    desa = make_desa()
    desa.loc[0, ["lon", "lat"]] = 118.9, 2.0
    bare = survey(desa, np.array([], dtype=object))
    assert shapely.contains_xy(bare.shape, bare.lon, bare.lat).all()
    assert all(river is None for river in bare.river)
    assert bearing_of_river(None, 117, 0) is None
    assert bearing_of_river(RIVER[0], 117, 2.0) is None
    assert bearing_of_river(RIVER[0], 114.5, -0.5225) == pytest.approx(0.0125, abs=0.01)


def test_without_a_town_everything_is_half_remote():
    desa = make_desa().query("desa_id < 6_402_000_000").assign(kelurahan=False)
    assert set(survey(desa, RIVER).remote) == {0.5}


def test_metres_and_degrees_come_back():
    place = Frame(117.1, -0.5)
    shape = shapely.box(117.0, -0.6, 117.2, -0.4)
    assert shapely.equals_exact(place.to_degrees(place.to_metres(shape)), shape, 1e-12)
    assert metres_per_degree(60)[0] == pytest.approx(55_800, rel=1e-3)


@given(st.integers(0, 10_000), st.lists(st.floats(0.001, 100), min_size=1, max_size=30))
def test_splits_lose_nobody(total, weights):
    for counts in (
        draw.split(total, np.array(weights)),
        draw.spread(draw.stream(1), total, np.array(weights)),
    ):
        assert counts.sum() == total
        assert (counts >= 0).all()


def test_draws_follow_their_tables():
    rng = draw.stream(5)
    kinds = np.repeat([0, 1], 20_000)
    codes = draw.choose(rng, kinds, [{1: 0.25, 2: 0.75}, {3: 1.0}])
    assert (codes[kinds == 0] == 1).mean() == pytest.approx(0.25, abs=0.02)
    assert (codes[kinds == 1] == 3).all()
    assert draw.spread(rng, 5, np.array([])).tolist() == []
    assert draw.only(codes[:1], np.array([False])).tolist() == [draw.NONE]
    assert draw.chance(draw.logit(0.3)) == pytest.approx(0.3)


@pytest.mark.parametrize("mean", [0.0, 0.02, 0.5, 0.97, 1.0])
def test_chances_average_to_the_known_share(mean):
    flags = np.zeros(3, dtype=bool)
    counts = np.array([10, 100, 1000])
    around = Surroundings(
        6472, counts, np.repeat(np.arange(3), counts), *[np.zeros(3)] * 2, *[flags] * 3, np.zeros(3)
    )
    shares = around.shares(np.array([2.0, 0.0, -1.0]), mean)
    assert np.average(shares, weights=counts) == pytest.approx(mean, abs=1e-6)
    assert shares[0] >= shares[1] >= shares[2]
