using System.Text;
using SafeLoad.IO;
using SafeLoad.Sharding;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Sharding;

public sealed class IndexedShardsTests
{
    private const string Index = "model.safetensors.index.json", One = "model-00001-of-00002.safetensors",
        Two = "model-00002-of-00002.safetensors";

    private static ShardFolder Good() =>
        new ShardFolder().Safetensors(One, "a", "c").Safetensors(Two, "b").Index(Index, ("c", One), ("b", Two), ("a", One));

    [TestCase(null)]
    [TestCase(Index)]
    public void GivenIndex_IsOneCheckpointInTheOrderOfTheIndex(string? file)
    {
        using ShardFolder folder = Good();
        using Checkpoint checkpoint = Checkpoint.Open(file is null ? folder.Root : folder.PathOf(file));
        Assert.Multiple(() =>
        {
            Assert.That(checkpoint.StateDict().Keys, Is.EqualTo(new[] { "c", "b", "a" }));
            Assert.That(checkpoint["c"].ToArray<byte>(), Is.EqualTo(new byte[] { 2 }));
            Assert.That(checkpoint["b"].ToArray<byte>(), Is.EqualTo(new byte[] { 1 }));
            Assert.That(checkpoint.Root.TypeName, Is.EqualTo("collections.OrderedDict"));
            Assert.That(checkpoint.Format, Is.EqualTo(CheckpointFormat.Safetensors));
            Assert.That(checkpoint.Storages, Has.Count.EqualTo(3));
            Assert.That(checkpoint.Metadata, Is.EqualTo(new Dictionary<string, string> { ["total_size"] = "3" }));
            Assert.That(checkpoint.Length, Is.EqualTo(new FileInfo(folder.PathOf(One)).Length + new FileInfo(folder.PathOf(Two)).Length));
            Assert.That(checkpoint.Notes, Is.Empty);
            Assert.That(checkpoint.Writer, Does.EndWith("2 files of " + Index));
        });
    }

