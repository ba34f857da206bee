"""Writes HDF5 files with the h5py that is installed, and what it reads out of them, for Hdf5InteropTests and for fixtures/h5.

    python3 write_hdf5.py FOLDER [FILE...]

FOLDER gets the files, or those that are named, and manifest.json with a row for each: its leaves as SafeLoad must give them (names by
the rules of Hdf5Loader, values as h5py reads them: the SHA-256 of the elements in C order, little-endian), or why one must be left out.
Exit code 3: there is no h5py.
"""
import hashlib
import json
import os
import sys

try:
    import h5py
    import numpy
except ImportError as error:
    print(f"h5py cannot be imported: {error}")
    sys.exit(3)

FOLDER, ONLY = sys.argv[1], sys.argv[2:]
ROWS = []
RANDOM = numpy.random.RandomState(7)


def values(*shape, dtype="f4"):
    kind = numpy.dtype(dtype).kind
    if kind == "f":
        return RANDOM.standard_normal(shape).astype(dtype)
    if kind == "b":
        return RANDOM.random_sample(shape) > 0.5
    size = numpy.dtype(dtype).itemsize
    return numpy.frombuffer(RANDOM.bytes(size * int(numpy.prod(shape))), dtype=dtype).reshape(shape)


def leaf(keys, dataset, storages):
    shape = [0] if dataset.shape is None else list(dataset.shape)
    array = numpy.zeros([0], dataset.dtype) if dataset.shape is None else numpy.asarray(dataset[()])
    raw = numpy.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes()
    stride, strides = 1, []
    for size in reversed(shape):
        strides.insert(0, stride)
        stride *= max(size, 1)
    return {"path": ".".join(keys), "keys": keys, "t": "tensor", "dtype": "torch." + array.dtype.newbyteorder("=").name, "layout": "torch.strided", "requires_grad": False,
            "is_parameter": False, "device": "cpu", "shape": shape, "stride": strides, "storage_offset": 0,
            "storage": storages.setdefault(h5py.h5o.get_info(dataset.id).addr, len(storages)), "storage_nbytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}


def names_of(group, attribute):
    if attribute in group.attrs:
        found = list(group.attrs[attribute])
    else:
        found, part = [], 0
        while f"{attribute}{part}" in group.attrs:
            found += list(group.attrs[f"{attribute}{part}"])
            part += 1
    return [name.decode() if isinstance(name, bytes) else name for name in found]


def keras(model):
    """Names and datasets of a model, in its own order."""
    layers = names_of(model, "layer_names")
    # The weights of the model itself stand beside its layers and are not listed.
    if "top_level_model_weights" in model:
        layers.append("top_level_model_weights")
    found = [(layer, name, model[layer][name]) for layer in layers for name in names_of(model[layer], "weight_names")]
    names = [name for _, name, _ in found]
    return [(f"{layer}/{name}" if names.count(name) > 1 else name, dataset) for layer, name, dataset in found]


def plain(file):
    """Every dataset by its path, a group once."""
    entered, found = set(), []

    def walk(group, prefix):
        if h5py.h5o.get_info(group.id).addr in entered:
            return
        entered.add(h5py.h5o.get_info(group.id).addr)
        for name in sorted(group):
            if isinstance(group.get(name, getlink=True), h5py.SoftLink):
                continue
            if isinstance(group[name], h5py.Dataset):
                found.append((prefix + name, group[name]))
            elif isinstance(group[name], h5py.Group):
                walk(group[name], prefix + name + "/")

    walk(file, "")
    return found


def tree(path):
    with h5py.File(path, "r") as file:
        storages, ordered, kind = {}, "collections.OrderedDict", "dict"
        is_keras = lambda group: "layer_names" in group.attrs or "layer_names0" in group.attrs
        if is_keras(file):
            parts = [([], keras(file))]
            containers = [([], ordered, len(parts[0][1]))]
        elif "model_weights" in file and is_keras(file["model_weights"]):
            parts = [(["model_weights"], keras(file["model_weights"]))]
            if "optimizer_weights" in file:
                optimizer = file["optimizer_weights"]
                parts.append((["optimizer_weights"], [(name, optimizer[name]) for name in names_of(optimizer, "weight_names")]))
            containers = [([], kind, len(parts))] + [(keys, ordered, len(found)) for keys, found in parts]
        else:
            parts = [([], plain(file))]
            containers = [([], kind, len(parts[0][1]))]
        leaves = [leaf(keys + [name], dataset, storages) for keys, found in parts for name, dataset in found]
    return {"leaves": leaves, "containers": [{"path": ".".join(keys), "keys": keys, "type": name, "len": count} for keys, name, count in containers]}


def add(name, description, write, left=None, **options):
    if ONLY and name not in ONLY:
        return
    path = os.path.join(FOLDER, name)
    with h5py.File(path, "w", **options) as file:
        write(file)
    with open(path, "rb") as file:
        content = file.read()
    row = {"file": name, "kind": "h5", "desc": description, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "must": "leave_out" if left else "agree"}
    if left:
        row["says"] = left
    else:
        row["tree"] = tree(path)
    ROWS.append(row)


def write_layers(group, layers, as_text=False):
    """As Keras does it: names as arrays of bytes, a group and in it the paths that the weights are called."""
    def set_names(target, attribute, names):
        encoded = [name.encode() for name in names]
        if as_text:
            target.attrs.create(attribute, names, dtype=h5py.string_dtype())
        elif len(numpy.asarray(encoded).tobytes()) > 64000:
            parts = numpy.array_split(numpy.asarray(encoded), len(numpy.asarray(encoded).tobytes()) // 64000 + 1)
            for index, part in enumerate(parts):
                target.attrs[f"{attribute}{index}"] = part
        else:
            target.attrs[attribute] = encoded
    set_names(group, "layer_names", list(layers))
    group.attrs["backend"] = "tensorflow" if as_text else "tensorflow".encode()
    group.attrs["keras_version"] = "2.15.0" if as_text else "2.15.0".encode()
    for layer, weights in layers.items():
        target = group.create_group(layer)
        set_names(target, "weight_names", list(weights))
        for name, value in weights.items():
            dataset = target.create_dataset(name, value.shape, dtype=value.dtype)
            if value.shape:
                dataset[:] = value
            else:
                dataset[()] = value


def small():
    return {"input_1": {}, "conv2d": {"conv2d/kernel:0": values(3, 3, 2, 4), "conv2d/bias:0": values(4)},
            "dense": {"dense/kernel:0": values(4, 5), "dense/bias:0": values(5)}}


def weights_twice(file):
    write_layers(file, {"a": {"kernel:0": values(2), "only:0": values(1)}, "b": {"kernel:0": values(3)}, "deep/c": {"x/kernel:0": values(1)}})
    own = file.create_group("top_level_model_weights")
    own.attrs["weight_names"] = [b"own:0"]
    own["own:0"] = values(2)


def whole_model(file):
    file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": {"layers": [{"class_name": "Dense", "config": {"units": 5}}] * 20}})
    file.attrs["training_config"] = json.dumps({"loss": "mse"})
    file.attrs["keras_version"] = "2.15.0"
    file.attrs["backend"] = "tensorflow"
    write_layers(file.create_group("model_weights"), small())
    optimizer = file.create_group("optimizer_weights")
    state = {"iteration:0": numpy.int64(17), "Adam/dense/kernel/m:0": values(4, 5), "Adam/dense/kernel/v:0": values(4, 5)}
    optimizer.attrs["weight_names"] = [name.encode() for name in state]
    for name, value in state.items():
        optimizer.create_dataset(name, data=value)


def dtypes(file):
    for name in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">f2", ">f4", ">f8", ">i2", ">i4", ">u8", "?"):
        file.create_dataset("big_" + name[1:] if name[0] == ">" else "bool" if name == "?" else name, data=values(3, 5, dtype=name))
    file.create_dataset("nan", data=numpy.array([numpy.nan, numpy.inf, -numpy.inf, -0.0], "f4"))


def shapes(file):
    file.create_dataset("scalar", data=numpy.float32(3.5))
    file.create_dataset("scalar_int", data=numpy.int64(-7))
    file.create_dataset("none", data=h5py.Empty("f4"))
    file.create_dataset("empty", shape=(0, 3), dtype="f4")
    file.create_dataset("empty_chunked", shape=(0, 3), maxshape=(None, 3), dtype="f4", chunks=(2, 3))
    file.create_dataset("unwritten", shape=(4, 3), dtype="f4")
    file.create_dataset("unwritten_filled", shape=(4, 3), dtype="i2", fillvalue=-3)
    file.create_dataset("one", data=values(1))
    file.create_dataset("many_dimensions", data=values(2, 1, 3, 1, 2, 1, 2))
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    value = values(5, 4, dtype="f8")
    h5py.h5d.create(file.id, b"compact", h5py.h5t.IEEE_F64LE, h5py.h5s.create_simple((5, 4)), compact).write(h5py.h5s.ALL, h5py.h5s.ALL, value)


def compressed(file):
    smooth = numpy.arange(60 * 70, dtype="f4").reshape(60, 70)
    file.create_dataset("gzip", data=smooth, chunks=(16, 16), compression="gzip")
    file.create_dataset("gzip_shuffle", data=smooth, chunks=(16, 16), compression="gzip", compression_opts=9, shuffle=True)
    file.create_dataset("all_three", data=smooth, chunks=(7, 70), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("fletcher32", data=values(31, 3, dtype="u1"), chunks=(5, 3), fletcher32=True)
    file.create_dataset("shuffle", data=values(33, dtype="f8"), chunks=(10,), shuffle=True)
    file.create_dataset("random", data=values(64, 64), chunks=(64, 64), compression="gzip", shuffle=True)
    file.create_dataset("guessed", data=values(300, 200), chunks=True, compression="gzip", shuffle=True)
    # The order of the steps as nobody writes it: the checksum goes in before it is compressed.
    odd = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    odd.set_chunk((8, 8))
    odd.set_fletcher32()
    odd.set_deflate(4)
    odd.set_shuffle()
    value = values(20, 20, dtype="i4")
    h5py.h5d.create(file.id, b"odd_order", h5py.h5t.STD_I32LE, h5py.h5s.create_simple((20, 20)), odd).write(h5py.h5s.ALL, h5py.h5s.ALL, value)


def chunked(file):
    file.create_dataset("edges1", data=values(103), chunks=(10,))
    file.create_dataset("edges2", data=values(23, 29), chunks=(8, 9))
    file.create_dataset("edges3", data=values(7, 11, 13, dtype="i2"), chunks=(3, 4, 5))
    file.create_dataset("edges4", data=values(3, 3, 9, 10), chunks=(1, 1, 4, 4), compression="gzip")
    file.create_dataset("columns", data=values(20, 6), chunks=(20, 1))
    file.create_dataset("elements", data=values(4, 5), chunks=(1, 1))
    file.create_dataset("larger", data=values(3, 3), chunks=(8, 8), maxshape=(None, None))
    file.create_dataset("many", data=values(2000, dtype="u1"), chunks=(3,))
    for name, fill in (("holes", None), ("holes_filled", 2.5)):
        holes = file.create_dataset(name, shape=(40, 30), dtype="f4", chunks=(7, 8), fillvalue=fill, compression="gzip")
        holes[9:12, 3:20] = values(3, 17)
        holes[39, 29] = 1
    grown = file.create_dataset("grown", data=values(5, 5), chunks=(2, 2), maxshape=(None, 9))
    grown.resize((9, 7))


def latest(file):
    file.create_dataset("contiguous", data=values(3, 4))
    file.create_dataset("single", data=values(9, 9), chunks=(9, 9))
    file.create_dataset("single_gzip", data=values(9, 9), chunks=(9, 9), compression="gzip", shuffle=True)
    file.create_dataset("array", data=values(50, 60), chunks=(7, 11))
    file.create_dataset("array_gzip", data=values(50, 60), chunks=(7, 11), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("array_paged", data=values(5000, dtype="i2"), chunks=(2,))
    file.create_dataset("array_paged_gzip", data=values(2100, dtype="i2"), chunks=(2,), compression="gzip")
    file.create_dataset("array_grows", data=values(5, 6), chunks=(2, 2), maxshape=(9, 11))
    sparse = file.create_dataset("array_holes", shape=(5000,), dtype="f4", chunks=(2,), fillvalue=1.5)
    sparse[4500:4510] = values(10)
    sparse[7] = 3
    file.create_dataset("tree", data=values(40, 50), chunks=(7, 11), maxshape=(None, None))
    file.create_dataset("tree_gzip", data=values(40, 50), chunks=(3, 4), maxshape=(None, None), compression="gzip")
    file.create_dataset("tree_deep", data=values(60, 70, dtype="u1"), chunks=(1, 1), maxshape=(None, None))
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    early.set_chunk((4, 5))
    early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    value = values(10, 12)
    h5py.h5d.create(file.id, b"implicit", h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple((10, 12)), early).write(h5py.h5s.ALL, h5py.h5s.ALL, value)
    group = file.create_group("few")
    for index in range(3):
        group.create_dataset(f"d{index}", data=values(index))
    group = file.create_group("many")
    for index in range(700):
        group.create_dataset(f"with_a_longer_name_{index}", data=numpy.int32(index))


def latest_keras(file):
    layers = {f"a_layer_with_a_long_name_{index}": {f"a_layer_with_a_long_name_{index}/kernel:0": values(2)} for index in range(1500)}
    write_layers(file, layers, as_text=True)
    # More than 8 attributes go to a heap, and names of more than 64 KiB to a place of their own.
    for index in range(12):
        file.attrs[f"attribute_{index}"] = "x" * 10 * index
    del file.attrs["layer_names"]
    file.attrs["layer_names"] = [name.encode() for name in layers]


def tiny_weights(file):
    write_layers(file, {"input": {}, "dense": {"dense/kernel:0": values(2, 3), "dense/bias:0": values(3)}})


def tiny_chunks(file):
    file.create_dataset("c", data=numpy.arange(63, dtype="f4").reshape(7, 9), chunks=(3, 4), compression="gzip", shuffle=True, fletcher32=True)
    holes = file.create_dataset("h", shape=(9,), dtype="i2", chunks=(4,), fillvalue=-2)
    holes[5:7] = [1, 2]


def tiny_latest(file):
    tiny_chunks(file)
    file.create_dataset("t", data=values(3, 3, dtype="u1"), chunks=(2, 2), maxshape=(None, None))
    for index in range(9):
        file.create_dataset(f"many/d{index}", data=numpy.int8(index))
        file.attrs[f"a{index}"] = index


def links(file):
    one = file.create_dataset("group/one", data=values(3))
    file["group/again"] = one
    file["alias"] = one
    file["group/inner/up"] = file["group"]
    file["group/inner/root"] = file["/"]
    file["soft"] = h5py.SoftLink("/group/one")
    file["dangling"] = h5py.SoftLink("/nowhere/at/all")
    file["soft_circle"] = h5py.SoftLink("/soft_circle")
    file["named_type"] = numpy.dtype("f4")


def keras3(file):
    for name in ("dense", "dense_1", "sequential/layers/conv2d"):
        variables = file.create_group(f"layers/{name}/vars")
        variables.create_dataset("0", data=values(3, 4))
        variables.create_dataset("1", data=values(4))
    file.create_group("layers/dropout/vars")
    file.create_group("vars")
    for index in range(12):
        file.create_dataset(f"optimizer/vars/{index}", data=values(2))


def many_names(file):
    for index in range(2500):
        file.create_dataset(f"group_{index % 7}/weight_{index * 37 % 2500}", data=numpy.int16(index))


def external(file):
    file["outside"] = h5py.ExternalLink("/etc/passwd", "/")
    file["inside"] = 1.0


def write_all():
    add("weights.h5", "weights of a Keras model", lambda file: write_layers(file, small()))
    add("tiny_weights.h5", "a Keras model of one layer", tiny_weights)
    add("tiny_chunks.h5", "a few chunks", tiny_chunks)
    add("tiny_latest.h5", "chunks, links and attributes in the newest format", tiny_latest, libver="latest")
    add("model.h5", "a whole Keras model with the state of its optimizer", whole_model)
    add("model_only.h5", "a whole Keras model without an optimizer", lambda file: write_layers(file.create_group("model_weights"), small()))
    add("weights_text.h5", "names as text of variable length", lambda file: write_layers(file, small(), as_text=True))
    add("weights_twice.h5", "layers whose weights have the same names", weights_twice)
    add("many_layers.h5", "more layers than one attribute can name", lambda file: write_layers(file, {
        f"a_layer_with_a_rather_long_name_{index}": {f"a_layer_with_a_rather_long_name_{index}/kernel:0": values(2, 2)} for index in range(1700)}))
    add("keras3.weights.h5", "weights as Keras 3 writes them", keras3)
    add("dtypes.h5", "every dtype", dtypes)
    add("shapes.h5", "scalars, nothing, compact, never written", shapes)
    add("compressed.h5", "deflate, shuffle, fletcher32", compressed)
    add("chunked.h5", "chunks with edges, holes, narrow ones", chunked)
    add("many_names.h5", "trees of several nodes", many_names)
    add("links.h5", "hard links in circles, soft links", links)
    add("user_block.h5", "behind a block of the user's own", lambda file: write_layers(file, small()), userblock_size=1024)
    add("user_block_latest.h5", "the same, in the newest format", lambda file: write_layers(file, small()), userblock_size=512, libver="latest")
    add("ordered.h5", "links and attributes in the order of creation", lambda file: write_layers(file, {
        f"layer_{index}": {f"w{index}": values(2)} for index in range(40)}), track_order=True)
    add("v108.h5", "the format of version 1.8", latest, libver=("v108", "v108"))
    add("latest.h5", "the newest format", latest, libver="latest")
    add("latest_keras.h5", "names in a heap", latest_keras, libver="latest")
    add("empty.h5", "nothing at all", lambda file: None)
    add("empty_latest.h5", "nothing at all, in the newest format", lambda file: None, libver="latest")
    add("compound.h5", "a compound", lambda file: file.create_dataset("c", data=numpy.zeros(2, "f4,i4")), "a compound")
    add("complex.h5", "complex numbers", lambda file: file.create_dataset("c", data=numpy.zeros(2, "c8")), "a compound")
    add("text.h5", "text", lambda file: file.create_dataset("t", data="hello"), "text")
    add("fixed_text.h5", "text of fixed length", lambda file: file.create_dataset("t", data=numpy.array([b"ab", b"c"])), "text")
    add("enumeration.h5", "an enumeration", lambda file: file.create_dataset("e", data=[1, 2], dtype=h5py.enum_dtype({"A": 1, "B": 2})), "an enumeration")
    add("reference.h5", "a reference", lambda file: file.create_dataset("r", data=file.ref, dtype=h5py.ref_dtype), "a reference")
    add("array_type.h5", "arrays as elements", lambda file: file.create_dataset("a", shape=(2,), dtype=numpy.dtype(("f4", (3,)))), "an array")
    add("lzf.h5", "lzf", lzf)
    add("szip.h5", "szip", lambda file: file.create_dataset("z", data=values(4000), chunks=(100,), compression="szip"), "filter 4 (szip)")
    add("scale_offset.h5", "scale-offset", lambda file: file.create_dataset("z", data=values(100, dtype="i4"), chunks=(50,), scaleoffset=0), "filter 6 (scale-offset)")
    add("external_link.h5", "a link to another file", external, "a link to another file")
    add("external_data.h5", "elements in another file", lambda file: file.create_dataset("e", shape=(2,), dtype="f4", external=[("/etc/passwd", 0, 8)]), "in other files")
    add("virtual.h5", "a virtual dataset", lambda file: file.create_virtual_dataset("v", virtual()), "virtual", libver="latest")
    add("named_type.h5", "a named datatype", named_type)
    add("extensible.h5", "extensible arrays", growing, libver="latest")
    add("indices.h5", "fixed arrays and trees of chunks", indices, libver="latest")
    add("indices_old.h5", "the same in old trees", indices)


def lzf(file):
    file.create_dataset("repeated", data=numpy.repeat(values(300), 50), chunks=(1000,), compression="lzf")
    file.create_dataset("random", data=values(5000, dtype="u1"), chunks=(1000,), compression="lzf")
    file.create_dataset("zeros", data=numpy.zeros(100000, "i4"), chunks=(30000,), compression="lzf")
    file.create_dataset("shuffled", data=numpy.arange(20000, dtype="i8"), chunks=(700,), compression="lzf", shuffle=True, fletcher32=True)


def growing(file):
    file.create_dataset("few", data=values(50), chunks=(5,), maxshape=(None,))
    file.create_dataset("many", data=numpy.arange(100000, dtype="i4"), chunks=(7,), maxshape=(None,))
    file.create_dataset("packed", data=numpy.arange(60000, dtype="f8"), chunks=(5,), maxshape=(None,), compression="gzip")
    file.create_dataset("inner", data=values(3, 500), chunks=(2, 3), maxshape=(3, None))
    file.create_dataset("middle", data=values(30, 50, 4), chunks=(7, 3, 2), maxshape=(40, None, 8), compression="lzf")
    file.create_dataset("outer", data=values(500, 3), chunks=(2, 2), maxshape=(None, 9))
    sparse = file.create_dataset("sparse", shape=(200000,), dtype="i2", chunks=(3,), maxshape=(None,))
    sparse[150000:150010] = 7
    sparse[5] = 9


def indices(file):
    file.create_dataset("paged", data=numpy.arange(50000, dtype="i4"), chunks=(7,))
    file.create_dataset("packed", data=numpy.arange(50000, dtype="i4"), chunks=(7,), compression="gzip", shuffle=True)
    file.create_dataset("two", data=values(31, 50), chunks=(7, 3), maxshape=(40, 60))
    file.create_dataset("tree", data=values(31, 50), chunks=(2, 3), maxshape=(None, None))
    file.create_dataset("packed_tree", data=values(131, 50), chunks=(2, 3), maxshape=(None, None), compression="gzip", fletcher32=True)


def named_type(file):
    file["type"] = numpy.dtype("f4")
    file.create_dataset("d", shape=(2,), dtype=file["type"])


def virtual():
    layout = h5py.VirtualLayout(shape=(4,), dtype="f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", shape=(4,))
    return layout


write_all()
with open(os.path.join(FOLDER, "manifest.json"), "w", encoding="utf-8") as output:
    producer = {"h5py": h5py.version.version, "hdf5": h5py.version.hdf5_version, "python": sys.version.split()[0], "numpy": numpy.__version__, "byteorder": sys.byteorder}
    output.write('{"schema":1,"producer":' + json.dumps(producer) + ',\n"fixtures":[\n')
    output.write(",\n".join(json.dumps(row, separators=(",", ":")) for row in ROWS))
    output.write("\n]}\n")
