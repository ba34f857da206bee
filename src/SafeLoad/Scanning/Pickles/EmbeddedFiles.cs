using SafeLoad.IO;
using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Rules;
using SafeLoad.Text;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Pickles;

/// <summary>
/// Whole files that stand in a pickle as bytes, and that a function of PyTorch opens while the pickle is read: plain pickle writes a
/// tensor's storage so. They are scanned as the files that they are, and hold a storage: anything else would be handed on as one.
/// </summary>
/// <remarks>torch/storage.py, <c>UntypedStorage.__reduce__</c> and <c>_load_from_bytes</c>; below protocol 3 bytes are pickled as
/// <c>_codecs.encode(text, 'latin1')</c> (Lib/pickle.py, <c>save_bytes</c>).</remarks>
/// <param name="content">The content whose pickles they stand in.</param>
internal sealed class EmbeddedFiles(Content content)
{
    // Each pickle is read in several ways, in which one call can get other bytes; a memo makes it cheap to open one text again and again.
    private readonly long _most = 4 * content.Source.Length;
    private Dictionary<long, List<byte[]>>? _files;
    private long _length;

    /// <summary>Whether there are any.</summary>
    public bool Any => _files is not null;

    /// <summary>Takes the argument of the function.</summary>
    /// <returns>False if it is not plain bytes, or they are too many to be looked at.</returns>
    public bool TryTake(PyValue argument, CheckpointLocation at)
    {
        // A storage holds no other file.
        if (content.IsEmbedded || at.Offset is not { } offset || _length > _most) return false;
        if (argument.Is(PyKind.Bytes)) return TryAdd(offset, argument.AsBytes().ToArray());
        if (EncodedText(argument) is not { } text) return false;
        byte[]? bytes = Latin1Text.BytesOf(text.AsString());
        // Python 2 wrote the bytes themselves: who reads its texts as Latin-1 gets them back as they are.
        return text.RawReference is PyBuffer { MayBeLatin1: true }
            ? TryAdd(offset, text.AsBytes().ToArray()) && (bytes is null || TryAdd(offset, bytes))
            : bytes is not null && TryAdd(offset, bytes);
    }

    /// <summary>The files, each to be scanned in every way that its content asks for.</summary>
    /// <param name="into">Given what is found in them.</param>
    public IEnumerable<WorkItem> Items(ReadingBuilder into)
    {
        foreach (var (offset, files) in _files ?? [])
        {
            for (int i = 0; i < files.Count; i++)
            {
                string name = FormattableString.Invariant($"(file at 0x{offset:X}{(i == 0 ? "" : ", read in another way")})");
                Content file = content.Unpacked(new MemoryByteSource(files[i], content.Source.Name), name) with
                {
                    IsExpected = true, IsEmbedded = true,
                };
                yield return new WorkItem(file, into) { Meaning = reading => AsStorage(reading, content.AtOffset(offset)) };
            }
        }
    }

    private static Reading AsStorage(Reading reading, CheckpointLocation at)
    {
        foreach (NamedGlobal global in reading.Globals)
        {
            if (global.Judgement == GlobalJudgement.Allowed && global.Name.EndsWith("Storage", StringComparison.Ordinal)) continue;
            return reading with
            {
                Findings = [.. reading.Findings, Finding.Of(DiagnosticId.UnexpectedUse,
                    "a file in the pickle's bytes is opened that holds more than a storage, which plain pickle never writes", at)],
            };
        }
        return reading;
    }

    private bool TryAdd(long offset, byte[] bytes)
    {
        _files ??= [];
        if (!_files.TryGetValue(offset, out List<byte[]>? known)) _files.Add(offset, known = []);
        if (known.Exists(one => one.AsSpan().SequenceEqual(bytes))) return true;
        if ((_length += bytes.Length) > _most) return false;
        known.Add(bytes);
        return true;
    }

    private static PyValue? EncodedText(PyValue value) => value.RawReference
            is PyObject { Callable.RawReference: PyGlobal encode, Arguments.RawReference: PyTuple { Count: 2 } given }
        && Callables.RealName(encode) == "_codecs.encode" && given[0].Is(PyKind.Str) && given[1].Is(PyKind.Str)
        && given[1].AsString() is "latin1" or "latin-1" ? given[0] : null;
}
