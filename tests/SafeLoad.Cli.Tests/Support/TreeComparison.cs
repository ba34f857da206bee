using System.Text;
using System.Text.Json;

namespace SafeLoad.Cli.Tests.Support;

/// <summary>Compares an <c>inspect --hash -f ndjson</c> object with the tree that real PyTorch read out of the same file.</summary>
internal sealed class TreeComparison
{
    private static readonly string[] s_tensorMembers = ["dtype", "shape", "stride", "storage_offset", "requires_grad", "is_parameter",
        "layout", "device", "storage_nbytes", "sha256"];
    private static readonly string[] s_scalarMembers = ["v", "bits", "len", "sha256", "utf8_sha256", "np_dtype", "shape"];
    private static readonly string[] s_partMembers = ["dtype", "shape", "sha256"];
    private static readonly HashSet<string> s_containers = [
        "dict", "list", "tuple", "set", "collections.OrderedDict", "collections.Counter"];

    // Leaves of other types (objects of NumPy or Python classes) only exist in files that must be refused.
    private static readonly HashSet<string> s_types = ["tensor", "int", "float", "bool", "None", "str", "bytes", "bytearray", "complex",
        "torch.Size", "torch.dtype",
        "torch.device", "torch.layout", "torch.qscheme", "TypedStorage", "UntypedStorage", "numpy.ndarray"];

    private readonly List<string> _differences = [];
    private readonly Dictionary<int, int> _ourStorage = [], _theirStorage = [];

    /// <summary>What differs, each with the path of its leaf; empty where all agrees.</summary>
    public static IReadOnlyList<string> Compare(JsonElement tree, JsonElement inspected)
    {
        var comparison = new TreeComparison();
        comparison.CompareLeaves(tree.GetProperty("leaves"), inspected.GetProperty("leaves"));
        if (tree.TryGetProperty("containers", out JsonElement containers))
            comparison.CompareContainers(containers, inspected.GetProperty("containers"));
        return comparison._differences;
    }

    private void CompareLeaves(JsonElement right, JsonElement ours)
    {
        // Two rows of one way are a tensor with the same key twice; they come in order.
        Dictionary<string, Queue<JsonElement>> byKeys = [];
        foreach (JsonElement leaf in ours.EnumerateArray())
            (byKeys.TryGetValue(Keys(leaf), out var queue) ? queue : byKeys[Keys(leaf)] = new()).Enqueue(leaf);
        HashSet<string> wanted = [];
        foreach (JsonElement leaf in right.EnumerateArray())
        {
            wanted.Add(Keys(leaf));
            if (!s_types.Contains(leaf.GetProperty("t").GetString()!)) continue;
            if (!byKeys.TryGetValue(Keys(leaf), out var found)) _differences.Add($"{PathOf(leaf)}: no such leaf");
            else CompareLeaf(leaf, found.Count > 1 ? found.Dequeue() : found.Peek());
        }
        foreach (string extra in byKeys.Keys.Except(wanted)) _differences.Add($"{extra}: a leaf that PyTorch does not see");
    }

    private void CompareLeaf(JsonElement right, JsonElement ours)
    {
        string path = PathOf(right), type = right.GetProperty("t").GetString()!;
        if (ours.GetProperty("t").GetString() != type)
        {
            _differences.Add($"{path}: is a {ours.GetProperty("t")}, right {type}");
            return;
        }
        CompareMembers(path, right, ours, type == "tensor" ? s_tensorMembers : s_scalarMembers);
        if (type != "tensor") return;
        CompareSharing(path, right, ours);
        foreach (string part in new[] { "sparse", "nested" })
        {
            foreach (JsonProperty member in Members(right, part))
                ComparePart($"{path}.{part}.{member.Name}", member, Member(Member(ours, part), member.Name));
        }
        foreach (JsonProperty member in Members(right, "quant"))
        {
            if (!member.Name.EndsWith("_sha256", StringComparison.Ordinal) && !member.Name.EndsWith("_error", StringComparison.Ordinal))
                CompareValue($"{path}.quant.{member.Name}", member.Value, Member(Member(ours, "quant"), member.Name));
        }
    }

