using System.Buffers.Binary;
using SafeLoad.Common;
using SafeLoad.Containers;
using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Tensors;
using SafeLoad.Values;

namespace SafeLoad.Rebuild;

/// <summary>
/// The tar of PyTorch before 0.1.10 (February 2017): members <c>storages</c>, <c>tensors</c> and <c>pickle</c>.
/// </summary>
/// <remarks>torch/serialization.py, <c>legacy_load</c>. torch.load(weights_only=True) refuses the format altogether since 2.6, because its own
/// reader ran code in it (CVE-2025-32434); this one uses the same pickle machine as for every other container.</remarks>
internal sealed class TarLoader
{
    private readonly ByteSource _source;
    private readonly LoadContext _context;
    private readonly TarObjects _objects = new();
    private readonly RebuildHost _host;

    private TarLoader(ByteSource source, LoadContext context)
    {
        _source = source;
        _context = context;
        _host = RebuildHost.Create(context, _objects);
    }

    public static LoadedCheckpoint Load(ByteSource source, LoadContext context)
    {
        TarDirectory tar = TarDirectory.Read(source);
        if ((tar.Broken ?? tar.Unusual) is { } problem) throw problem;
        CheckpointLocation at = new(source.Name);
        ByteSource? storages = tar.Open(source, "storages"), tensors = tar.Open(source, "tensors"), pickle = tar.Open(source, "pickle");
        if (storages is null || tensors is null || pickle is null)
            throw Throw.UnsupportedFormat("this is a tar archive that PyTorch did not write (it has no members storages, tensors and pickle); unpack it first", at.File);
        var loader = new TarLoader(source, context);
        if (tar.Open(source, "sys_info") is { } system) loader.Next(new Member(system, "sys_info"));
        loader.ReadStorages(new Member(storages, "storages"));
        loader.ReadTensors(new Member(tensors, "tensors"));
        PyValue root = loader.Next(new Member(pickle, "pickle"));
        PickleRun.ThrowIfRefused(loader._host);
        context.RunChecks();
        return new LoadedCheckpoint(CheckpointFormat.Tar, root, loader._objects.Storages, loader._host.Names, [], new CheckpointWriterInfo("PyTorch before 0.1.10 (tar)")) { Budget = context.Budget };
    }

    private PyValue Next(Member member)
    {
        PickleData data = PickleEnd.Read(member.Content, member.Position, member.Name, _context.Budget);
        PyValue value = PickleRun.Run(data, _host, _context, out int end);
        member.Position += end;
        return value;
    }

    private void ReadStorages(Member member)
    {
        long count = Count(Next(member), member);
        for (long i = 0; i < count && !_host.HasRefused; i++)
        {
            CheckpointLocation at = At(member);
            PyValue[] fields = Fields(Next(member), 3, member);
            if (_host.HasRefused) return;
            if (!fields[0].Is(PyKind.Int) || !fields[1].Is(PyKind.Str) || fields[2].RawReference is not PyGlobal { Meaning: StorageClass type }) throw Throw.Tar("a storage is not described by number, location and class", at);
            long elements = ReadInt64(member);
            if (elements < 0 || elements > member.Left / type.DType.ItemSize) throw Throw.Tar(FormattableString.Invariant($"a storage has {elements:N0} elements of {type.DType.Name}; {member.Left:N0} bytes are left: the file was cut short"), at);
            long bytes = elements * type.DType.ItemSize;
            var storage = new StorageInfo(TarObjects.KeyOf(fields[0].AsInt64()), type.DType, fields[1].AsString(), bytes, new SliceByteSource(member.Content, member.Position, bytes));
            _objects.Add(fields[0].AsInt64(), new PyStorage(storage, type.DType), at);
            member.Position += bytes;
        }
        if (!_host.HasRefused) ReadViews(member);
    }

