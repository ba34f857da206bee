using System.Globalization;
using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Formats.Torch7;

/// <summary>Reads the tensors and storages of a Torch 7 file. Tensors share a storage by its number.</summary>
/// <remarks>torch7 generic/Tensor.c and generic/Storage.c, <c>read</c>.</remarks>
internal sealed class Torch7Tensors(Torch7Reader reader, Torch7Objects objects, Budget budget)
{
    public List<StorageInfo> Storages { get; } = [];

    /// <summary>The number of elements, then the elements.</summary>
    public PyStorage ReadStorage(Torch7Class type, int index)
    {
        CheckpointLocation at = reader.At;
        long count = reader.ReadLong();
        if (count < 0) throw Problems.Torch7(FormattableString.Invariant($"a storage has {count} elements"), at);
        ByteSource elements = reader.ReadElements(type.Element, count);
        DType dtype = DTypeOf(type);
        var storage = new PyStorage(new StorageInfo(
            index.ToString(CultureInfo.InvariantCulture), dtype, type.Location, elements.Length, elements), dtype);
        Storages.Add(storage.Info);
        objects.Add(index, new PyValue(storage), at);
        return storage;
    }

    /// <summary>Dimensions, sizes, strides, the offset counted from 1, and the storage.</summary>
    public PyTensor ReadTensor(Torch7Class type, int index)
    {
        CheckpointLocation at = reader.At;
        int dimensions = reader.ReadInt();
        if (dimensions < 0) throw Problems.Torch7(FormattableString.Invariant($"a tensor has {dimensions} dimensions"), at);
        budget.CheckDimensions(dimensions, at);
        long[] shape = new long[dimensions], strides = new long[dimensions];
        for (int i = 0; i < dimensions; i++) shape[i] = reader.ReadLong();
        for (int i = 0; i < dimensions; i++) strides[i] = reader.ReadLong();
        long offset = reader.ReadLong();
        if (offset < 1) throw Problems.Torch7(FormattableString.Invariant($"a tensor begins at element {offset}; the first one is 1"), at);
        PyStorage? storage = ReadStorageOf(type);
        // Torch's tensor without dimensions is empty; PyTorch's is a scalar.
        if (dimensions == 0) (shape, strides, offset) = ([0], [1], 1);
        DType dtype = DTypeOf(type);
        TensorBounds.Check(shape, strides, offset - 1, storage?.ElementCount ?? 0, dtype.ItemSize, at);
        StorageInfo info = storage?.Info ?? new StorageInfo("", dtype, type.Location, 0, new MemoryByteSource(default, at.File));
        var tensor = new PyTensor(new TensorInfo(dtype, shape, strides, offset - 1, info));
        objects.Add(index, new PyValue(tensor), at);
        return tensor;
    }

    // A tensor that was never resized has none.
    private PyStorage? ReadStorageOf(Torch7Class type)
    {
        CheckpointLocation at = reader.At;
        int tag = reader.ReadInt();
        if (tag == (int)Torch7Tag.Nil) return null;
        if (tag != (int)Torch7Tag.Object)
            throw Problems.Torch7(FormattableString.Invariant($"a tensor's storage is an object of kind {tag}"), at);
        int index = reader.ReadInt();
        PyStorage? storage = objects.TryGet(index, out PyValue known) ? known.RawReference as PyStorage
            : Torch7Class.Find(reader.ReadClass()) is { IsTensor: false } found ? ReadStorage(found, index) : null;
        if (storage is null) throw Problems.Torch7("a tensor's storage is something else", at);
        if (storage.DType != DTypeOf(type) || storage.Info.Location != type.Location)
            throw Problems.Torch7(
                $"a tensor of {DTypeOf(type)} on {type.Location} is over a storage of {storage.DType} on {storage.Info.Location}", at);
        return storage;
    }

    // Where a long has 4 bytes, so have the elements of LongStorage.
    private DType DTypeOf(Torch7Class type) =>
        type.Element == Torch7Element.Long && reader.SizeOf(Torch7Element.Long) == 4 ? DType.Int32 : type.DType;
}
