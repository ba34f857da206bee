using System.Security.Cryptography;
using System.Text.Json;
using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Loading;

public sealed class GlobalSetsTests
{
    private const GlobalSets All = GlobalSets.Numpy | GlobalSets.Python | GlobalSets.OldTorch;

    // Every refused file whose globals all lie in the sets.
    private static IEnumerable<TestCaseData> InSets()
    {
        foreach (string folder in (string[])["torch-2.11", "torch-1.13"])
        {
            foreach (JsonElement row in Fixtures.Rows(folder))
            {
                if (row.GetProperty("must").GetString() != "refuse") continue;
                bool covered = row.GetProperty("must_refuse").EnumerateArray().All(static name => IsInSets(name.GetString()!));
                if (covered)
                    yield return new TestCaseData(folder + "/" + row.GetProperty("file").GetString(), row)
                        .SetArgDisplayNames(folder, row.GetProperty("file").GetString()!);
            }
        }
    }

    private static bool IsInSets(string fullName)
    {
        int dot = fullName.LastIndexOf('.');
        return AllowedGlobals.Find(GlobalAliases.Resolve(fullName[..dot], fullName[(dot + 1)..]), AllowedSets.Selectable) is not null;
    }

    [TestCaseSource(nameof(InSets))]
    public void GivenFileWhoseGlobalsAreInTheSets_ItsArraysAndValuesAreThoseThatPyTorchRead(string fixture, JsonElement row)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf(fixture), new CheckpointOptions { GlobalSets = All });
        var values = new LeafCollector();
        ValueWalker.Walk(checkpoint.Root, values);
        int compared = 0;
        foreach (JsonElement leaf in row.GetProperty("tree").GetProperty("leaves").EnumerateArray())
        {
            string path = leaf.GetProperty("path").GetString()!, type = leaf.GetProperty("t").GetString()!;
            if (type != "object" && !type.StartsWith("numpy.", StringComparison.Ordinal)) continue;
            Assert.That(values.Leaves, Does.ContainKey(path));
            Compare(leaf, type, values.Leaves[path]);
            compared++;
        }
        // Files of containers alone (deque, frozenset, defaultdict) have no such leaf; then opening is what is shown.
        Assert.That(values.Leaves, Is.Not.Empty, $"{compared} compared");
    }

    [TestCaseSource(nameof(InSets))]
    public void GivenNoSets_TheSameFileIsRefusedWithTheSetsThatWouldHelp(string fixture, JsonElement row)
    {
        var refusal = Assert.Throws<DisallowedGlobalException>(() => Checkpoint.Open(Fixtures.PathOf(fixture)))!;
        Assert.That(refusal.Globals.Select(static global => global.FullName),
            Is.SupersetOf(row.GetProperty("must_refuse").EnumerateArray().Select(static name => name.GetString())));
        Assert.That(refusal.Globals, Has.All.Property(nameof(NamedGlobal.Set)).Not.EqualTo(GlobalSets.None));
        Assert.That(refusal.Problem, Does.Contain("--globals"));
    }

    // Python 2's strings are bytes. PyTorch reads them as UTF-8; who writes arrays of NumPy reads them as Latin-1.
    [TestCase("numpy", "dtype", GlobalSets.Numpy, true)]
    [TestCase("collections", "OrderedDict", GlobalSets.Numpy, false)]
    [TestCase("collections", "OrderedDict", GlobalSets.None, false)]
    public void GivenStringsOfPython2_TheyAreBytesBesideNamesOfOthers(string module, string name, GlobalSets sets, bool isOpened)
    {
        byte[] file = Samples.PickleOf(pickle => pickle.Op(PickleOpcode.EmptyList).Mark().Global(module, name)
            .Op(PickleOpcode.ShortBinString, [2, 0xFF, 0xFE]).Op(PickleOpcode.Appends));
        var options = new CheckpointOptions { GlobalSets = sets };
        if (!isOpened)
        {
            Refusal.Malformed(file, DiagnosticId.BadText, options);
            return;
        }
        using Checkpoint checkpoint = Checkpoint.Open(file, options);
        Assert.That(((PyList)checkpoint.Root.RawReference!)[1].AsString(), Is.EqualTo("\u00FF\u00FE"));
    }

    [Test]
    public void GivenSets_NoDangerousNameIsInThem()
    {
        int compared = 0;
        foreach (AllowedGlobal row in AllowedGlobals.All.Where(static row => row.IsIn(AllowedSets.Selectable)))
        {
            // _load_from_bytes is dangerous in PyTorch, where it unpickles; here it is the legacy reader within the same budget.
            if (row.Name == "_load_from_bytes") continue;
            GlobalJudgement judgement = GlobalCatalog.Judge(row.Module, row.Name).Judgement;
            Assert.That(judgement, Is.Not.EqualTo(GlobalJudgement.Dangerous), $"{row.Module}.{row.Name}");
            compared++;
        }
        Assert.That(compared, Is.GreaterThan(40));
    }

    private static void Compare(JsonElement leaf, string type, PyValue value)
    {
        Assert.That(value.TypeName.Replace("builtins.", "", StringComparison.Ordinal),
            Is.EqualTo(type == "object" ? leaf.GetProperty("cls").GetString() : type).Or.EqualTo("global"));
        if (value.Reference is PyArray array)
        {
            Assert.That(array.DType.Text, Is.EqualTo(leaf.GetProperty("np_dtype").GetString()));
            if (!array.IsScalar)
                Assert.That(array.Shape.ToArray(),
                    Is.EqualTo(leaf.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())));
            if (array.IsScalar) Assert.That(NumpyRepr.OfScalar(array), Is.EqualTo(leaf.GetProperty("v").GetString()));
            if (leaf.GetProperty("sha256").GetString() is { } hash)
                Assert.That(Convert.ToHexString(SHA256.HashData(array.ToBytes())), Is.EqualTo(hash).IgnoreCase);
        }
        else
            Assert.That(value.Reference is PyRecord record ? record.Text
                : PythonRepr.Of(value), Is.EqualTo(leaf.GetProperty("repr").GetString()));
    }

    // Leaves by the path that the manifest has for them.
    private sealed class LeafCollector : IValueVisitor
    {
        private readonly List<string> _steps = [];

        public Dictionary<string, PyValue> Leaves { get; } = [];

        public void Enter(ValueStep step) => _steps.Add(step.Kind switch
        {
            ValueStepKind.Index => "." + step.Index,
            ValueStepKind.Attribute => "@" + step.Key.AsString(),
            _ => "." + (step.Key.Kind == PyKind.Str ? step.Key.AsString() : PythonRepr.Of(step.Key)),
        });

        public void Leave() => _steps.RemoveAt(_steps.Count - 1);

        public void Container(PyValue value, bool again) { }

        public void Leaf(PyValue value)
        {
            string path = string.Concat(_steps);
            Leaves[path.StartsWith('.') ? path[1..] : path] = value;
        }
    }
}