    [Test]
    public void GivenDisposedCheckpoint_NoShardIsRead()
    {
        using ShardFolder folder = Good();
        Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        TensorInfo tensor = checkpoint["b"];
        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.ToArray<byte>());
    }

    // The same tensors by every way that they were saved.
    [TestCase("pytorch_model.bin", "sharded_bin")]
    [TestCase("model.safetensors", "sharded_safetensors")]
    public void GivenRealShards_HaveTheTensorsOfTheSingleFile(string single, string sharded)
    {
        string folder = Fixtures.PathOf("torch-2.11/hf/distilbert");
        using Checkpoint one = Checkpoint.Open(Path.Combine(folder, single)), several = Checkpoint.Open(Path.Combine(folder, sharded));
        StateDict expected = one.StateDict(), found = several.StateDict();
        Assert.That(found.Keys, Is.EquivalentTo(expected.Keys));
        Assert.That(found, Has.Count.GreaterThan(15));
        foreach (var (name, tensor) in expected)
        {
            Assert.That(found[name].ToString(), Is.EqualTo(tensor.ToString()), name);
            Assert.That(found[name].ToArray<float>(), Is.EqualTo(tensor.ToArray<float>()), name);
        }
        Assert.That(several.Metadata["total_size"], Is.EqualTo("12608"));
        Assert.That(several.Notes, Is.Empty);
        Assert.That(several.Length,
            Is.EqualTo(Directory.GetFiles(Path.Combine(folder, sharded))
                .Where(static path => !path.EndsWith(".json", StringComparison.Ordinal)).Sum(static path => new FileInfo(path).Length)));
    }

    [Test]
    public void GivenMissingShards_OneErrorNamesAllOfThem()
    {
        using ShardFolder folder = new ShardFolder().Safetensors(One, "a").Index(Index, ("a", One), ("b", Two), ("c", "other.safetensors"));
        Assert.That(folder.Malformed(DiagnosticId.ShardMissing), Does.Contain($"'{Two}', 'other.safetensors' ("));
    }

    [TestCase("../x.safetensors")]
    [TestCase("sub/x.safetensors")]
    [TestCase("sub\\\\x.safetensors")]
    [TestCase("/etc/passwd")]
    [TestCase("C:x.safetensors")]
    [TestCase("..")]
    [TestCase(".")]
    [TestCase("")]
    [TestCase("x.safetensors\\u0000")]
    [TestCase("x.safetensors ")]
    public void GivenNameThatIsMoreThanAName_IsRefused(string name)
    {
        using ShardFolder folder = new ShardFolder().Safetensors(One, "a").Index(Index, ("a", One), ("b", name));
        Assert.That(folder.Malformed(DiagnosticId.ShardIndexBroken), Does.Contain("a file's name alone"));
    }

    [Test]
    public void GivenNameThatForgesOutput_IsEscaped()
    {
        using ShardFolder folder = new ShardFolder().Safetensors(One, "a").Index(Index, ("a", One), ("b", "\\n::error::\\u001b[31m"));
        string message = folder.Malformed(DiagnosticId.ShardIndexBroken);
        Assert.That(message, Does.Contain(@"'\x0A::error::\x1B[31m'"));
        Assert.That(message, Does.Not.Contain("\n"));
    }

    [Test]
    public void GivenNameThatTheShardLacks_IsAConflict()
    {
        using ShardFolder folder =
            new ShardFolder().Safetensors(One, "a").Safetensors(Two, "b").Index(Index, ("a", One), ("x", One), ("b", Two));
        Assert.That(folder.Malformed(DiagnosticId.ShardConflict),
            Does.Contain($"'{One}' does not hold what the index says that it holds: 'x'"));
    }

    [Test]
    public void GivenTensorThatIsGivenToAnotherShard_IsAConflict()
    {
        using ShardFolder folder = new ShardFolder().Safetensors(One, "a", "b").Safetensors(Two, "b").Index(Index, ("a", One), ("b", Two));
        Assert.That(folder.Malformed(DiagnosticId.ShardConflict),
            Does.Contain($"'{One}' holds 'b', which the index gives to another shard: '{Two}'"));
    }

    [Test]
    public void GivenTensorThatIsNotInTheIndex_IsUnlisted()
    {
        using ShardFolder folder = new ShardFolder().Safetensors(One, "a", "extra").Index(Index, ("a", One));
        Assert.That(folder.Malformed(DiagnosticId.ShardConflict), Does.Contain("unlisted").And.Contain("'extra'"));
    }

    [Test]
    public void GivenBrokenShard_ItsOwnErrorNamesIt()
    {
        using ShardFolder folder = Good();
        folder.Write(Two, [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}', 1]);
        var problem = folder.Refuses<MalformedCheckpointException>(DiagnosticId.SafetensorsBroken);
        Assert.That(problem.Location.File, Is.EqualTo(folder.PathOf(Two)));
    }

    [Test]
    public void GivenRefusedShard_TheRefusalNamesIt()
    {
        using ShardFolder folder = new ShardFolder()
            .Write("model.bin", Samples.ZipOf(static pickle => pickle.Global("os", "system").Mark().Text("id").Tuple().Reduce()))
            .Index(Index, ("a", "model.bin"));
        Assert.That(folder.Refuses<DisallowedGlobalException>(DiagnosticId.DisallowedGlobal).Location.File,
            Is.EqualTo(folder.PathOf("model.bin")));
    }

    [Test]
    public void GivenWrongTotalSizeAndFilesBesideIt_AreNotes()
    {
        using ShardFolder folder = Good();
        folder.Safetensors("model-00003-of-00003.safetensors", "z")
            .Write(Index,
                "{\"metadata\":{\"total_size\":1e3},\"weight_map\":{\"a\":\"" + One + "\",\"c\":\"" + One + "\",\"b\":\"" + Two + "\"}}");
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint.Notes,
            Is.EqualTo(new[] { "the index says total_size 1e3; the tensors have 3 bytes",
                "files beside the index look like shards and are not in it: 'model-00003-of-00003.safetensors'" }));
    }

    [Test]
    public void GivenShardThatIsALink_IsFollowed()
    {
        using ShardFolder elsewhere = new ShardFolder().Safetensors("blob", "a"), folder = new ShardFolder().Index(Index, ("a", One));
        File.CreateSymbolicLink(folder.PathOf(One), elsewhere.PathOf("blob"));
        using Checkpoint checkpoint = Checkpoint.Open(folder.Root);
        Assert.That(checkpoint["a"].ToArray<byte>(), Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public void GivenExpectedHash_IsForSingleFiles()
    {
        using ShardFolder folder = Good();
        Assert.That(Assert.Throws<ArgumentException>(() =>
            Checkpoint.Open(folder.Root, new CheckpointOptions { ExpectedSha256 = new string('0', 64) }))!.Message,
            Does.Contain("single file"));
    }

    [TestCase("[]", "no JSON object")]
    [TestCase("", "no JSON")]
    [TestCase("{}", "no weight_map")]
    [TestCase("""{"weight_map":{}}""", "names no shard")]
    [TestCase("""{"weight_map":[]}""", "weight_map is no object")]
    [TestCase("""{"weight_map":{"a":1}}""", "something else than a file's name")]
    [TestCase("""{"weight_map":{"a":{"b":"c"}}}""", "something else than a file's name")]
    [TestCase("""{"weight_map":{"a":"x","a":"x"}}""", "'a' twice")]
    [TestCase("""{"weight_map":{"a":"x"},"weight_map":{"a":"y"}}""", "'weight_map' twice")]
    [TestCase("""{"weight_map":{"a":"x"},"weight\u005fmap":{"a":"y"}}""", "'weight_map' twice")]
    [TestCase("""{"metadata":3,"weight_map":{"a":"x"}}""", "metadata is no object")]
    [TestCase("""{"metadata":{"a":1,"a":2},"weight_map":{"a":"x"}}""", "metadata has 'a' twice")]
    [TestCase("""{"weight_map":{"a":"x"}} {}""", "no JSON")]
    [TestCase("""{"weight_map":{"a":"x",}}""", "no JSON")]
    [TestCase("""{"weight_map":{"\ud800":"x"}}""", "not valid Unicode")]
    [TestCase("""{"weight_map":{"a":"x"}""", "no JSON")]
    public void GivenIndexThatBreaksARule_IsRefused(string json, string problem)
    {
        using ShardFolder folder = new ShardFolder().Write(Index, json);
        Assert.That(folder.Malformed(DiagnosticId.ShardIndexBroken, Index), Does.Contain(problem));
    }

    [Test]
    public void GivenNestedMetadata_IsTextOfItsJson()
    {
        ShardIndexFile index = Read(
            """{"other":[1],"metadata":{"a":{"b": [1, 2]},"c":null,"d":"text","e":1.5},"weight_map":{"w":"f"}}"""u8.ToArray());
        Assert.That(index.Metadata,
            Is.EqualTo(new Dictionary<string, string> { ["a"] = "{\"b\": [1, 2]}", ["c"] = "null", ["d"] = "text", ["e"] = "1.5" }));
    }

    [Test]
    public void GivenIndexLargerThanALimit_IsRefused()
    {
        using ShardFolder folder = Good();
        folder.Refuses<LimitExceededException>(DiagnosticId.DirectoryTooLarge,
            options: new CheckpointOptions { Limits = new CheckpointLimits { MaxDirectoryBytes = 20 } });
    }

    [Test]
    public void GivenIndexCutOrChangedAtAnyByte_OnlyItsOwnErrorsComeOut()
    {
        using ShardFolder folder = Good();
        byte[] good = File.ReadAllBytes(folder.PathOf(Index));
        int refused = 0;
        for (int i = 0; i < good.Length; i++)
        {
            byte[] flipped = [.. good];
            flipped[i] ^= 0x41;
            foreach (byte[] bad in (byte[][])[good[..i], flipped])
            {
                folder.Write(Index, bad);
                try
                {
                    Checkpoint.Open(folder.Root).Dispose();
                }
                catch (SafeLoadException)
                {
                    refused++;
                }
            }
        }
        Assert.That(refused, Is.GreaterThan(good.Length));
    }

    // 50 MB and a million names: as long to refuse as to read, and no more memory than the names take.
    [Test]
    public void GivenIndexOfAMillionNames_CostsWhatItsBytesCost()
    {
        byte[] small = Large(100_000), large = Large(1_000_000);
        Assert.That(large, Has.Length.GreaterThan(50_000_000));
        TimeSpan before = Cost.FastestOf(2, () => Read(small)),
            after = Cost.FastestOf(1, () => Read(large));
        Assert.That(after, Is.LessThan(before * 40 + TimeSpan.FromMilliseconds(200)));
        Assert.That(Cost.AllocatedBy(() => Read(large)), Is.LessThan(large.Length * 2L));

        using ShardFolder folder = new ShardFolder().Safetensors("model-00001-of-00001.safetensors", "a").Write(Index, large);
        Assert.That(folder.Malformed(DiagnosticId.ShardConflict), Does.Contain("and 999,980 more"));
    }

    private static ShardIndexFile Read(byte[] json)
    {
        using var source = new MemoryByteSource(json);
        return ShardIndexFile.Read(source, default(CheckpointLocation));
    }

    private static byte[] Large(int names)
    {
        var json = new StringBuilder("{\"weight_map\":{");
        for (int i = 0; i < names; i++)
            json.Append(i == 0 ? "" : ",").Append("\"layer.").Append(i).Append(".weight\":\"model-00001-of-00001.safetensors\"");
        return Encoding.UTF8.GetBytes(json.Append("}}").ToString());
    }
}
