using System.Text.Json;
using SafeLoad.Cli.Input;
using SafeLoad.Cli.Tests.Support;

namespace SafeLoad.Cli.Tests.Commands;

/// <summary>Folders that are model repositories, and hubs' caches of them.</summary>
public sealed class ModelRepositoryTests
{
    private static readonly byte[] s_weights = [0x80, 2, (byte)'}', (byte)'.'], s_evil = [0x80, 2, .. "cposix\nsystem\n."u8];

    private static string[] Walk(string root, Predicate<string>? enters = null, Predicate<string>? takes = null) =>
        [.. FileWalk.Files(root, enters ?? (static _ => true), takes ?? (static _ => true))
            .Select(file => Path.GetRelativePath(root, file.Path).Replace('\\', '/'))];

    private static void Link(TemporaryFolder folder, string name, string target)
    {
        string path = Path.Combine(folder.Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }

    private static TemporaryFolder Cache()
    {
        var folder = new TemporaryFolder();
        folder.Write("models--m/blobs/aaa", s_weights);
        folder.Write("models--m/blobs/bbb", s_weights);
        folder.Write("models--m/blobs/ccc", s_weights);
        Link(folder, "models--m/snapshots/1/model.bin", "../../blobs/aaa");
        Link(folder, "models--m/snapshots/1/sub/more.bin", "../../../blobs/bbb");
        Link(folder, "models--m/snapshots/2/model.bin", "../../blobs/aaa");
        return folder;
    }

    [Test]
    public void GivenHubCache_EachBlobIsGivenOnceUnderItsName()
    {
        using TemporaryFolder folder = Cache();
        Assert.That(Walk(folder.Root),
            Is.EqualTo(new[] { "models--m/blobs/ccc", "models--m/snapshots/1/model.bin", "models--m/snapshots/1/sub/more.bin" }));
    }

    // Three dots too few: the link leads to another file of that name, and nobody names the blob.
    [Test]
    public void GivenLinkThatOnlyLooksLikeOneToABlob_TheBlobIsGivenToo()
    {
        using TemporaryFolder folder = Cache();
        folder.Write("models--m/snapshots/blobs/ccc", s_weights);
        Link(folder, "models--m/snapshots/1/other.bin", "../blobs/ccc");
        Assert.That(Walk(folder.Root),
            Does.Contain("models--m/blobs/ccc").And.Contain("models--m/snapshots/1/other.bin").And.Contain(
                "models--m/snapshots/blobs/ccc"));
    }

    [Test]
    public void GivenFilterThatLeavesTheNamesOut_TheBlobsAreGiven()
    {
        using TemporaryFolder folder = Cache();
        Assert.That(Walk(folder.Root, enters: static path => !path.EndsWith("/snapshots", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "models--m/blobs/aaa", "models--m/blobs/bbb", "models--m/blobs/ccc" }));
        Assert.That(Walk(folder.Root, takes: static path => !path.EndsWith("model.bin", StringComparison.Ordinal)),
            Does.Contain("models--m/blobs/aaa"));
    }

    [Test]
    public void GivenSnapshotThatLinksToItsOwnFolder_Ends()
    {
        using TemporaryFolder folder = Cache();
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "models--m/snapshots/1/loop"), "..");
        Assert.That(Walk(folder.Root), Has.Length.EqualTo(3));
    }

    [Test]
    public void GivenRepository_ItHasAVerdictOfItsOwn()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/config.json", "{\"model_type\":\"bert\"}");
        folder.Write("a/pytorch_model.bin", s_weights);
        folder.Write("a/tokenizer/extra.pkl", s_evil);
        folder.Write("a/modeling_own.py", "x = 1\n");
        folder.Write("b/notes.txt", "text");
        CommandResult text = CommandResult.Of("scan", folder.Root);
        JsonElement[] all = [.. CommandResult.Of("scan", "-f", "json", folder.Root).Json().GetProperty("repositories").EnumerateArray()];
        JsonElement repository = all.Single();
        Assert.Multiple(() =>
        {
            Assert.That(repository.GetProperty("path").GetString(), Is.EqualTo(Path.Combine(folder.Root, "a")));
            Assert.That((repository.GetProperty("verdict").GetString(), repository.GetProperty("complete").GetBoolean()),
                Is.EqualTo(("dangerous", true)));
            Assert.That(
                (repository.GetProperty("files").GetInt32(), repository.GetProperty("python_files").GetInt32()), Is.EqualTo((4, 1)));
            Assert.That(text.Lines.Count(static line =>
                line.Contains("model repository of 4 files; 1 Python file: modeling_own.py", StringComparison.Ordinal)), Is.EqualTo(1));
        });
    }

    // A folder of settings is no model, and one file named by itself is no repository.
    [Test]
    public void GivenNoWeightsOrNoFolder_ThereIsNoRepository()
    {
        using var folder = new TemporaryFolder();
        string config = folder.Write("a/config.json", "{}"), weights = folder.Write("b/model.bin", s_weights);
        Assert.That(CommandResult.Of("scan", "-f", "json", folder.Root).Output, Does.Not.Contain("repositories"));
        Assert.That(CommandResult.Of("scan", "-f", "json", config, weights).Output, Does.Not.Contain("repositories"));
    }

    [Test]
    public void GivenIndexOfShards_ItIsComparedWithTheFiles()
    {
        using var folder = new TemporaryFolder();
        folder.Write("model-1.bin", s_weights);
        string index = folder.Write("model.bin.index.json",
            "{\"metadata\":{\"weight_map\":{\"x\":\"no\"}},\"weight_map\":{\"a\":\"model-1.bin\",\"b\":\"model-2.bin\"}}");
        Assert.That(CommandResult.Of("scan", index).Output,
            Does.Contain("malformed").And.Contain("SL3012").And.Contain("model-2.bin").And.Not.Contain("model-1.bin"));
        // The shards are there, and lack what the index says that they hold: opening refuses that too.
        folder.Write("model-2.bin", s_weights);
        Assert.That(CommandResult.Of("scan", index).Output, Does.StartWith("malformed").And.Contain("SL1308").And.Contain("model-1.bin"));
        folder.Write("model.bin.index.json", "{\"weight_map\":{\"a\":\"../../etc/passwd\"}}");
        Assert.That(CommandResult.Of("scan", index).Output, Does.StartWith("suspicious").And.Contain("outside of its folder"));
        folder.Write("model.bin.index.json", "{\"weight_map\":[");
        Assert.That(CommandResult.Of("scan", index).Output, Does.StartWith("malformed"));
    }

    [TestCase("config.json", "{\"auto_map\":{\"AutoModel\":\"modeling_own.Own\"}}", "suspicious", "modeling_own.Own")]
    [TestCase("tokenizer_config.json", "{\"auto_map\":{\"AutoTokenizer\":[\"tok.Own\",null]}}", "suspicious", "tok.Own")]
    [TestCase("config.json", "{\"text\":{\"auto_map\":\"own.Own\"}}", "suspicious", "own.Own")]
    [TestCase("config.json", "{\"model_type\":\"bert\",\"note\":\"auto_map\"}", "clean", null)]
    [TestCase("settings.json", "{\"auto_map\":{\"AutoModel\":\"modeling_own.Own\"}}", "suspicious", "modeling_own.Own")]
    [TestCase("config.json", "{\"auto_map\"", "suspicious", "is not known")]
    [TestCase("config.json", "{\"x\":NaN,\"auto_map\":{\"AutoModel\":\"own.Own\"}}", "suspicious", "own.Own")]
    [TestCase("config.json", "{\"x\":NaN}", "clean", null)]
    [TestCase("config.json", "{\"x\":1,", "not scanned", null)]
    [TestCase("tokenizer_config.json", "{\"chat_template\":\"{{ ''.__class__.__mro__ }}\"}", "suspicious", "sandbox")]
    [TestCase("tokenizer_config.json", "{\"chat_template\":[{\"name\":\"x\",\"template\":\"{{ lipsum.__globals__ }}\"}]}", "suspicious",
        "sandbox")]
    [TestCase("chat_template.jinja", "{{ cycler.__init__.__globals__ }}", "suspicious", "sandbox")]
    [TestCase("tokenizer_config.json", "{\"chat_template\":\"{% for m in messages %}{{ m }}{% endfor %}\"}", "clean", "SL2013")]
    public void GivenConfiguration_CodeThatItNamesIsFound(string name, string content, string verdict, string? said)
    {
        using var folder = new TemporaryFolder();
        CommandResult result = CommandResult.Of("scan", folder.Write(name, content));
        Assert.That(result.Output, Does.StartWith(verdict));
        if (said is not null) Assert.That(result.Output, Does.Contain(said));
    }
}
