"""Layer files are refused when they contradict themselves, and say to each role only what it may see."""

from dataclasses import replace

import pytest
from sqlalchemy import Boolean, Date, Integer, Numeric, SmallInteger, Text

from layers.kit import mvt
from layers.kit.catalogue import catalogue, datasets
from layers.kit.describe import describe, labels
from layers.kit.model import (
    MAX_CLASS,
    Choropleth,
    Class,
    Dataset,
    Field,
    Layer,
    LayerError,
    Legend,
    Popup,
    Style,
    Window,
    Words,
)
from layers.kit.publish import closing_statements, opening_statements, reads_families, view_columns
from layers.kit.roles import EVERYONE, PROVINCE, REGENCY, STAFF, VILLAGE, Role
from layers.kit.sums import PARTS, TOTAL, members

LAYERS = catalogue().values()
EVERY_LAYER = pytest.mark.parametrize("layer", LAYERS, ids=lambda one: one.name)
EVERY_ROLE = pytest.mark.parametrize("role", list(Role), ids=lambda one: one.value)
SECRET = {"nik_sandi", "nik_hash", "kk_sandi", "kk_hash"}
A = Words("a", "a")


def toy(**changed) -> Layer:
    values = {
        "name": "halte",
        "title": A,
        "description": A,
        "style": Style("point", "#000"),
        "geometry": "POINT",
        "fields": (
            Field("nama", Text, A),
            Field("jenis", SmallInteger, A),
            Field("kontak", Text, A, sees=STAFF),
        ),
        "windows": {Role.PUBLIK: Window(), Role.ADM_PROV: Window()},
        "legend": Legend("jenis", (Class(1, A, "#111"), Class(2, A, "#222"))),
        "popup": Popup(title="nama", rows=("jenis", "kontak")),
    }
    return Layer(**{**values, **changed})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (lambda: {"popup": Popup(title="alamat")}, "alamat"),
        (lambda: {"popup": Popup(rows=("nama", "alamat"))}, "alamat"),
        (lambda: {"shows": ("alamat",)}, "alamat"),
        (lambda: {"legend": Legend("warna", (Class(1, A, "#111"),))}, "warna"),
        (lambda: {"legend": Legend("jenis", (Class(1, A, "#111"), Class(1, A, "#222")))}, "class codes"),
        (lambda: {"legend": Legend("jenis", (Class(MAX_CLASS + 1, A, "#111"),))}, "class codes"),
        (lambda: {"legend": Legend("jenis", (Class(-1, A, "#111"),))}, "class codes"),
        (lambda: {"legend": Legend("kontak", (Class(1, A, "#111"),))}, "kontak"),
        (lambda: {"geometry": "CIRCLE"}, "CIRCLE"),
        (lambda: {"geometry": ""}, "geometry"),
        (lambda: {"fields": (Field("nama", Text, A), Field("nama", Text, A))}, "twice"),
        (lambda: {"fields": (Field("geom", Text, A),)}, "geom"),
        (lambda: {"fields": (Field("isi_id", Text, A),)}, "isi_id"),
        (
            lambda: {"choropleth": Choropleth("persen", A, (1, 2), ("#1", "#2", "#3")), "legend": None},
            "choropleth",
        ),
        (lambda: {"choropleth": Choropleth("persen", A, (1, 2), ("#1", "#2"))}, "colour"),
        (lambda: {"choropleth": Choropleth("median", A, (1, 2), ("#1", "#2", "#3"))}, "median"),
    ],
)
def test_a_layer_that_contradicts_itself_is_refused_when_its_file_is_read(changed, said):
    assert toy().name == "halte"
    with pytest.raises(LayerError, match=said):
        toy(**changed())


@pytest.mark.parametrize(
    "name", ["Halte", "halte bus", "1halte", "halte;drop", "", "ha'lte", "h" * 42, "häl"]
)
def test_a_bad_name_is_refused_for_layer_field_and_dataset(name):
    with pytest.raises(LayerError):
        toy(name=name)
    with pytest.raises(LayerError):
        Field(name, Text, A)
    with pytest.raises(LayerError):
        Dataset(name, "POINT", (), {})


