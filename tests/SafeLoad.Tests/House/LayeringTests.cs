namespace SafeLoad.Tests.House;

/// <summary>Who may know whom, proven on the compiled library. A new edge is a decision about the house: it is made here, with a reason.</summary>
public sealed class LayeringTests
{
    // Each room may use only what stands to its right, itself, Common, Diagnostics, and what the root says about errors, limits and places.
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        // Checkpoint opens; PickleRecords shows bytes and looks for the end of a pickle.
        ["SafeLoad"] = ["Sharding", "Training", "Rebuild", "Formats", "Containers", "Pickle", "Values", "Tensors", "IO"],
        // A scan reads a file as loading would, by the same storages and the same table of meanings.
        ["Scanning"] = ["Rebuild", "Formats", "Globals", "Pickle", "Containers", "Values", "Tensors", "IO"],
        // What a release of PyTorch would stumble over: names and opcodes of the pickles, which the container's reader finds and has run for
        // their values, and the loader's own checks.
        ["Compatibility"] = ["Rebuild", "Formats", "Globals", "Pickle", "Containers", "Values", "IO"],
        // Which tensors are the weights, and under which names they go on; what was written is compared with what was found.
        ["Writing"] = ["Training", "Values", "Tensors", "IO"],
        // Files are merged where each has its weights.
        ["Sharding"] = ["Training", "Rebuild", "Formats", "Containers", "Values", "Tensors", "IO"],
        ["Training"] = ["Rebuild", "Values", "Tensors", "IO"],
        ["Rebuild"] = ["Formats", "Globals", "Pickle", "Containers", "Values", "Tensors", "IO"],
        // What a file is, told from its content: by first bytes, a zip's records, TorchSharp's whole layout. The ground for all who ask.
        ["Formats"] = ["Containers", "Tensors", "IO"],
        ["Containers"] = ["Pickle", "IO"],
        ["Globals"] = [],
        ["Pickle"] = ["Values", "IO"],
        ["Values"] = ["Tensors", "IO"],
        ["Tensors"] = ["IO"],
        ["IO"] = [],
        ["Common"] = [],
        ["Diagnostics"] = [],
    };

    // What every room may use of the namespace SafeLoad. The rest of it, Checkpoint above all, stands on top of everything.
    private static readonly string[] s_rootForAll =
    [
        "SafeLoadException", "MalformedCheckpointException", "DisallowedGlobalException", "LimitExceededException", "UnsupportedCheckpointException",
        "DiagnosticId", "Severity", "Verdict", "CheckpointLocation", "CheckpointLimits", "CheckpointOptions", "CheckpointFormat", "CheckpointWriterInfo", "RefusedGlobal", "NamedGlobal", "GlobalJudgement", "GlobalSets",
    ];

    // Who stands above the roof: nobody uses these two, and they take an open checkpoint, or open what was written again.
    private static readonly string[] s_aboveCheckpoint = ["SafeLoad.Writing.Conversion", "SafeLoad.Writing.Verification"];

    // Rooms that are known by a part only: containers look for the end of a pickle, they do not run it. PickleText
    // reads the number that legacy streams begin with.
    private static readonly Dictionary<(string, string), string[]> s_only = new()
    {
        [("Containers", "Pickle")] = ["PickleReader", "PickleStatus", "PickleOpcode", "PickleText"],
    };

    // The files of the largest circle inside each room. A number here can only become smaller: a circle that grows is a design that went wrong.
    private static readonly Dictionary<string, int> s_largestCircles = new()
    {
        ["Containers"] = 11,
        ["Rebuild"] = 42,
        ["Scanning"] = 17,
        ["Sharding"] = 2,
        ["Tensors"] = 8,
        ["Training"] = 3,
        ["Values"] = 10,
    };

    private static readonly IReadOnlySet<NamespaceGraph.Edge> s_edges = NamespaceGraph.Read(Path.Combine(AppContext.BaseDirectory, "SafeLoad.Core.dll"));

    private static IEnumerable<NamespaceGraph.Edge> OwnEdges => s_edges.Where(static edge => !edge.External && edge.FromNamespace.StartsWith("SafeLoad", StringComparison.Ordinal) && edge.ToNamespace.StartsWith("SafeLoad", StringComparison.Ordinal));

    [Test]
    public void GivenTheLibrary_EveryNamespaceIsARoomOfTheMatrix()
    {
        var rooms = OwnEdges.Select(static edge => RoomOf(edge.FromNamespace)).Distinct();
        Assert.That(rooms, Is.SubsetOf(s_mayUse.Keys), "A new folder gets a row in the matrix: what may it use, and who may use it?");
    }

    [Test]
    public void GivenTheLibrary_EveryRoomUsesOnlyWhatItMay()
    {
        var broken = OwnEdges.Where(static edge => !MayUse(edge)).Select(static edge => $"{edge.FromNamespace}.{edge.FromType} uses {edge.ToNamespace}.{edge.ToType}").Order(StringComparer.Ordinal);
        Assert.That(broken, Is.Empty);
    }

    // The matrix is a direction: were it to go in circles, every edge would be allowed in the end.
    [Test]
    public void GivenTheMatrix_NoRoomReachesItself()
    {
        foreach (string room in s_mayUse.Keys)
        {
            var reached = new HashSet<string>();
            var open = new Stack<string>(s_mayUse[room]);
            while (open.TryPop(out string? next))
            {
                if (reached.Add(next)) foreach (string further in s_mayUse[next]) open.Push(further);
            }
            Assert.That(reached, Does.Not.Contain(room));
        }
    }

    // A row that nobody needs hides the arrow that somebody adds by mistake.
    [Test]
    public void GivenTheMatrix_EveryAllowanceIsUsed()
    {
        var used = OwnEdges.Select(static edge => (From: RoomOf(edge.FromNamespace), To: RoomOf(edge.ToNamespace))).ToHashSet();
        Assert.Multiple(() =>
        {
            Assert.That(s_mayUse.SelectMany(static row => row.Value.Select(to => (From: row.Key, To: to))).Where(arrow => !used.Contains(arrow)), Is.Empty, "the matrix");
            Assert.That(s_mayUse.Keys.Except(used.Select(static arrow => arrow.From)), Is.Empty, "rooms that do not exist");
            Assert.That(s_rootForAll.Where(static type => !OwnEdges.Any(edge => edge.FromNamespace != "SafeLoad" && edge.ToNamespace == "SafeLoad" && edge.ToType == type)), Is.Empty, "the root");
            foreach (var ((from, to), types) in s_only)
                Assert.That(types.Where(type => !OwnEdges.Any(edge => RoomOf(edge.FromNamespace) == from && RoomOf(edge.ToNamespace) == to && edge.ToType == type)), Is.Empty, $"{from} of {to}");
        });
    }

    // Whoever is in a circle cannot be read or moved without all the others.
    [Test]
    public void GivenTheSources_NoCircleInsideARoomGrows()
    {
        var rooms = SourceGraph.Read("src/SafeLoad");
        Assert.That(rooms, Has.Count.AtLeast(s_mayUse.Count));
        Assert.Multiple(() =>
        {
            foreach (var room in rooms)
            {
                string[] circle = Circles.Largest(room);
                TestContext.Out.WriteLine($"{room.Key}: {circle.Length} files in a circle");
                Assert.That(circle, Has.Length.LessThanOrEqualTo(s_largestCircles.GetValueOrDefault(RoomOf(room.Key))), $"{room.Key}: {string.Join(' ', circle)}");
            }
            Assert.That(s_largestCircles.Keys.Where(name => Circles.Largest(rooms["SafeLoad." + name]).Length == 0), Is.Empty, "rooms without a circle need no line");
        });
    }

    // Said once more on its own, because a matrix is easily widened: what is on top stays on top.
    [TestCase("Scanning")]
    [TestCase("Writing")]
    public void GivenTheMatrix_NobodyUses(string room) => Assert.That(s_mayUse.Where(row => row.Value.Contains(room)).Select(static row => row.Key), Is.Empty);

    [Test]
    public void GivenTheLibrary_NobodyUsesCheckpoint() =>
        Assert.That(OwnEdges.Where(static edge => edge is { ToNamespace: "SafeLoad", ToType: "Checkpoint" } && edge.FromNamespace != "SafeLoad" && !IsAboveCheckpoint(edge)), Is.Empty);

    [Test]
    public void GivenTheLibrary_OnlyCodecsKnowsSharpZipLib() =>
        Assert.That(UsersOf("ICSharpCode"), Is.EqualTo(new[] { "SafeLoad.Containers.Codecs" }));

    // The graph must see the edges that are known to be there, or it would find every house in order.
    [TestCase("SafeLoad", "Checkpoint", "SafeLoad.Rebuild", "CheckpointLoader")]
    [TestCase("SafeLoad.Pickle", "PickleMachine", "SafeLoad.Values", "PyDict")]
    [TestCase("SafeLoad.Values", "PyTensor", "SafeLoad.Tensors", "TensorInfo")]
    [TestCase("SafeLoad.Rebuild", "RebuildHost", "SafeLoad.Pickle", "IPickleHost")]
    [TestCase("SafeLoad.Values", "ValueWalker", "SafeLoad.Common", "Budget")]
    public void GivenAKnownEdge_IsSeen(string fromNamespace, string fromType, string toNamespace, string toType) =>
        Assert.That(s_edges, Does.Contain(new NamespaceGraph.Edge(fromNamespace, fromType, toNamespace, toType, External: false)));

    private static bool MayUse(NamespaceGraph.Edge edge)
    {
        string from = RoomOf(edge.FromNamespace), to = RoomOf(edge.ToNamespace);
        if (from == to || to == "Diagnostics" || (to == "Common" && from != "Diagnostics")) return true;
        if (to == "SafeLoad") return s_rootForAll.Contains(edge.ToType) || (edge.ToType is "Checkpoint" or "CheckpointObjects" && IsAboveCheckpoint(edge));
        return s_mayUse.TryGetValue(from, out string[]? allowed) && allowed.Contains(to) && (!s_only.TryGetValue((from, to), out string[]? types) || types.Contains(edge.ToType));
    }

    private static bool IsAboveCheckpoint(NamespaceGraph.Edge edge) => s_aboveCheckpoint.Contains($"{edge.FromNamespace}.{edge.FromType}");

    private static IEnumerable<string> UsersOf(string library) => s_edges.Where(edge => edge.External && edge.ToNamespace.StartsWith(library, StringComparison.Ordinal))
        .Select(static edge => edge.FromNamespace + "." + edge.FromType).Distinct().Order(StringComparer.Ordinal);

    private static string RoomOf(string name) => name == "SafeLoad" ? name : name["SafeLoad.".Length..];
}
