using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Values;

namespace SafeLoad.Scanning;

/// <summary>
/// Whole files that stand in a pickle as bytes, and that a function of PyTorch opens while the pickle is read: plain pickle writes a
/// tensor's storage so. They are scanned as the files that they are.
/// </summary>
/// <remarks>torch/storage.py, <c>UntypedStorage.__reduce__</c> and <c>_load_from_bytes</c>; below protocol 3 bytes are pickled as
/// <c>_codecs.encode(text, 'latin1')</c> (Lib/pickle.py, <c>save_bytes</c>).</remarks>
/// <param name="content">The content whose pickles they stand in.</param>
internal sealed class EmbeddedFiles(Content content)
{
    // Each pickle is read in up to two ways; a memo makes it cheap to open one text again and again.
    private readonly long _most = 4 * content.Source.Length;
    private Dictionary<long, byte[]>? _files;
    private long _length;

    /// <summary>Whether there are any.</summary>
    public bool Any => _files is not null;

    /// <summary>Takes the argument of the function.</summary>
    /// <returns>False if it is not plain bytes, or they are too many to be looked at.</returns>
    public bool TryTake(PyValue argument, CheckpointLocation at)
    {
        if (at.Offset is not { } offset) return false;
        if (_files?.ContainsKey(offset) == true) return true;
        if (_length > _most || BytesOf(argument) is not { } bytes || (_length += bytes.Length) > _most) return false;
        (_files ??= []).Add(offset, bytes);
        return true;
    }

    /// <summary>The files, each to be scanned in every way that its content asks for.</summary>
    /// <param name="into">Given what is found in them.</param>
    public IEnumerable<WorkItem> Items(ReadingBuilder into)
    {
        foreach (var (offset, bytes) in _files ?? [])
        {
            string name = FormattableString.Invariant($"(file at 0x{offset:X})");
            Content file = content.Unpacked(new MemoryByteSource(bytes, content.Source.Name), name) with { IsExpected = true };
            yield return new WorkItem(file, into);
        }
    }

    private static byte[]? BytesOf(PyValue value)
    {
        if (value.Is(PyKind.Bytes)) return value.AsBytes().ToArray();
        if (value.RawReference
            is not PyObject { Callable.RawReference: PyGlobal encode, Arguments.RawReference: PyTuple { Count: 2 } given }
            || Callables.RealName(encode) != "_codecs.encode" || !given[0].Is(PyKind.Str) || !given[1].Is(PyKind.Str)
            || given[1].AsString() is not ("latin1" or "latin-1")) return null;
        string text = given[0].AsString();
        foreach (char letter in text)
        {
            if (letter > 0xFF) return null;
        }
        return Encoding.Latin1.GetBytes(text);
    }
}