def test_a_layer_makes_its_own_dataset_or_shares_one():
    own = toy()
    assert own.dataset.name == "halte"
    assert own.dataset.is_point
    assert own.kind == "point"
    shared = toy(name="halte_besar", dataset=own.dataset, geometry="", fields=(), windows={})
    assert datasets({"a": own, "b": shared}) == {"halte": own.dataset}


def test_the_catalogue_is_the_folder():
    names = set(catalogue())
    assert names == {
        "provinsi", "kabkota", "kecamatan", "desa", "keluarga_miskin", "kawasan_kumuh", "celah_air",
        "celah_sanitasi", "rtlh", "sungai", "daratan",
    }  # fmt: skip
    orders = [layer.order for layer in LAYERS]
    assert orders == sorted(orders)


@EVERY_LAYER
def test_every_layer_speaks_both_languages_and_names_its_source(layer):
    words = [layer.title, layer.description, layer.source, *(f.title for f in layer.dataset.fields)]
    words += [c.label for c in layer.legend.classes] if layer.legend else []
    words += [label for f in layer.dataset.fields if f.codes for label in f.codes.values()]
    for one in words:
        assert one.id.strip()
        assert one.en.strip()
    assert layer.note is None or layer.note.en
    assert layer.dataset.windows


@EVERY_LAYER
def test_every_choropleth_has_a_colour_per_step_and_a_gap_to_measure(layer):
    one = layer.choropleth
    if one is None:
        return
    assert len(one.colors) == len(one.breaks) + 1
    assert list(one.breaks) == sorted(set(one.breaks))
    assert layer.legend.codes("celah")


@EVERY_LAYER
@EVERY_ROLE
def test_a_descriptor_mentions_no_field_that_the_role_may_not_see(layer, role):
    told = describe(layer, role)
    if told is None:
        assert mvt.zooms(layer, role) is None
        return
    seen = (
        {f.name for f in layer.dataset.fields if role in f.sees} if role in layer.dataset.windows else set()
    )
    assert {f["name"] for f in told["fields"]} == seen
    assert set(told["popup"]["rows"]) <= seen
    assert told["popup"]["title"] is None or told["popup"]["title"] in seen
    assert told["features"] == (role in layer.dataset.windows)
    hidden = {f.name for f in layer.dataset.fields} - seen
    assert not hidden & (set(words_of(told)) - {layer.name})


def words_of(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from words_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, str):
        yield value


@EVERY_ROLE
def test_identity_numbers_are_in_nobodys_window(role):
    for dataset in datasets().values():
        assert not SECRET & set(view_columns(dataset, role))


@EVERY_ROLE
def test_zooms_of_families_by_role(role):
    where = mvt.zooms(catalogue()["celah_air"], role)
    if role in PROVINCE | REGENCY:
        assert where == mvt.Zooms(5, 16, 11)
    elif role in VILLAGE:
        assert where == mvt.Zooms(5, 16, None)
    else:
        assert where == mvt.Zooms(5, 10, 10), "cells of 611 m at the finest"
    assert reads_families(role) == (role in PROVINCE | REGENCY | VILLAGE)


@EVERY_ROLE
def test_zooms_of_boundaries_and_pockets_by_role(role):
    assert mvt.zooms(catalogue()["desa"], role) == mvt.Zooms(9, 14, None)
    pockets = mvt.zooms(catalogue()["kawasan_kumuh"], role)
    blind = {Role.PPDP, Role.SYS}
    assert pockets == (None if role in blind else mvt.Zooms(5, 14, None))


def test_a_point_layer_without_classes_shows_nothing_to_who_may_not_read_points():
    assert mvt.zooms(toy(legend=None), Role.OPD) is None
    assert mvt.zooms(toy(legend=None), Role.PUBLIK) == mvt.Zooms(5, 16, None)