    private void ComparePart(string path, JsonProperty right, JsonElement? ours)
    {
        if (right.Value.ValueKind == JsonValueKind.Object && Member(right.Value, "t")?.GetString() == "tensor")
        {
            if (ours is { ValueKind: JsonValueKind.Object } part) CompareMembers(path, right.Value, part, s_partMembers);
            else _differences.Add($"{path}: missing");
        }
        else if (right.Name == "is_coalesced") CompareValue(path, right.Value, ours);
    }

    private void CompareMembers(string path, JsonElement right, JsonElement ours, string[] members)
    {
        foreach (string name in members)
        {
            if (Member(right, name) is { } value) CompareValue($"{path} {name}", value, Member(ours, name));
        }
    }

    private void CompareValue(string what, JsonElement right, JsonElement? ours)
    {
        if (ours is null || Canonical(right) != Canonical(ours.Value)) _differences.Add($"{what}: {Short(ours)}, right {Short(right)}");
    }

    // Storage numbers are free; which tensors share one is not.
    private void CompareSharing(string path, JsonElement right, JsonElement ours)
    {
        if (Member(right, "storage") is not { } theirs || Member(ours, "storage") is not { } mine) return;
        int their = theirs.GetInt32(), my = mine.GetInt32();
        _ourStorage.TryAdd(their, my);
        _theirStorage.TryAdd(my, their);
        if (_ourStorage[their] != my || _theirStorage[my] != their)
            _differences.Add($"{path}: shares its storage with other tensors than it should");
    }

    private void CompareContainers(JsonElement right, JsonElement ours)
    {
        Dictionary<string, JsonElement> byKeys = [];
        foreach (JsonElement container in ours.EnumerateArray()) byKeys[Keys(container)] = container;
        foreach (JsonElement container in right.EnumerateArray())
        {
            string path = PathOf(container) is { Length: > 0 } given ? given : "(root)", type = container.GetProperty("type").GetString()!;
            if (!s_containers.Contains(type)) continue;
            if (!byKeys.TryGetValue(Keys(container), out JsonElement found)) _differences.Add($"{path}: no such container");
            else CompareMembers(path, container, found, ["type", "len"]);
        }
    }

    private static string Keys(JsonElement row) => Canonical(row.GetProperty("keys"));

    // The same text for the same value, however its escapes and spaces are spelled; JsonElement.DeepEquals refuses lone surrogates.
    private static string Canonical(JsonElement json)
    {
        var text = new StringBuilder();
        Append(json, text);
        return text.ToString();
    }

    private static void Append(JsonElement json, StringBuilder text)
    {
        if (json.ValueKind == JsonValueKind.Array) foreach (JsonElement item in json.EnumerateArray()) Append(item, text.Append('/'));
        else if (json.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty member in json.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal))
                Append(member.Value, text.Append('{').Append(member.Name).Append(':'));
        else text.Append(json.ValueKind == JsonValueKind.String ? "'" + TextOf(json) + "'" : json.GetRawText());
    }

    // GetString refuses lone surrogates, which names of PyTorch files may hold.
    private static string TextOf(JsonElement json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return json.GetRawText();
        }
    }

    private static string PathOf(JsonElement row) => TextOf(row.GetProperty("path"));

    private static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out JsonElement value)
        && value.ValueKind != JsonValueKind.Null ? value : null;

    private static IEnumerable<JsonProperty> Members(JsonElement json, string name) =>
        Member(json, name) is { } value ? value.EnumerateObject() : [];

    private static string Short(JsonElement? json) =>
        json?.GetRawText() is not { } text ? "nothing" : text.Length < 60 ? text : text[..57] + "...";
}
