using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning.Python;

/// <summary>Judges the names of code that a configuration has a loader import, and reports them.</summary>
/// <param name="reading">Given what is found.</param>
/// <param name="locate">The place of an offset.</param>
internal sealed class CodeNames(ReadingBuilder reading, Func<long, CheckpointLocation> locate)
{
    /// <summary>How long names of known libraries are at most.</summary>
    public const int LongestKnown = 1000;

    private const int MostListed = 5, MostKnown = 1000, LongestName = 120;

    // A class of these that is made with what the file says is a layer, a model, a schedule, a transformation. Functions and methods of
    // theirs can load and fetch.
    private static readonly string[] s_known = ["torch.nn.", "torch.optim.", "torch.utils.data.", "torchvision.transforms.",
        "torchvision.models.", "torchmetrics.", "transformers.", "diffusers.", "sentence_transformers.", "nemo.collections."];

    // Modules of these libraries in which other modules can be found by the names that they have there, and the classes of theirs that
    // open files and repositories or run programs.
    private static readonly string[] s_leading = ["python_multiprocessing", "rpc", "torch", "torchvision", "torchmetrics", "diffusers"],
        s_opening = ["TransfoXL", "Rag", "PythonInterpreter", "PyTorchFile", "RPC", "CrossEncoder", "SentenceTransformer", "SparseEncoder"],
        s_openingEnds = ["Tool", "Agent", "Pipeline", "Retriever", "Reader"];

    // skops/io/_general.py, _numpy.py, _scipy.py: what is only named, and what is made without a call.
    private static readonly string[] s_named = ["TypeNode", "FunctionNode", "JsonNode"];

    // importlib/_bootstrap_external.py, _get_supported_file_loaders.
    private static readonly string[] s_scripts = [".py", ".pyc", ".so", ".pyd"];

    // ts/model_loader.py: handlers of TorchServe's own.
    private static readonly string[] s_handlers = ["image_classifier", "image_segmenter", "object_detector", "text_classifier"];

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<(string Module, string Name, string Loader)> _nodes = [];
    private long _knownAt;

    /// <summary>A dotted name that a loader imports, and mostly calls.</summary>
    /// <param name="key">What names it. Safe to print.</param>
    /// <param name="path">The name.</param>
    /// <param name="does">What is done with it, behind "which".</param>
    /// <param name="at">Where.</param>
    /// <param name="isWord">Whether the key is a word that can mean anything: then only programs are dangerous.</param>
    public void Called(string key, string path, string does, long at, bool isWord = false)
    {
        if (path.Length <= LongestKnown && IsKnown(path)) AddKnown(path, at);
        else if (isWord && !KnownPrograms.Has(path))
            reading.Add(Finding.Of(DiagnosticId.CustomCode, $"{key} names {Printable.Escape(path, LongestName)}, which {does}", locate(at),
                path));
        else Report($"{key} names", path, does, at);
    }

    /// <summary>A name that is suspicious wherever it leads.</summary>
    public void Report(string who, string path, string does, long at)
    {
        (string module, string name) = Split(path);
        JudgedGlobal judged = GlobalCatalog.Judge(module, name);
        // A module is named, or something in it that no list has.
        if (judged.Judgement == GlobalJudgement.Unknown && GlobalCatalog.Judge(module + "." + name, "x")
            is { Judgement: GlobalJudgement.Dangerous } inside) judged = inside;
        string message = $"{who} {Printable.Escape(path, LongestName)}, which {does}";
        reading.Add(judged.Judgement == GlobalJudgement.Dangerous
            ? Finding.Of(DiagnosticId.DangerousGlobal, $"{message}: {judged.Reason}", locate(at), path)
            : Finding.Of(DiagnosticId.CustomCode, message, locate(at), path));
    }

    /// <summary>Code in files beside the configuration.</summary>
    public void Files(string key, IReadOnlyList<string> files, string does, long at) =>
        reading.Add(Finding.Of(DiagnosticId.CustomCode, $"the configuration names code of its own under {key}, which {does}: "
            + string.Join(", ", files.Select(static file => Printable.Escape(file, LongestName))), locate(at)));