def test_a_descriptor_says_types_units_and_languages():
    layer = toy(
        fields=(
            Field("nama", Text, A), Field("jenis", SmallInteger, A), Field("kontak", Text, A),
            Field("lebar", Numeric(5, 1), A, unit="m"), Field("buka", Boolean, A), Field("sejak", Date, A),
            Field("jumlah", Integer(), A),
        )
    )  # fmt: skip
    kinds = {f["name"]: (f["type"], f["unit"]) for f in describe(layer, Role.ADM_PROV)["fields"]}
    assert kinds == {
        "nama": ("text", None), "jenis": ("integer", None), "kontak": ("text", None),
        "buka": ("boolean", None), "lebar": ("number", "m"), "sejak": ("date", None),
        "jumlah": ("integer", None),
    }  # fmt: skip


def test_labels_are_those_of_coded_values_only():
    codes = {1: Words("Bus", "Bus"), 2: Words("Angkot", "Minibus")}
    fields = (Field("jenis", SmallInteger, A, codes=codes), Field("nama", Text, A))
    assert labels(fields, {"jenis": 2, "nama": "1"}) == {"jenis": {"id": "Angkot", "en": "Minibus"}}
    assert labels(fields, {"jenis": None, "nama": "x"}) == {}
    assert labels(fields, {"jenis": 9}) == {}


def test_a_window_opens_for_each_role_and_closes_again():
    opened = "\n".join(opening_statements([toy().dataset]))
    for role in Role:
        assert f"CREATE SCHEMA {role.value}" in opened
        assert f"DROP SCHEMA IF EXISTS {role.value} CASCADE" in closing_statements()
        assert (f"CREATE VIEW {role.value}.halte" in opened) == (role in {Role.PUBLIK, Role.ADM_PROV})
    assert "kontak" not in opened.split("CREATE VIEW publik.halte")[1].split("CREATE VIEW")[0]


def test_a_writable_window_refuses_rows_of_others():
    writable = toy(windows={Role.OP_KAB: Window(rows=lambda c: c.jenis == 1, writable=True)}).dataset
    opened = opening_statements([writable])
    assert "ALTER VIEW op_kab.halte SET (check_option = cascaded)" in opened
    assert "GRANT INSERT, UPDATE, DELETE ON op_kab.halte TO kantong_op_kab" in opened


@EVERY_LAYER
def test_tile_statements_carry_values_only_by_binding(layer):
    for statement in statements(layer):
        assert "isi_id = ANY(:isi)" in statement
        assert "%" not in statement
        assert ";" not in statement


def statements(layer):
    if layer.dataset.is_point:
        return [mvt.cells_sql(layer), mvt.points_sql(layer), mvt.dense_sql(layer)]
    if layer.dataset.bands:
        return [mvt.bands_sql(layer)]
    return [mvt.shapes_sql(layer, role, symbols=s) for role in layer.dataset.windows for s in (False, True)]


def test_a_shape_tile_carries_only_what_the_role_sees():
    pockets = catalogue()["kawasan_kumuh"]
    hidden = replace(
        pockets.dataset,
        fields=tuple(
            replace(f, sees=frozenset(EVERYONE - {Role.PUBLIK})) if f.name == "luas_ha" else f
            for f in pockets.dataset.fields
        ),
    )
    layer = replace(pockets, dataset=hidden)
    assert "luas_ha" not in mvt.shapes_sql(layer, Role.PUBLIK, symbols=False)
    assert "luas_ha" in mvt.shapes_sql(layer, Role.ADM_PROV, symbols=False)


@EVERY_LAYER
def test_the_sums_of_a_layer_cut_its_classes_without_rest(layer):
    if layer.legend is None:
        with pytest.raises(LayerError):
            members(layer)
        return
    sums = members(layer)
    parts = [sums[code] for code in PARTS]
    assert set.union(*parts) == sums[TOTAL] == {c.code for c in layer.legend.classes}
    assert sum(map(len, parts)) == len(sums[TOTAL])
    assert not {TOTAL, *PARTS} & sums[TOTAL]
