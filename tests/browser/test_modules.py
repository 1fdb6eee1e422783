"""The page's own arithmetic, asked inside the browser: tiles, measures, the ground."""

import base64

import mapbox_vector_tile


def decode(page, module, layers):
    tile = mapbox_vector_tile.encode(layers, default_options={"extents": 4096, "y_coord_down": True})
    return page.evaluate(
        """async ([source, text]) => {
          const { decode } = await import(source);
          const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
          const plain = value => ArrayBuffer.isView(value) ? Array.from(value) : value;
          const plainly = layer => Object.fromEntries(Object.entries(layer).map(([k, v]) => [k, plain(v)]));
          return decode(bytes.buffer).map(plainly);
        }""",
        [module(page, "js/map/decode.js"), base64.b64encode(tile).decode()],
    )


def feature(geometry, id=None, **properties):
    return {"geometry": geometry, "properties": properties, **({"id": id} if id is not None else {})}


def test_points_come_once_and_in_an_order_that_favours_no_class(desk, module):
    points = [feature(f"POINT({i} {i})", i, kelas=i % 5) for i in range(200)]
    (layer,) = decode(desk, module, [{"name": "celah_air", "features": [*points, points[7]]}])
    assert layer["n"] == 200
    assert sorted(layer["id"]) == list(range(200))
    assert layer["id"] != sorted(layer["id"])
    assert [i % 5 for i in layer["id"]] == layer["code"]
    last = layer["code"][-100:]
    assert all(10 <= last.count(code) <= 30 for code in range(5))


def test_cells_carry_counts_side_and_what_is_withheld(desk, module):
    cells = [feature("POINT(32 96)", n1=4, n5=7), feature("POINT(128 64)", n0=10, s=128, t=1)]
    (layer,) = decode(desk, module, [{"name": "sel", "features": cells}])
    assert layer["counts"][:10] == [0, 4, 0, 0, 0, 7, 0, 0, 0, 0]
    assert layer["side"] == [64, 128]
    assert layer["withheld"] == [0, 1]
    assert (layer["x"], layer["y"]) == ([32, 128], [96, 64])


def test_polygons_keep_holes_bounds_and_names(desk, module):
    ring = "POLYGON((0 0, 100 0, 100 100, 0 100, 0 0),(20 20, 20 40, 40 40, 40 20, 20 20))"
    (layer,) = decode(
        desk,
        module,
        [{"name": "desa", "features": [feature(ring, 6402012001, kode="64.02.01.2001", nama="Ä")]}],
    )
    assert layer["kind"] == "polygons"
    assert layer["id"] == [6402012001]
    assert len(layer["parts"]) == 3
    assert layer["bounds"] == [0, 0, 100, 100]
    assert layer["properties"][0]["nama"] == "Ä"


def measured(page, module, counts, **rule):
    choropleth = {
        "kind": "persen",
        "gap": [4, 5],
        "unknown": [0],
        "min_denominator": 50,
        "max_unknown_pct": 30,
        **rule,
    }
    layer = {
        "name": "x",
        "legend": {"classes": [{"code": int(code)} for code in counts]},
        "choropleth": choropleth,
    }
    return page.evaluate(
        """async ([source, layer, counts]) => {
          const { indexTally, measure } = await import(source);
          const kolom = Object.keys(counts).map(code => `x.${code}`);
          const tally = indexTally({ kolom, baris: [], total: [], tingkat: 2 }, "64");
          return measure(tally, Object.values(counts), layer);
        }""",
        [module(page, "js/tally.js"), layer, counts],
    )


def test_a_measure_is_a_value_zero_withheld_or_missing_and_never_another(desk, module):
    assert measured(desk, module, {"0": 10, "2": 60, "4": 20, "5": 20})["value"] == 40
    assert measured(desk, module, {"0": 10, "2": 60, "4": 0, "5": 0})["state"] == "zero"
    assert measured(desk, module, {"0": 60, "2": 60, "4": 20, "5": 20})["reason"] == "unknown"
    assert measured(desk, module, {"0": 0, "2": 20, "4": 20, "5": 9})["reason"] == "denominator"
    assert measured(desk, module, {"0": 5, "2": 0, "4": 0, "5": 0})["reason"] == "empty"
    assert measured(desk, module, {"0": None, "2": None, "4": None, "5": None})["state"] == "none"
    assert measured(desk, module, {"0": 10, "2": 60, "4": -1, "5": 20})["reason"] == "privacy"


def test_lengths_and_areas_lie_on_the_ellipsoid(desk, module):
    length, area = desk.evaluate(
        """async source => {
          const { areaOf, lengthOf } = await import(source);
          const corner = (lat, lng) => ({ lat, lng });
          const square = [corner(0, 117), corner(0, 117.1), corner(0.1, 117.1), corner(0.1, 117)];
          return [lengthOf([corner(0, 117), corner(1, 117)]), areaOf(square)];
        }""",
        module(desk, "js/map/geodesy.js"),
    )
    assert abs(length - 110_574.4) < 1
    assert abs(area - 123_085_000) < 30_000
