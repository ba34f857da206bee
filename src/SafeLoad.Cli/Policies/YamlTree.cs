using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SafeLoad.Cli.Policies;

/// <summary>Reads the plain part of YAML: mappings, lists and texts. No anchors, so that nothing can grow; no tags,
/// so that nothing is made by name.</summary>
internal static class YamlTree
{
    private const int MaxDepth = 8;

    /// <exception cref="PolicyFormatException">It is no YAML, or not of this part.</exception>
    public static YamlNode Read(string text)
    {
        try
        {
            return Read(new Parser(new Scanner(new StringReader(text))));
        }
        catch (YamlException problem)
        {
            throw new PolicyFormatException(problem.Message, problem.Start.Line, problem.Start.Column);
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new PolicyFormatException("this is no YAML: " + problem.Message, 1, 1);
        }
    }

    private static YamlNode Read(Parser parser)
    {
        // The containers that are open, each with what it holds so far; below them the document itself.
        var open = new Stack<(ParsingEvent Start, List<YamlNode> Items)>();
        var document = new List<YamlNode>();
        List<YamlNode> items = document;
        while (parser.MoveNext())
        {
            ParsingEvent current = parser.Current!;
            Refuse(current, document.Count);
            switch (current)
            {
                case Scalar scalar:
                    items.Add(new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, scalar.Start.Line, scalar.Start.Column));
                    break;
                case MappingStart or SequenceStart:
                    if (open.Count == MaxDepth) throw Error($"more than {MaxDepth} levels", current);
                    open.Push((current, items = []));
                    break;
                case MappingEnd or SequenceEnd:
                    ParsingEvent start = open.Pop().Start;
                    YamlNode node = start is MappingStart ? Mapping(items, start.Start)
                        : new YamlSequence(items, start.Start.Line, start.Start.Column);
                    items = open.TryPeek(out var outer) ? outer.Items : document;
                    items.Add(node);
                    break;
            }
        }
        return document.Count == 1 ? document[0] : throw new PolicyFormatException("the file is empty", 1, 1);
    }

    private static void Refuse(ParsingEvent current, int documents)
    {
        if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false }) throw Error("anchors and aliases are not used here", current);
        if (current is NodeEvent { Tag.IsEmpty: false }) throw Error("tags (!) are not used here", current);
        if (current is DocumentStart && documents > 0) throw Error("a second document", current);
    }

    private static YamlMapping Mapping(List<YamlNode> items, Mark start)
    {
        var members = new List<(YamlScalar, YamlNode)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i + 1 < items.Count; i += 2)
        {
            if (items[i] is not YamlScalar key) throw new PolicyFormatException("a key that is no text", items[i]);
            if (!names.Add(key.Value)) throw new PolicyFormatException($"'{Checkpoint.Escape(key.Value, 80)}' is there twice", key);
            members.Add((key, items[i + 1]));
        }
        return new YamlMapping(members, start.Line, start.Column);
    }

    private static PolicyFormatException Error(string message, ParsingEvent at) => new(message, at.Start.Line, at.Start.Column);
}
