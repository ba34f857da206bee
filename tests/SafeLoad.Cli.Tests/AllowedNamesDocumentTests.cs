using System.Text;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Loading;
using SafeLoad.Loading.Functions;
using SafeLoad.Values;

namespace SafeLoad.Cli.Tests;

/// <summary>docs/allowed-names.md is made from <see cref="AllowedGlobals"/>. SAFELOAD_UPDATE_DOCS=1 writes it anew.</summary>
public sealed class AllowedNamesDocumentTests
{
    private static readonly (AllowedSets Set, string Title)[] s_sections =
    [
        (AllowedSets.PyTorch, "Always: the list of PyTorch 2.11"),
        (AllowedSets.Distributed, "Always: what PyTorch's list has once `torch.distributed.tensor` is imported"),
        (AllowedSets.Numpy, "With `--globals numpy`"),
        (AllowedSets.Python, "With `--globals python`"),
        (AllowedSets.OldTorch, "With `--globals oldtorch`"),
        (AllowedSets.Inert, "With `--inert`, beside all of these"),
        (AllowedSets.Dcp, "In a distributed checkpoint's `.metadata` alone"),
        (AllowedSets.DeepSpeed, "In the files of a DeepSpeed checkpoint's folder alone"),
    ];

    [Test]
    public void GivenEverySet_TheDocumentHasASection() =>
        Assert.That(AllowedGlobals.All.Where(static row => !Array.Exists(s_sections, section => row.IsIn(section.Set))), Is.Empty);

    [Test]
    public void GivenEveryRow_TheDocumentListsIt()
    {
        var document = new Document("docs/allowed-names.md");
        document.ShouldHold(document.Text, Produce());
    }

    private static string Produce()
    {
        var text = new StringBuilder($"""
            # Allowed names

            All that loading makes anything of. A name means what stands here and nothing else; every other name is refused, or with
            `--inert` kept as two texts. This is what a security review reads first: each line is a decision, and a method of
            `Loading/Functions` at most. Since is the first release of PyTorch whose `torch.load(weights_only=True)` allows the name by
            default. This page is produced from `AllowedGlobals` by a test;
            `{Document.Variable}=1 dotnet test tests/SafeLoad.Cli.Tests` writes it anew.

            """.ReplaceLineEndings("\n"));
        foreach (var (set, title) in s_sections)
        {
            text.Append($"\n## {title}\n\n| module | names | is | why it is safe | since |\n|---|---|---|---|---|\n");
            var lines = AllowedGlobals.All.Where(row => row.IsIn(set))
                .GroupBy(static row => (row.Module, Kind: KindOf(row.Meaning), row.Why, Since: ReleasesOf(row)));
            foreach (var line in lines)
            {
                string names = string.Join(", ", line.Select(static row => $"`{row.Name}`"));
                text.Append($"| `{line.Key.Module}` | {names} | {line.Key.Kind} | {line.Key.Why} | {line.Key.Since} |\n");
            }
        }
        return text.ToString();
    }

    private static string KindOf(PyReference meaning) => meaning switch
    {
        PyConstant constant => $"a {constant.TypeName}",
        PyGlobal { Meaning: StorageClass } => "a storage class",
        PyGlobal { Meaning: LegacyTensor } => "a tensor class",
        PyGlobal { Meaning: RebuildFunction } => "a call",
        _ => "a name",
    };

    private static string ReleasesOf(AllowedGlobal row) => (row.Since, row.Until) switch
    {
        ({ } since, null) => Text(since),
        ({ } since, { } until) => since == until ? Text(since) + " alone" : $"{Text(since)} to {Text(until)}",
        _ => "",
    };

    private static string Text((int Major, int Minor) release) => FormattableString.Invariant($"{release.Major}.{release.Minor}");
}
