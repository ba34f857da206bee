using System.Text;

namespace SafeLoad.Scanning.Python;

/// <summary>Texts that some loader evaluates as Python.</summary>
internal static class PythonText
{
    private static readonly string[] s_layers = ["nn.", "torch.nn."];

    /// <summary>The keys that only a bundle of MONAI has.</summary>
    /// <remarks>monai/bundle/config_item.py, monai/bundle/utils.py.</remarks>
    public static string[][] Bundle { get; } =
        [["_target_", "_requires_", "_disabled_", "_mode_", "_desc_", "bundle_root", "network_def", "monai_version", "_meta_"]];

    /// <summary>The keys beside which YOLO evaluates an activation, and those that it reads the lists of layers from.</summary>
    /// <remarks>ultralytics/nn/tasks.py, <c>parse_model</c>.</remarks>
    public static string[][] Activations { get; } = [["nc", "backbone", "head", "anchors", "depth_multiple", "scales"]];

    /// <summary>The keys that it reads the lists of layers from.</summary>
    public static string[][] Layers { get; } = [["backbone"], ["head"]];

    /// <summary>The keys of objects of Keras.</summary>
    public static string[][] Keras { get; } = [["class_name"]];

    /// <summary>Whether a value is marked as an expression: MONAI evaluates what follows a dollar sign.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isSure">Whether it calls what every expression can call; else it counts in a bundle of MONAI alone, since formulas,
    /// queries and variables of other languages begin with a dollar sign too.</param>
    /// <remarks>monai/bundle/config_item.py, ConfigExpression.</remarks>
    public static bool IsMarked(ReadOnlySpan<byte> value, out bool isSure)
    {
        isSure = false;
        if (value.Length < 2 || value[0] != '$') return false;
        ReadOnlySpan<byte> text = value[1..].Trim(" \t\r\n"u8);
        PythonFacts facts = PythonFacts.Of(text);
        isSure = facts.Imports || (facts.IsExpression && (facts.HasTexts || (facts.Calls && facts.IsReaching)));
        return isSure || (facts.IsExpression && facts.Calls);
    }

    /// <summary>Whether a value has an expression that a resolver of OmegaConf evaluates, and that reaches out of it.</summary>
    public static bool IsResolved(ReadOnlySpan<byte> value)
    {
        int at = value.IndexOf("${eval:"u8);
        ReadOnlySpan<byte> text = at < 0 ? default : value[(at + "${eval:"u8.Length)..].TrimStart((byte)' ');
        // The expression stands in quotes; without them it is one of other tools.
        if (text.IsEmpty || text[0] is not ((byte)'\'' or (byte)'"')) return false;
        text = text[1..].LastIndexOf(text[0]) is >= 0 and var end ? text[1..(end + 1)] : text[1..];
        return text.IndexOf("__"u8) >= 0 || PythonFacts.Of(text).IsReaching;
    }

    /// <summary>Whether a value is the name of a function that every text of Python has.</summary>
    public static bool IsFunction(ReadOnlySpan<byte> value) => PythonNames.IsFunction(value.Trim((byte)' '));

    /// <summary>The dotted name in a list of layers that is none of PyTorch's layers, in full; null for those, and for other
    /// texts.</summary>
    public static string? LayerOf(string text)
    {
        if (!CodeNames.Has(text, NameShape.Path)) return null;
        if (!text.StartsWith("nn.", StringComparison.Ordinal)) return text;
        return char.IsAsciiLetterUpper(text["nn.".Length]) && !text.AsSpan("nn.".Length).Contains('.') ? null : "torch." + text;
    }

    /// <summary>Whether an expression calls something but a layer of PyTorch with plain values.</summary>
    public static bool Calls(ReadOnlySpan<byte> value)
    {
        PythonFacts facts = PythonFacts.Of(value);
        if (!facts.Calls && !facts.HasHidden && !facts.HasTexts) return false;
        string text = Encoding.UTF8.GetString(value).Trim();
        int open = text.IndexOf('(', StringComparison.Ordinal);
        bool isLayer = open > 0 && text[^1] == ')' && Array.Exists(s_layers, start => text.StartsWith(start, StringComparison.Ordinal)
            && CodeNames.IsIdentifier(text[start.Length..open]));
        return !isLayer || text[(open + 1)..^1].AsSpan().IndexOfAny("()[]{}\"\\'") >= 0;
    }

    /// <summary>Whether a text is an expression that calls something.</summary>
    public static bool IsCall(ReadOnlySpan<byte> text) => PythonFacts.Of(text) is { IsExpression: true, Calls: true };

    /// <summary>Whether a value of any configuration, under whatever key, is an expression that calls what it was never given: whoever
    /// evaluates it runs code.</summary>
    public static bool Leaves(ReadOnlySpan<byte> value) => value.Contains((byte)'(')
        && (value.IndexOf("__"u8) >= 0 || !Ascii.IsValid(value))
        && PythonFacts.Of(value.Trim(" \t\r\n"u8)) is { IsExpression: true, Calls: true, Leaves: true };

    /// <summary>Whether a text calls or imports something, or is a command of a shell.</summary>
    public static bool Does(ReadOnlySpan<byte> text)
    {
        PythonFacts facts = PythonFacts.Of(text);
        return facts.Calls || facts.Imports || text.StartsWith("bash "u8);
    }

    /// <summary>Whether lines of assignments do more than to make containers: calls of anything else, imports, hidden names. In a single
    /// line, which may be a text of any kind, only what every text of Python can call counts.</summary>
    public static bool DoesMore(ReadOnlySpan<byte> lines)
    {
        PythonFacts facts = PythonFacts.Of(lines);
        bool isLine = lines.Trim("\r\n"u8).IndexOfAny((byte)'\n', (byte)'\r') < 0;
        return facts.Imports || facts.HasHidden || facts.HasTexts || facts.Decorates || facts.IsReaching
            || (facts.CallsMore && (!isLine || facts.IsStatement));
    }
}
