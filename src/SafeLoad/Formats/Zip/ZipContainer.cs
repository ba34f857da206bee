using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Text;

namespace SafeLoad.Formats.Zip;

/// <summary>A zip that can be read in one way only: its records by name.</summary>
internal sealed class ZipContainer
{
    private readonly ByteSource _source;
    private readonly Budget _budget;
    private readonly bool _verify;
    private readonly byte[] _top;

    private ZipContainer(ByteSource source, ZipDirectory directory, Budget budget, bool verify)
    {
        _source = source;
        _budget = budget;
        _verify = verify;
        Directory = directory;
        ReadOnlySpan<byte> first = directory.Records.Length > 0 ? directory.NameBytes(0) : default;
        _top = first[..(first.IndexOf((byte)'/') + 1)].ToArray();
    }

    /// <summary>The same archive, read by another budget and with or without a look at checksums. It was checked already.</summary>
    public ZipContainer With(Budget budget, bool verify) => new(_source, Directory, budget, verify);

    public ZipDirectory Directory { get; }

    /// <summary>The folder that all records of PyTorch's archives stand in, with its slash; empty if the first record has none.</summary>
    public string TopFolder => Encoding.UTF8.GetString(_top);

    /// <summary>Reads the directory and checks all of it.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="budget">What reading may cost.</param>
    /// <param name="verify">Whether records are compared with their CRC when they are read.</param>
    /// <param name="problems">Told of each contradiction; throws it when loading.</param>
    public static ZipContainer Open(ByteSource source, Budget budget, bool verify, ZipProblems problems)
    {
        ZipDirectory directory = ZipDirectory.Read(source, budget, problems);
        ZipConsistency.CheckRecords(source, directory, problems);
        ZipLinks.Check(source, directory, problems);
        return new ZipContainer(source, directory, budget, verify);
    }

    /// <summary>Proves that every record stands in the top folder, as PyTorch's reader demands.</summary>
    public void CheckTopFolder(Action<MalformedCheckpointException> report)
    {
        for (int i = 0; i < Directory.Records.Length; i++)
        {
            if (_top.Length > 0 && Directory.NameBytes(i).StartsWith(_top)) continue;
            report(Problems.Zip(
                DiagnosticId.MixedTopFolder, $"the record stands outside of the top folder '{Printable.Escape(TopFolder)}'", Location(i)));
            return;
        }
    }

    /// <summary>The index of the record <paramref name="name"/> in the top folder, or -1.</summary>
    public int Find(string name) => Find(name, []);

    /// <summary>The index of a record in a folder of the top folder, or -1.</summary>
    /// <param name="folder">The folder, with its slash.</param>
    /// <param name="key">The record's name in it, as a pickle spells it.</param>
    public int Find(string folder, ReadOnlySpan<byte> key)
    {
        // Lone surrogates are spelled otherwise there.
        if (!Ascii.IsValid(key)) return Find(folder + Utf8Text.Decode(key), []);
        int start = _top.Length, name = start + Encoding.UTF8.GetByteCount(folder), length = name + key.Length;
        Span<byte> full = length <= 256 ? stackalloc byte[length] : new byte[length];
        _top.AsSpan().CopyTo(full);
        Encoding.UTF8.GetBytes(folder, full[start..]);
        key.CopyTo(full[name..]);
        return Directory.Names.Find(full);
    }

    public CheckpointLocation Location(int index) => new(_source.Name, Directory.NameOf(index));

    public CheckpointLocation Location(string name) => new(_source.Name, TopFolder + name);

    /// <summary>The content of a record, checked and inflated as it is read.</summary>
    public ByteSource Open(int index)
    {
        ZipRecord record = Directory.Records[index];
        if (_budget.IsUp) _budget.Watch(Location(index));
        switch (record.Method)
        {
            case 0:
                return new StoredRecordSource(_source, Directory, index, _verify);
            case 8:
                CheckpointLocation at = Location(index);
                _budget.CheckInflateRatio(record.CompressedSize, record.Size, at);
                _budget.ChargeInflated(record.Size, at);
                return new InflatedRecordSource(_source, record, _verify, at);
            default:
                throw Problems.UnsupportedCompression(record.Method, Location(index));
        }
    }

    /// <summary>The whole content of a record that holds a pickle.</summary>
    public byte[] ReadPickle(int index)
    {
        _budget.CheckPickleSize(Directory.Records[index].Size, Location(index));
        ByteSource content = Open(index);
        if (content is InflatedRecordSource inflated) return inflated.Inflate();
        byte[] bytes = new byte[content.Length];
        content.ReadExactly(0, bytes);
        return bytes;
    }

    /// <summary>The bytes of a small text record; null if there is no such record.</summary>
    public string? ReadText(string name)
    {
        int index = Find(name);
        if (index < 0) return null;
        ByteSource content = Open(index);
        byte[] bytes = new byte[(int)Math.Min(content.Length, 256)];
        content.ReadExactly(0, bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
