using System.Text.Json;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests;

public sealed class InspectCommandTests
{
    private const string StateDict = "fixtures/torch-2.11/ckpt/state_dict_only.pth", Refused = "fixtures/torch-2.11/module/tinynet.pt",
        Missing = "no/such/file.pt";

    [Test]
    public void GivenCheckpoint_JsonSaysWhichEntryIsTheWeights()
    {
        string output = CommandResult.Of("inspect", "-f", "ndjson", Fixtures.PathOf("torch-2.11/ckpt/opt_sgd_momentum.pth")).Output;
        JsonElement weights = JsonDocument.Parse(output).RootElement.GetProperty("weights");
        int tensors = weights.GetProperty("tensors").GetInt32(), others = weights.GetProperty("others").GetInt32();
        Assert.That((weights.GetProperty("key").GetString(), tensors, others), Is.EqualTo(("model_state_dict", 4, 3)));
        Assert.That(weights.GetProperty("why").GetString(), Does.Contain("parameters"));
    }

    [Test]
    public void GivenStateDict_TextShowsATableAndTotals()
    {
        CommandResult result = CommandResult.Of("inspect", StateDict);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero);
            Assert.That(result.Error, Is.Empty);
            Assert.That(result.Output, Does.StartWith(StateDict + ": PyTorch"));
            Assert.That(result.Lines, Does.Contain("name        dtype    shape   size"));
            Assert.That(result.Lines, Does.Contain("fc1.weight  float32  [6, 4]  96 B"));
            Assert.That(result.Lines[^1], Is.EqualTo("4 tensors, 54 elements; 4 storages, 216 B; 4 other values"));
        });
    }

    [TestCase("file", new[] { "running", "fc1.weight", "fc1.bias", "fc2.weight" })]
    [TestCase("size", new[] { "fc1.weight", "fc2.weight", "running", "fc1.bias" })]
    [TestCase("name", new[] { "fc1.bias", "fc1.weight", "fc2.weight", "running" })]
    public void GivenSort_RowsComeInThatOrder(string sort, string[] names)
    {
        var rows = CommandResult.Of("inspect", "--sort", sort,
            StateDict).Lines.SkipWhile(static line => !line.StartsWith("name ", StringComparison.Ordinal)).Skip(1).Take(4);
        Assert.That(rows.Select(static row => row.Split(' ')[0]), Is.EqualTo(names));
    }

    [Test]
    public void GivenHash_TextShowsIt()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("w.pt", CliSamples.Tensor());
        string expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([0, 0, 128, 63, 0, 0, 0, 64]));
        Assert.That(CommandResult.Of("inspect", "--hash", path).Output, Does.Contain(expected));
    }

    [Test]
    public void GivenJson_IsOneArrayOfTheSameObjectsAsNdjson()
    {
        CommandResult json = CommandResult.Of("inspect", "-f", "json", StateDict, Refused),
            ndjson = CommandResult.Of("inspect", "-f", "ndjson", StateDict, Refused);
        Assert.Multiple(() =>
        {
            Assert.That(json.Json().ValueKind, Is.EqualTo(JsonValueKind.Array));
            Assert.That(json.Json().EnumerateArray().Select(static file => JsonSerializer.Serialize(file)),
                Is.EqualTo(ndjson.JsonLines().Select(static file => JsonSerializer.Serialize(file))));
            Assert.That(ndjson.Lines, Has.Length.EqualTo(2));
            Assert.That(json.Code, Is.EqualTo(ndjson.Code));
        });
    }

    [Test]
    public void GivenNdjson_ObjectHasTheMembersOfTheSchema()
    {
        JsonElement file = CommandResult.Of("inspect", "-f", "ndjson", StateDict).JsonLines().Single(),
            leaf = file.GetProperty("leaves")[0];
        Assert.Multiple(() =>
        {
            Assert.That(Names(file), Is.SupersetOf(new[] { "schema", "path", "format", "leaves", "containers", "storages", "globals" }));
            Assert.That(file.GetProperty("schema").GetString(), Is.EqualTo("safeload.inspect/1"));
            Assert.That(file.GetProperty("path").GetString(), Is.EqualTo(StateDict));
            Assert.That(file.GetProperty("format").GetString(), Is.EqualTo("zip"));
            Assert.That(Names(leaf),
                Is.SupersetOf(new[] { "path", "keys", "t", "dtype", "shape", "stride", "storage_offset", "requires_grad", "is_parameter",
                    "layout", "device", "storage", "storage_nbytes", "sha256" }));
            Assert.That(leaf.GetProperty("keys").ToString(), Is.EqualTo("[\"running\"]"));
            Assert.That(leaf.GetProperty("sha256").ValueKind, Is.EqualTo(JsonValueKind.Null), "only with --hash");
            Assert.That(file.GetProperty("containers")[0].GetProperty("keys").ToString(), Is.EqualTo("[]"));
            Assert.That(file.GetProperty("globals").EnumerateArray().Select(static global => global.GetString()),
                Does.Contain("torch._utils._rebuild_tensor_v2"));
        });
    }

    [TestCase("text")]
    [TestCase("json")]
    [TestCase("ndjson")]
    public void GivenSeveralFiles_ExitCodesCombine(string format)
    {
        Assert.Multiple(() =>
        {
            Assert.That(CommandResult.Of("inspect", "-f", format, StateDict).Code, Is.Zero);
            Assert.That(CommandResult.Of("inspect", "-f", format, Refused, StateDict).Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(CommandResult.Of("inspect", "-f", format, StateDict, Missing).Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(CommandResult.Of("inspect", "-f", format, Missing, Refused, StateDict).Code, Is.EqualTo(ExitCode.Refused),
                "1 wins over 2 wins over 0");
        });
    }

    [Test]
    public void GivenMissingFile_ErrorIsOfKindIo()
    {
        JsonElement error = CommandResult.Of("inspect", "-f", "ndjson", Missing).JsonLines().Single().GetProperty("error");
        Assert.Multiple(() =>
        {
            Assert.That(error.GetProperty("kind").GetString(), Is.EqualTo("io"));
            Assert.That(error.GetProperty("id").GetString(), Is.EqualTo("SL9001"));
            Assert.That(error.GetProperty("globals").GetArrayLength(), Is.Zero);
        });
    }

    // Opening the pipe would wait for a writer for ever.
    [Test, Platform(Exclude = "Win")]
    public void GivenLinkToANamedPipe_Ends()
    {
        using var folder = new TemporaryFolder();
        string pipe = Path.Combine(folder.Root, "pipe"), link = Path.Combine(folder.Root, "link.pt");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe])) mkfifo.WaitForExit();
        File.CreateSymbolicLink(link, pipe);
        Assert.That(CommandResult.Of("inspect", link).Code, Is.EqualTo(ExitCode.NotAnswered));
    }

    [Test]
    public void GivenFolderWithoutACheckpoint_ErrorIsOfKindUnsupported()
    {
        using var folder = new TemporaryFolder();
        folder.Write("notes.txt", "no weights");
        CommandResult result = CommandResult.Of("inspect", "-f", "ndjson", folder.Root);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(result.JsonLines().Single().GetProperty("error").GetProperty("kind").GetString(), Is.EqualTo("unsupported"));
        });
    }

    [Test]
    public void GivenFolderOfShards_ListsTheWholeAndSaysWhatWasOpened()
    {
        string folder = Fixtures.PathOf("torch-2.11/hf/distilbert/sharded_safetensors");
        CommandResult whole = CommandResult.Of("inspect", folder),
            index = CommandResult.Of("inspect", Path.Combine(folder, "model.safetensors.index.json")),
            single = CommandResult.Of("inspect", Fixtures.PathOf("torch-2.11/hf"));
        Assert.Multiple(() =>
        {
            Assert.That(whole.Code, Is.EqualTo(ExitCode.Done), whole.Error);
            Assert.That(whole.Output, Does.Contain("4 files of model.safetensors.index.json"));
            Assert.That(whole.Output, Does.Contain("embeddings.word_embeddings.weight"));
            Assert.That(index.Output.Split('\n')[1..], Is.EqualTo(whole.Output.Split('\n')[1..]));
            Assert.That(single.Code, Is.EqualTo(ExitCode.NotAnswered));
        });
    }

    [Test]
    public void GivenFolderWithOneFile_SaysWhichWasOpened() =>
        Assert.That(CommandResult.Of("inspect", Fixtures.PathOf("torch-2.11/hf/distilbert")).Output,
            Does.Contain("note: opened model.safetensors of the folder"));

    [Test]
    public void GivenRefusedFile_ErrorListsEveryGlobal()
    {
        string[] globals = ["fxclasses.TinyNet", "torch.nn.modules.linear.Linear", "torch.nn.modules.activation.ReLU"];
        CommandResult text = CommandResult.Of("inspect", Refused);
        JsonElement error = CommandResult.Of("inspect", "-f", "ndjson", Refused).JsonLines().Single().GetProperty("error");
        Assert.Multiple(() =>
        {
            Assert.That(text.Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(text.Output, Is.Empty);
            foreach (string global in globals) Assert.That(text.Error, Does.Contain(global));
            Assert.That(error.GetProperty("id").GetString(), Is.EqualTo("SL2003"));
            Assert.That(error.GetProperty("kind").GetString(), Is.EqualTo("disallowed"));
            Assert.That(error.GetProperty("record").GetString(), Is.EqualTo("tinynet/data.pkl"));
            Assert.That(error.GetProperty("offset").GetInt64(), Is.EqualTo(2));
            Assert.That(error.GetProperty("globals").EnumerateArray().Select(static global => global.GetString()), Is.EqualTo(globals));
        });
    }

    [Test]
    public void GivenMalformedFile_ErrorSaysWhere()
    {
        using var folder = new TemporaryFolder();
        CommandResult result = CommandResult.Of("inspect", "-f", "ndjson", folder.Write("cut.pkl", CliSamples.CutShort()));
        JsonElement error = result.JsonLines().Single().GetProperty("error");
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.EqualTo(ExitCode.NotAnswered));
            Assert.That(error.GetProperty("kind").GetString(), Is.EqualTo("malformed"));
            Assert.That(error.GetProperty("id").GetString(), Is.EqualTo("SL1001"));
            Assert.That(error.GetProperty("offset").GetInt64(), Is.EqualTo(4));
        });
    }

    [Test]
    public void GivenFilesFrom_OpensWhatTheListNamesInItsOrder([Values] bool nul)
    {
        using var folder = new TemporaryFolder();
        string one = folder.Write("b c.pt", CliSamples.Tensor()), two = folder.Write("a.pt", CliSamples.Tensor()), end = nul ? "\0" : "\n";
        string[] args = ["inspect", "-f", "ndjson", "--files-from", folder.Write("list", one + end + two + end)];
        CommandResult result = CommandResult.Of(nul ? [.. args, "--null"] : args);
        Assert.Multiple(() =>
        {
            Assert.That(result.Code, Is.Zero, result.Error);
            Assert.That(result.JsonLines().Select(static file => file.GetProperty("path").GetString()), Is.EqualTo(new[] { one, two }));
        });
    }

    [Test]
    public void GivenLoneSurrogate_JsonKeepsIt([Values("json", "ndjson")] string format)
    {
        using var folder = new TemporaryFolder();
        CommandResult result = CommandResult.Of("inspect", "-f", format, folder.Write("a.pkl", CliSamples.LoneSurrogate()));
        Assert.That(result.Output, Does.Contain("\"v\":\"\\ud800\"").And.Not.Contain('\ufffd'));
    }

    [TestCase("a\x1b[31mred")]
    [TestCase("a\nb\rc\td\0e\x7f")]
    [TestCase("abc\u202egpj.exe\u2066")]
    [TestCase("zero\u200bwidth\u2028line\u0085next")]
    public void GivenHostileText_NoCharacterActsOnTheTerminal(string hostile)
    {
        using var folder = new TemporaryFolder();
        string asName = folder.Write("name.pt", CliSamples.Tensor(hostile)), asValue = folder.Write("value.pkl", CliSamples.Text(hostile)),
            asKey = folder.Write("key.pkl",
            PickleBuilder.Protocol(2).EmptyDict().Mark().Text(hostile).Text("v").SetItems().Stop()), asGlobal = folder.Write("global.pkl",
            PickleBuilder.Protocol(4).ShortText("some.module").ShortText(hostile).Op(PickleOpcode.StackGlobal).Stop());
        string asRecord = folder.Write("record.pt",
            new ZipBuilder().Add(hostile + "/data.pkl", CliSamples.Text("v")).Add(hostile + "/version", "3\n").ToArray());
        foreach (string format in new[] { "text", "json", "ndjson" })
        {
            CommandResult result = CommandResult.Of("inspect", "-f", format, asName, asValue, asKey, asGlobal, asRecord);
            string acting = new([.. (result.Output + result.Error)
                .Where(static c => c != '\n' && char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Control
                or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator
                or System.Globalization.UnicodeCategory.ParagraphSeparator)]);
            Assert.That(acting, Is.Empty, format);
            if (hostile.Contains('\n')) Assert.That(result.Output + result.Error, Does.Not.Contain("\nb"), format);
        }
    }

    [Test]
    public void GivenPathWithControlCharacters_TextEscapesIt()
    {
        CommandResult result = CommandResult.Of("inspect", "no\x1b[31m/such\nfile.pt");
        Assert.That(result.Error, Does.Not.Contain('\x1b').And.Not.Contain("\nfile"));
    }

    // Nine expanded tensors: each has 2^60 elements over one number.
    [Test]
    public void GivenMoreElementsThanANumberHolds_TextStillShowsTotals()
    {
        using var folder = new TemporaryFolder();
        byte[] file = ZipBuilder.Torch(PickleBuilder.Protocol(2).Mark().Tensor(1, 0, [1L << 60], [0]).Tensor(1, 0, [1L << 60], [0])
            .Tensor(1, 0, [1L << 60, 1], [0, 0])
            .Mark().Tensor(1, 0, [1L << 60], [0]).Tensor(1, 0, [1L << 60], [0]).Tensor(1, 0, [1L << 60], [0]).Tuple().Mark()
            .Tensor(1, 0, [1L << 60], [0]).Tensor(1, 0, [1L << 60], [0]).Tensor(1, 0, [1L << 60], [0]).Tuple().Tuple().Stop(),
            [0, 0, 128, 63]).ToArray();
        CommandResult result = CommandResult.Of("inspect", folder.Write("a.pt", file));
        Assert.That(result.Output, Does.Contain("9 tensors"), result.Error);
    }

    // A key of 500,000 letters above 20,000 values, and a text of as many that stands in a list 5,000 times.
    [TestCase("text", true)]
    [TestCase("json", true)]
    [TestCase("text", false)]
    [TestCase("json", false)]
    public void GivenLongTextThatRepeats_CostStaysSmall(string format, bool isKey)
    {
        using var folder = new TemporaryFolder();
        string letters = new('k', 500_000);
        PickleBuilder pickle = PickleBuilder.Protocol(2);
        if (isKey)
        {
            pickle.EmptyDict().Text(letters).Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < 20_000; i++) pickle.Op(PickleOpcode.BinInt1, [1]);
            pickle.Op(PickleOpcode.Appends).Op(PickleOpcode.SetItem);
        }
        else
        {
            pickle.Text(letters).Put(0).Op(PickleOpcode.Pop).Op(PickleOpcode.EmptyList).Mark();
            for (int i = 0; i < 5_000; i++) pickle.Op(PickleOpcode.BinGet, [0]);
            pickle.Op(PickleOpcode.Appends);
        }
        string path = folder.Write("a.pkl", pickle.Stop());
        TimeSpan time = default;
        long allocated = Cost.AllocatedBy(() => time = Cost.FastestOf(1, () => CommandResult.Of("inspect", "--inert", "-f", format, path)));
        Assert.That(allocated, Is.LessThan(1L << 30));
        Assert.That(time, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static member => member.Name);

    [TestCase("FloatStorage", "3f80000040000000", "0000803f00000040")]
    [TestCase("LongStorage", "0000000000000001", "0100000000000000")]
    [TestCase("ShortStorage", "00010002", "01000200")]
    [TestCase("ComplexFloatStorage", "3f80000040000000", "0000803f00000040")]
    [TestCase("ByteStorage", "0102", "0102")]
    public void GivenBigEndianStorageAsValue_ItsHashIsOfTheBytesThatPyTorchHolds(string type, string stored, string inMemory)
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = Convert.FromHexString(stored);
        int size = type switch { "LongStorage" or "ComplexFloatStorage" => 8, "FloatStorage" => 4, "ShortStorage" => 2, _ => 1 };
        byte[] pickle = PickleBuilder.Protocol(2).Storage(type, "0", bytes.Length / size).Stop();
        string path = folder.Write("s.pt", ZipBuilder.Torch(pickle, bytes).Add("archive/byteorder", "big").ToArray());
        JsonElement leaf = CommandResult.Of("inspect", "--hash", "-f", "ndjson", path).JsonLines().Single().GetProperty("leaves")[0];
        Assert.That(leaf.GetProperty("sha256").GetString(),
            Is.EqualTo(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Convert.FromHexString(inMemory)))));
    }

    [Test]
    public void GivenLongIntAsKey_IsPrintedWhole()
    {
        // The two differ in their last digit, far beyond where other keys are cut.
        System.Numerics.BigInteger even = System.Numerics.BigInteger.Pow(10, 300), odd = even + 1;
        using var folder = new TemporaryFolder();
        string path = folder.Write("k.pt",
            Samples.ZipOf(dict => dict.EmptyDict().Mark().Op(PickleOpcode.Long1, Long(even)).Int(1).Op(PickleOpcode.Long1, Long(odd)).Int(2)
                .SetItems()));
        var keys = CommandResult.Of("inspect", "-f", "ndjson", path).JsonLines().Single().GetProperty("leaves").EnumerateArray()
            .Select(static leaf => leaf.GetProperty("keys")[0].GetProperty("v").GetString());
        Assert.That(keys, Is.EqualTo(new[] { "1" + new string('0', 300), "1" + new string('0', 299) + "1" }));

        static byte[] Long(System.Numerics.BigInteger value) => [(byte)value.GetByteCount(), .. value.ToByteArray()];
    }
}