    // (view's number, root's number, offset, number of elements): storages that are slices of others.
    private void ReadViews(Member member)
    {
        CheckpointLocation at = At(member);
        PyValue list = Next(member);
        if (_host.HasRefused) return;
        if (list.RawReference is not PyList views) throw Throw.Tar("the storages do not end with a list of views", at);
        foreach (PyValue view in views)
        {
            PyValue[] fields = Fields(view, 4, member);
            if (!Array.TrueForAll(fields, static field => field.Is(PyKind.Int))) throw Throw.Tar("a storage view is not described by four numbers", at);
            PyStorage root = _objects.FindStorage(fields[1].AsInt64(), at);
            long offset = fields[2].AsInt64(), count = fields[3].AsInt64();
            string key = TarObjects.KeyOf(fields[0].AsInt64());
            if (offset < 0 || count < 0 || offset > root.ElementCount || count > root.ElementCount - offset) throw Throw.StorageView(key, offset, count, root.ElementCount, at);
            int itemSize = root.DType.ItemSize;
            var storage = new StorageInfo(key, root.DType, root.Info.Location, count * itemSize, new StorageSource(root.Info, offset * itemSize, count * itemSize));
            _objects.Add(fields[0].AsInt64(), new PyStorage(storage, root.DType), at);
        }
    }

    private void ReadTensors(Member member)
    {
        long count = Count(Next(member), member);
        for (long i = 0; i < count && !_host.HasRefused; i++)
        {
            CheckpointLocation at = At(member);
            PyValue[] fields = Fields(Next(member), 3, member);
            if (_host.HasRefused) return;
            if (!fields[0].Is(PyKind.Int) || !fields[1].Is(PyKind.Int) || fields[2].RawReference is not PyGlobal { Meaning: LegacyTensor type }) throw Throw.Tar("a tensor is not described by number, storage and class", at);
            PyStorage storage = _objects.FindStorage(fields[1].AsInt64(), at);
            if (storage.DType != type.DType) throw Throw.Tar($"a tensor of {type.DType} is over a storage of {storage.DType}", at);
            // The number of dimensions has four bytes; the four after it were never initialised.
            long head = ReadInt64(member);
            int dimensions = (int)head;
            _context.Budget.CheckDimensions((uint)dimensions, at);
            long[] shape = new long[dimensions], strides = new long[dimensions];
            for (int d = 0; d < dimensions; d++) shape[d] = ReadInt64(member);
            for (int d = 0; d < dimensions; d++) strides[d] = ReadInt64(member);
            long offset = ReadInt64(member);
            TensorBounds.Check(shape, strides, offset, storage.ElementCount, type.DType.ItemSize, at);
            _objects.Add(fields[0].AsInt64(), new PyTensor(new TensorInfo(type.DType, shape, strides, offset, storage.Info)), at);
        }
    }

    private long Count(PyValue value, Member member) =>
        _host.HasRefused ? 0 : value.Is(PyKind.Int) && value.AsInt64() >= 0 ? value.AsInt64() : throw Throw.Tar($"the number of {member.Name} is {value}", At(member));

    private PyValue[] Fields(PyValue value, int count, Member member) =>
        _host.HasRefused ? new PyValue[count] : value.RawReference is PyTuple tuple && tuple.Count == count ? tuple.Items : throw Throw.Tar($"an entry of {member.Name} is a {value.TypeName}, not a tuple of {count}", At(member));

    private long ReadInt64(Member member)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (member.Left < bytes.Length) throw Throw.Tar($"the member {member.Name} is cut short", At(member));
        member.Content.ReadExactly(member.Position, bytes);
        member.Position += bytes.Length;
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    private CheckpointLocation At(Member member) => new(_source.Name, member.Name, member.Position);

    private sealed class Member(ByteSource content, string name)
    {
        public ByteSource Content { get; } = content;

        public string Name { get; } = name;

        public long Position { get; set; }

        public long Left => Content.Length - Position;
    }
}
