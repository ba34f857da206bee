using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Zip;
using SafeLoad.Loading;
using SafeLoad.Values;

namespace SafeLoad.Formats.Programs;

/// <summary>
/// The classes of a TorchScript file, as far as weights go: the two lines of each module's code that name its parameters and its buffers.
/// The code is text here; nothing else of it is looked at.
/// </summary>
/// <remarks>torch/csrc/jit/serialization/python_print.cpp, <c>printClass</c>; import_source.cpp, <c>importClass</c>.</remarks>
internal sealed class ScriptClasses(ZipContainer zip, Budget budget) : IScriptClasses
{
    private const string Prefix = "__torch__";

    private static readonly Dictionary<string, ScriptClass> s_none = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Dictionary<string, ScriptClass>> _byModule = new(StringComparer.Ordinal);

    // Names with slashes in them mean the same record as those with dots: each record is read once.
    private readonly Dictionary<int, Dictionary<string, ScriptClass>> _byRecord = [];

    /// <inheritdoc/>
    public ScriptClass? Find(string module, string name)
    {
        if (module != Prefix && !module.StartsWith(Prefix + ".", StringComparison.Ordinal)) return null;
        if (!_byModule.TryGetValue(module, out var classes)) _byModule.Add(module, classes = Read(module));
        // Mobile archives can lack code: a class of theirs is taken for a module whose tensors are all of its state.
        return classes.TryGetValue(name, out ScriptClass? found) ? found : classes.Count == 0 && !_hasCode ? new ScriptClass([], null)
            : null;
    }

    private readonly bool _hasCode = HasCode(zip);

    private static bool HasCode(ZipContainer zip)
    {
        byte[] code = Encoding.UTF8.GetBytes(zip.TopFolder + "code/");
        for (int i = 0; i < zip.Directory.Records.Length; i++)
        {
            if (zip.Directory.NameBytes(i).StartsWith(code)) return true;
        }
        return false;
    }

    private Dictionary<string, ScriptClass> Read(string module)
    {
        int record = zip.Find("code/" + module.Replace('.', '/') + ".py");
        if (record < 0) return s_none;
        if (_byRecord.TryGetValue(record, out var known)) return known;
        // A text must fit a string of .NET.
        budget.CheckStringBytes(zip.Directory.Records[record].Size, zip.Location(record));
        var classes = new Dictionary<string, ScriptClass>(StringComparer.Ordinal);
        _byRecord.Add(record, classes);
        string? current = null;
        IReadOnlyList<string> parameters = [];
        IReadOnlyList<string>? buffers = null;
        foreach (ReadOnlySpan<char> line in Encoding.UTF8.GetString(zip.ReadPickle(record)).AsSpan().EnumerateLines())
        {
            if (line.StartsWith("class ", StringComparison.Ordinal))
            {
                Finish();
                int end = line.IndexOf('(');
                current = end > 0 && line[end..].StartsWith("(Module):", StringComparison.Ordinal)
                    ? line["class ".Length..end].Trim().ToString() : null;
                (parameters, buffers) = ([], null);
            }
            else if (Names(line, "  __parameters__ = [") is { } listed) parameters = listed;
            else if (Names(line, "  __buffers__ = [") is { } held) buffers = held;
        }
        Finish();
        return classes;

        void Finish()
        {
            if (current is not null) classes[current] = new ScriptClass(parameters, buffers);
        }
    }

    // ["weight", "bias", ]: names of attributes, which need no escapes.
    private static List<string>? Names(ReadOnlySpan<char> line, string start)
    {
        if (!line.StartsWith(start, StringComparison.Ordinal)) return null;
        var names = new List<string>();
        ReadOnlySpan<char> rest = line[start.Length..];
        while (rest.IndexOf('"') is >= 0 and var open)
        {
            rest = rest[(open + 1)..];
            int close = rest.IndexOf('"');
            if (close < 0) break;
            names.Add(rest[..close].ToString());
            rest = rest[(close + 1)..];
        }
        return names;
    }
}
