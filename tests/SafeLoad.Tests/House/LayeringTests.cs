namespace SafeLoad.Tests.House;

/// <summary>Who may know whom, proven on the compiled library. A new edge is a decision about the house: it is made here,
/// with a reason.</summary>
public sealed class LayeringTests
{
    // Each room may use only what stands to its right, and itself. From the top of the house to its ground; the root is the roof.
    // Functions are a part of Loading.
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        // Globals: the names of attributes that something calls, which a cleaned file does not have.
        ["Writing"] = ["SafeLoad", "Placement", "Training", "Values", "Tensors", "Globals", "IO", "IO.Output", "Diagnostics", "Text"],
        ["Compatibility"] = ["Opening", "Formats.Legacy", "Loading", "Pickle", "Formats.Zip", "Values", "Globals", "IO",
            "Diagnostics"],
        ["SafeLoad"] = ["Opening", "Sharding", "Loading", "Pickle", "Training", "Formats.Zip", "Values", "Tensors", "IO",
            "Diagnostics"],
        ["Scanning"] = ["Scanning.Archives", "Scanning.Texts", "Scanning.Templates", "Scanning.Pickles", "Scanning.Findings",
            "Opening", "Formats.Pickles", "Sharding", "Loading", "Formats", "Pickle", "Formats.Zip", "Values", "Formats.Compressed",
            "Globals", "IO", "Diagnostics"],
        ["Scanning.Archives"] = ["Scanning.Findings", "Opening", "Formats.Pickles", "Formats.Zip", "Values", "Formats.Compressed", "IO",
            "Diagnostics"],
        ["Scanning.Texts"] = ["Scanning.Templates", "Scanning.Pickles", "Scanning.Configurations", "Scanning.Python", "Scanning.Findings",
            "IO", "Diagnostics", "Text"],
        ["Scanning.Templates"] = ["Scanning.Findings", "Diagnostics"],
        ["Scanning.Pickles"] = ["Scanning.Rules", "Scanning.Configurations", "Scanning.Findings", "Opening", "Formats.Pickles", "Loading",
            "Pickle", "Values", "Globals", "IO", "Diagnostics", "Text"],
        ["Scanning.Rules"] = ["Scanning.Configurations", "Scanning.Python", "Scanning.Findings", "Formats.Pickles", "Loading", "Values",
            "Globals", "Diagnostics", "Text"],
        ["Scanning.Configurations"] = ["Scanning.Python", "Scanning.Findings", "Loading", "Values", "Globals", "Diagnostics"],
        ["Scanning.Python"] = ["Scanning.Findings", "Loading", "Globals", "Diagnostics"],
        ["Scanning.Findings"] = ["Opening", "Values", "IO", "Diagnostics"],
        ["Opening"] = ["Formats.Gguf", "Formats.Legacy", "Formats.Numpy", "Formats.Programs", "Formats.Pt2", "Formats.Tar",
            "Formats.TorchZip", "Sharding.Dcp", "Sharding.DeepSpeed", "Formats.Hdf5", "Formats.Pickles", "Formats.Safetensors",
            "Formats.Torch7",
            "Formats.TorchSharp", "Sharding", "Loading", "Formats", "Pickle", "Training", "Formats.Zip", "Values", "Formats.Compressed",
            "Tensors", "IO", "Diagnostics"],
        ["Formats.Gguf"] = ["Formats", "IO"],
        ["Formats.Legacy"] = ["Loading", "Formats", "Pickle", "Values", "Tensors", "IO", "Diagnostics"],
        ["Formats.Numpy"] = ["Loading", "Formats", "Pickle", "Formats.Zip", "Values", "Tensors", "IO", "Diagnostics"],
        ["Formats.Programs"] = ["Formats.TorchZip", "Loading", "Formats.Zip", "Values", "Tensors", "IO", "Diagnostics"],
        ["Formats.Pt2"] = ["Formats.TorchZip", "Loading", "Formats.Zip", "Values", "Tensors", "IO", "Diagnostics"],
        ["Formats.Tar"] = ["Loading", "Formats", "Formats.Archives", "Pickle", "Values", "Tensors", "IO", "Diagnostics"],
        ["Formats.TorchZip"] = ["Loading", "Pickle", "Formats.Zip", "Values", "Tensors", "IO", "Diagnostics"],
        ["Sharding.DeepSpeed"] = ["Sharding", "Loading", "Values", "Tensors", "IO", "Diagnostics"],
        ["Sharding.Dcp"] = ["Formats.Pickles", "Sharding", "Loading", "Values", "Tensors", "IO", "Diagnostics", "Text"],
        // Formats.Pickles: of a million keys and sums in bytes, those that are pickles are told by their opcodes.
        ["Formats.Hdf5"] = ["Formats.Pickles", "Loading", "Formats", "Values", "Formats.Compressed", "Tensors", "IO", "Diagnostics",
            "Text"],
        ["Formats.Pickles"] = ["Loading", "Pickle", "Values", "Tensors", "IO", "Diagnostics"],
        ["Formats.Safetensors"] = ["Loading", "Formats", "Values", "Tensors", "IO", "Diagnostics"],
        ["Formats.Torch7"] = ["Loading", "Formats", "Pickle", "Values", "Tensors", "IO", "Diagnostics", "Text"],
        ["Formats.TorchSharp"] = ["Loading", "Formats", "Values", "Tensors", "IO", "Diagnostics", "Text"],
        ["Sharding"] = ["Loading", "Values", "Tensors", "IO", "Diagnostics", "Text"],
        ["Formats"] = ["Loading", "Formats.Zip", "Values", "IO", "Diagnostics", "Text"],
        ["Loading"] = ["Pickle", "Values", "Tensors", "Globals", "IO", "Diagnostics"],
        ["Pickle"] = ["Values", "IO", "Diagnostics", "Text"],
        ["Placement"] = ["Values", "Tensors", "IO", "Diagnostics"],
        ["Training"] = ["Values", "Tensors", "Diagnostics"],
        ["Formats.Zip"] = ["Formats.Archives", "Formats.Compressed", "IO", "Diagnostics", "Text"],
        ["Formats.Archives"] = ["Text"],
        ["Values"] = ["Tensors", "IO", "Diagnostics", "Text"],
        ["Formats.Compressed"] = ["IO", "Diagnostics"],
        ["Tensors"] = ["IO", "Diagnostics"],
        ["Globals"] = ["Diagnostics"],
        ["IO"] = ["Diagnostics"],
        ["IO.Output"] = ["Diagnostics"],
        ["Diagnostics"] = [],
        ["Text"] = [],
    };

    // A type's room is the folder of its file, on whatever shelf for users its namespace puts it: most of what reading weights takes stands
    // in the ground, with the root's namespace.
    private static readonly Dictionary<string, string> s_homes = HouseFiles.Sources
        .Where(static path => path.StartsWith("src/SafeLoad/", StringComparison.Ordinal)).GroupBy(FullNameOf, RoomOfFile)
        .ToDictionary(static home => home.Key, static home => home.Distinct().Single());

    // Who stands above the roof: nobody uses these two, and they take an open checkpoint, or open what was written again.
    private static readonly string[] s_aboveCheckpoint = ["SafeLoad.Writing.Conversion", "SafeLoad.Writing.Verification"];

    // The files of the largest circle inside each room. A number here can only become smaller:
    // a circle that grows is a design that went wrong.
    private static readonly Dictionary<string, int> s_largestCircles = new()
    {
        ["Formats.Hdf5"] = 4,
        ["Formats.Zip"] = 2,
        ["Loading"] = 6,
        ["Opening"] = 2,
        ["Placement"] = 3,
        ["Scanning"] = 2,
        ["Scanning.Configurations"] = 2,
        ["Scanning.Pickles"] = 2,
        ["Scanning.Python"] = 2,
        ["Scanning.Rules"] = 2,
        ["Tensors"] = 7,
        ["Values"] = 4,
    };

    private static readonly IReadOnlySet<NamespaceGraph.Edge> s_edges =
        NamespaceGraph.Read(Path.Combine(AppContext.BaseDirectory, "SafeLoad.Core.dll"));

    private static IEnumerable<NamespaceGraph.Edge> OwnEdges =>
        s_edges.Where(static edge => !edge.External && edge.FromNamespace.StartsWith("SafeLoad", StringComparison.Ordinal)
            && edge.ToNamespace.StartsWith("SafeLoad", StringComparison.Ordinal));

    [Test]
    public void GivenTheLibrary_EveryNamespaceIsARoomOfTheMatrix()
    {
        var rooms = OwnEdges.Select(static edge => RoomOf(edge.FromNamespace, edge.FromType)).Distinct();
        Assert.That(rooms, Is.SubsetOf(s_mayUse.Keys), "A new folder gets a row in the matrix: what may it use, and who may use it?");
    }

    [Test]
    public void GivenTheLibrary_EveryRoomUsesOnlyWhatItMay()
    {
        var broken = OwnEdges.Where(static edge => !MayUse(edge))
            .Select(static edge => $"{edge.FromNamespace}.{edge.FromType} uses {edge.ToNamespace}.{edge.ToType}")
            .Order(StringComparer.Ordinal);
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
        var used = OwnEdges.Select(static edge =>
            (From: RoomOf(edge.FromNamespace, edge.FromType), To: RoomOf(edge.ToNamespace, edge.ToType))).ToHashSet();
        Assert.Multiple(() =>
        {
            Assert.That(s_mayUse.SelectMany(static row => row.Value.Select(to => (From: row.Key, To: to)))
                .Where(arrow => !used.Contains(arrow)), Is.Empty, "the matrix");
            Assert.That(s_mayUse.Keys.Except(used.SelectMany(static arrow => new[] { arrow.From, arrow.To })), Is.Empty,
                "rooms that do not exist");
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
                Assert.That(circle, Has.Length.LessThanOrEqualTo(s_largestCircles.GetValueOrDefault(RoomOfFolder(room.Key))),
                    $"{room.Key}: {string.Join(' ', circle)}");
            }
            Assert.That(s_largestCircles.Keys.Where(name => Circles.Largest(rooms["SafeLoad." + name]).Length == 0), Is.Empty,
                "rooms without a circle need no line");
        });
    }

    // Said once more on its own, because a matrix is easily widened: what is on top stays on top.
    [TestCase("Scanning")]
    [TestCase("Writing")]
    public void GivenTheMatrix_NobodyUses(string room) =>
        Assert.That(s_mayUse.Where(row => row.Value.Contains(room)).Select(static row => row.Key), Is.Empty);

    [Test]
    public void GivenTheLibrary_NobodyUsesCheckpoint() =>
        Assert.That(OwnEdges.Where(static edge => edge is { ToNamespace: "SafeLoad", ToType: "Checkpoint" }
            && RoomOf(edge.FromNamespace, edge.FromType) != "SafeLoad" && !IsAboveCheckpoint(edge)), Is.Empty);

    [Test]
    public void GivenTheLibrary_OnlyCodecsKnowsSharpZipLib() =>
        Assert.That(UsersOf("ICSharpCode"), Is.EqualTo(new[] { "SafeLoad.Formats.Compressed.Codecs" }));

    // The graph must see the edges that are known to be there, or it would find every house in order.
    [TestCase("SafeLoad", "Checkpoint", "SafeLoad.Opening", "CheckpointLoader")]
    [TestCase("SafeLoad.Pickle", "PickleMachine", "SafeLoad.Values", "PyDict")]
    [TestCase("SafeLoad.Values", "PyTensor", "SafeLoad", "TensorInfo")]
    [TestCase("SafeLoad.Loading", "RebuildHost", "SafeLoad.Pickle", "IPickleHost")]
    [TestCase("SafeLoad.Values", "ValueWalker", "SafeLoad.Diagnostics", "Budget")]
    public void GivenAKnownEdge_IsSeen(string fromNamespace, string fromType, string toNamespace, string toType) =>
        Assert.That(s_edges, Does.Contain(new NamespaceGraph.Edge(fromNamespace, fromType, toNamespace, toType, External: false)));

    private static bool MayUse(NamespaceGraph.Edge edge)
    {
        string from = RoomOf(edge.FromNamespace, edge.FromType), to = RoomOf(edge.ToNamespace, edge.ToType);
        return from == to || (s_mayUse.TryGetValue(from, out string[]? allowed) && allowed.Contains(to));
    }

    private static bool IsAboveCheckpoint(NamespaceGraph.Edge edge) => s_aboveCheckpoint.Contains($"{edge.FromNamespace}.{edge.FromType}");

    private static IEnumerable<string> UsersOf(string library) =>
        s_edges.Where(edge => edge.External && edge.ToNamespace.StartsWith(library, StringComparison.Ordinal))
        .Select(static edge => edge.FromNamespace + "." + edge.FromType).Distinct().Order(StringComparer.Ordinal);

    private static string RoomOf(string name, string type) => s_homes.GetValueOrDefault(name + "." + type) ?? RoomOfFolder(name);

    private static string RoomOfFolder(string name) => name switch
    {
        "SafeLoad" => name,
        "SafeLoad.Loading.Functions" => "Loading",
        _ => name["SafeLoad.".Length..],
    };

    // The namespace that the file says, and its name up to the first dot: one file, one type.
    private static string FullNameOf(string path) =>
        File.ReadLines(Path.Combine(HouseFiles.Root, path)).First(static line => line.StartsWith("namespace ", StringComparison.Ordinal))
            ["namespace ".Length..].TrimEnd(';') + "." + Path.GetFileName(path).Split('.')[0];

    private static string RoomOfFile(string path) =>
        RoomOfFolder(Path.GetDirectoryName(path)!.Replace('\\', '/')["src/".Length..].Replace('/', '.'));
}