    /// <summary>Something that lets code run, or is code, and has no name.</summary>
    public void Custom(string message, long at) => reading.Add(Finding.Of(DiagnosticId.CustomCode, message, locate(at)));

    /// <summary>Text that is run, or is a way to what is run.</summary>
    public void Runs(string key, string text, string does, long at) =>
        Custom(key + " has " + Printable.Escape(text, LongestName) + ", which " + does, at);

    /// <summary>Code, or what leads to some, in what is made of the configuration.</summary>
    public void Code(string message, long at) => reading.Add(Finding.Of(DiagnosticId.CodeInFile, message, locate(at)));

    /// <summary>A name that is imported, of which it was said whether it is dangerous.</summary>
    public void Imported(string message, string path, bool isDangerous, long at) => reading.Add(
        Finding.Of(isDangerous ? DiagnosticId.DangerousGlobal : DiagnosticId.CodeInFile, message, locate(at), path));

    /// <summary>A value that is evaluated.</summary>
    public void Expression(string text, long at) => Runs("a value", text, "MONAI evaluates as Python", at);

    /// <summary>Something that was passed over.</summary>
    public void NotScanned(string what, long at) => reading.NotScanned(what, locate(at));

    /// <summary>A part of an archive that TorchServe runs.</summary>
    public void Served(string key, string file, long at)
    {
        if (!s_handlers.Contains(file)) reading.Add(Finding.Of(DiagnosticId.CodeInFile,
            $"the manifest names {Printable.Escape(file, LongestName)} as its {key}: it runs when the model is served", locate(at)));
    }

    /// <summary>A node of skops: a class or function by name.</summary>
    public void Node(string module, string name, string loader, long at)
    {
        // Texts in JSON are of the class that their node names, and that is never looked up.
        if (loader == "JsonNode") return;
        CheckpointLocation place = locate(at);
        reading.Name(GlobalCatalog.Of(module, name, place));
        // A name can be a class here and be called there.
        if (!_nodes.Add((module, name, loader)) && loader is not ("MethodNode" or "OperatorFuncNode")) return;
        JudgedGlobal judged = GlobalCatalog.Judge(module, name);
        string full = module + "." + name, shown = Printable.Escape(full, LongestName);
        if (judged.Judgement == GlobalJudgement.Dangerous)
            reading.Add(Finding.Of(DiagnosticId.DangerousGlobal, $"{shown}: {judged.Reason}", place, full));
        else if (judged.Judgement == GlobalJudgement.Unknown)
            reading.Add(Finding.Of(DiagnosticId.UnknownGlobal, $"{shown} is not known", place, full));
        else if (judged.Judgement == GlobalJudgement.Harmless && judged.Use < UseOf(full, loader))
            reading.Add(Finding.Of(DiagnosticId.UnexpectedUse, $"{shown} is harmless by name alone; here skops calls it", place, full));
        // The attribute that it looks up is chosen by the file.
        if (loader is "MethodNode" or "OperatorFuncNode")
            reading.Add(Finding.Of(DiagnosticId.ComputedCall, "the schema has skops look up a method by its name", place));
    }

    /// <summary>Says what known classes were named, once for all.</summary>
    public void Finish()
    {
        if (_known.Count == 0) return;
        string listed = ListText.OfFirst(_known.Order(StringComparer.Ordinal).Take(MostListed), _known.Count);
        reading.Add(Finding.OfOther(DiagnosticId.CustomCode, Verdict.Clean,
            "the configuration names classes of known libraries: " + listed, locate(_knownAt)));
    }

