using SafeLoad.Diagnostics;
using SafeLoad.Tensors;
using SafeLoad.Text;
using SafeLoad.Values;

namespace SafeLoad.Formats.Hdf5;

/// <summary>The datasets of an HDF5 file as tensors, each made once: two names of one dataset share its storage.</summary>
internal sealed class Hdf5Tensors(Hdf5File file)
{
    private readonly Dictionary<long, PyValue> _tensors = new(SeededComparer.Instance);

    public List<StorageInfo> Storages { get; } = [];

    public PyValue Read(Hdf5Object dataset, string name)
    {
        if (_tensors.TryGetValue(dataset.Address, out PyValue known)) return known;
        var tensor = new PyValue(new PyTensor(Make(dataset, name)));
        _tensors.Add(dataset.Address, tensor);
        return tensor;
    }

    private TensorInfo Make(Hdf5Object dataset, string name)
    {
        CheckpointLocation at = dataset.At;
        // What is no tensor need not be right in anything else.
        Hdf5Type type = Hdf5Dataset.ReadType(file, dataset);
        DType dtype = DTypeOf(type) ?? throw Problems.UnsupportedTensor(
            $"the elements of dataset '{Printable.Escape(name)}' are {type.Name}; numbers and bools are read", at);
        Hdf5Dataset found = Hdf5Dataset.Read(file, dataset, name, at);
        file.Budget.CheckDimensions(found.Shape.Length, at);
        long[] strides = TensorBounds.ContiguousStrides(found.Shape);
        TensorBounds.Check(found.Shape, strides, 0, found.Content.Length / dtype.ItemSize, dtype.ItemSize, at);
        var storage = new StorageInfo(name, dtype, "cpu", found.Content.Length, found.Content, found.Type.IsBigEndian);
        Storages.Add(storage);
        return new TensorInfo(dtype, found.Shape, strides, 0, storage);
    }

    // HDF5 describes numbers as NumPy does, by kind and size.
    private static DType? DTypeOf(Hdf5Type type)
    {
        string? kind = type.Kind switch
        {
            Hdf5Kind.Float => "f",
            Hdf5Kind.Signed => "i",
            Hdf5Kind.Unsigned => "u",
            Hdf5Kind.Bool => "b",
            _ => null,
        };
        return kind is null ? null : DType.FromNumpy(FormattableString.Invariant($"{kind}{type.Size}"));
    }
}