    /// <summary>Whether a text has the shape of a name that can be imported.</summary>
    public static bool Has(string path, NameShape shape)
    {
        if (shape == NameShape.Any) return true;
        if (shape == NameShape.Code) return PythonText.Does(Encoding.UTF8.GetBytes(path));
        if (shape == NameShape.Script) return Array.Exists(s_scripts, end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase));
        int colon = path.IndexOf(':', StringComparison.Ordinal);
        if ((shape == NameShape.Colon && colon < 0) || (shape is NameShape.LongPath or NameShape.LongClass && colon >= 0)) return false;
        string[] parts = path.Split(colon < 0 ? '.' : ':');
        if (colon >= 0) parts = [.. parts[0].Split('.'), .. parts[1..].SelectMany(static part => part.Split('.'))];
        if (parts.Length < 2 || !Array.TrueForAll(parts, IsIdentifier)) return false;
        if (shape is NameShape.Path or NameShape.Colon) return true;
        if (shape == NameShape.LongPath) return parts.Length > 2;
        // In the graph of an exported program the targets are operators.
        return (shape != NameShape.LongClass || parts.Length > 2) && char.IsAsciiLetterUpper(parts[^1][0])
            && !path.StartsWith("torch.ops.", StringComparison.Ordinal)
            && (shape == NameShape.LongClass || (Array.TrueForAll(parts[..^1], static part => !char.IsAsciiLetterUpper(part[0]))
                && parts[^1] != parts[^1].ToUpperInvariant()));
    }

    /// <summary>Whether the catalogue calls a name dangerous.</summary>
    public static bool IsDangerous(string path)
    {
        (string module, string name) = Split(path);
        return GlobalCatalog.Judge(module, name).Judgement == GlobalJudgement.Dangerous;
    }

    /// <summary>Whether a name leads out of the package that it begins with: a module knows others by the names that they have there
    /// (<c>package.module._os.system</c>).</summary>
    /// <param name="path">The name.</param>
    /// <param name="surely">Whether words that packages have modules of their own for lead away, too (<c>package.io.Thing</c>); to a
    /// function they always do.</param>
    public static bool LeadsAway(string path, bool surely = false)
    {
        string[] parts = path.Replace(':', '.').Split('.');
        surely |= parts[^1].Length > 0 && !char.IsAsciiLetterUpper(parts[^1][0]);
        return KnownPrograms.Has(path) || Array.Exists(parts[1..], part => DangerousGlobals.IsModule(part, surely));
    }

    /// <summary>Whether a text is one part of a dotted name.</summary>
    public static bool IsIdentifier(string text)
    {
        if (text.Length == 0 || char.IsAsciiDigit(text[0])) return false;
        foreach (char letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or > '\x7F')) return false;
        }
        return true;
    }

    // An array comes from its file as it is; any other class of that node is called with it.
    private static GlobalUse UseOf(string full, string loader) =>
        s_named.Contains(loader) || (full, loader) is ("numpy.ndarray", "NdArrayNode") ? GlobalUse.Name
            : loader == "ObjectNode" ? GlobalUse.Operand : GlobalUse.Value;

    private void AddKnown(string path, long at)
    {
        if (_known.Count == 0) _knownAt = at;
        if (_known.Count < MostKnown) _known.Add(Printable.Escape(path, LongestName));
    }

    private static bool IsKnown(string path)
    {
        (string module, string name) = Split(path);
        JudgedGlobal judged = GlobalCatalog.Judge(module, name);
        if (judged.Judgement == GlobalJudgement.Dangerous || name.StartsWith('_')) return false;
        if (judged.Judgement == GlobalJudgement.Allowed || judged is { Judgement: GlobalJudgement.Harmless, Use: GlobalUse.Value })
            return true;
        string[] parts = path.Split('.');
        return Array.Exists(s_known, start => path.StartsWith(start, StringComparison.Ordinal))
            && Array.TrueForAll(parts, IsIdentifier) && char.IsAsciiLetterUpper(parts[^1][0])
            && Array.TrueForAll(parts[1..^1], static part => !char.IsAsciiLetterUpper(part[0]) && !s_leading.Contains(part))
            && !LeadsAway(path, surely: true)
            && !Array.Exists(s_opening, start => parts[^1].StartsWith(start, StringComparison.Ordinal))
            && !Array.Exists(s_openingEnds, end => parts[^1].EndsWith(end, StringComparison.Ordinal));
    }

    // module:name is module.name too.
    private static (string Module, string Name) Split(string path)
    {
        string dotted = path.Trim().Replace(':', '.');
        int dot = dotted.LastIndexOf('.');
        return dot < 0 ? ("builtins", dotted) : (dotted[..dot], dotted[(dot + 1)..]);
    }
}
