using System.Text;
using SafeLoad.IO.Output;
using SafeLoad.Tests.Support;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>Writing that fails at every byte, and what writing much costs.</summary>
public sealed class WriteErrorTests
{
    private const long Large = 512L << 20;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("safeload-error-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    [Test]
    public void GivenStreamThatFails_CheckpointWriterGivesItsError() =>
        FailsEverywhere(static stream => new CheckpointWriter().Add<float>("w", [1, 2, 3], 3).Add("epoch", 7).Add<long>("steps", [9])
            .Save(stream), 1000);

    [Test]
    public void GivenStreamThatFails_SafetensorsGiveItsError()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Samples.Zip.ToArray());
        KeyValuePair<string, TensorInfo>[] entries = [new("w", checkpoint["w"]), new("again", checkpoint["w"])];
        FailsEverywhere(stream => new SafetensorsFile(entries, new Dictionary<string, string> { ["format"] = "pt" }).Write(stream), 150);
    }

    [Test]
    public void GivenStreamThatFails_CleanedCheckpointGivesItsError()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Fixtures.PathOf("torch-2.11/ckpt/opt_sgd_momentum.pth"));
        CleanedCheckpoint cleaned = CleanedCheckpoint.Of(checkpoint.Root);
        FailsEverywhere(stream => CheckpointFile.Plan(cleaned.Root, "archive", isLegacy: false, compact: true).Write(stream), 2000);
    }

    [Test]
    public void GivenFileThatIsNotCommitted_NothingIsLeftBehind()
    {
        File.WriteAllText(At("old"), "old");
        for (int length = 0; length < 200_000; length += 13_331)
        {
            Assert.Throws<InvalidOperationException>(() =>
            {
                using AtomicFile file = AtomicFile.Create(At("old"), overwrite: true);
                file.Stream.Write(new byte[length]);
                Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(2), "it is written beside the old one");
                throw new InvalidOperationException();
            });
            Assert.That((Directory.GetFiles(_folder).Length, File.ReadAllText(At("old"))), Is.EqualTo((1, "old")), $"{length}");
        }
    }

    [Test]
    public void GivenFileThatAppearsMeanwhile_ItStays()
    {
        using (AtomicFile file = AtomicFile.Create(At("new"), overwrite: false))
        {
            file.Stream.Write("ours"u8);
            File.WriteAllText(At("new"), "theirs");
            Assert.Throws<IOException>(file.Commit);
        }
        Assert.That((Directory.GetFiles(_folder).Length, File.ReadAllText(At("new"))), Is.EqualTo((1, "theirs")));
    }

    // The index is the last name to be taken, and none of the shards may be there without it.
    [Test]
    public void GivenIndexThatExists_NoShardAppears()
    {
        File.WriteAllText(At("s.pt.index.json"), "old");
        var tensors = new Dictionary<string, TensorInfo>();
        using Checkpoint checkpoint = Checkpoint.Open(Samples.Zip.ToArray());
        tensors.Add("a", checkpoint["w"]);
        tensors.Add("b", checkpoint["w"]);
        Assert.Throws<IOException>(() => tensors.SaveAsCheckpoint(At("s.pt"), new SaveOptions { MaxShardBytes = 8 }));
        Assert.That((Directory.GetFiles(_folder).Length, File.ReadAllText(At("s.pt.index.json"))), Is.EqualTo((1, "old")));
    }

    [TestCase("out.pt")]
    [TestCase("out.safetensors")]
    public void GivenCancellation_NothingIsLeftBehind(string name)
    {
        using var cancellation = new CancellationTokenSource();
        var source = new CancellingSource(64 << 20, 8 << 20, cancellation);
        var tensor = new TensorInfo(DType.UInt8, [source.Length], [1], 0, new StorageInfo("0", DType.UInt8, "cpu", source.Length, source));
        KeyValuePair<string, TensorInfo>[] tensors = [new("w", tensor)];
        Assert.Throws<OperationCanceledException>(() =>
        {
            if (name.EndsWith(".pt", StringComparison.Ordinal)) tensors.SaveAsCheckpoint(At(name), cancellation: cancellation.Token);
            else tensors.SaveAsSafetensors(At(name), cancellation: cancellation.Token);
        });
        Assert.That(Directory.GetFiles(_folder), Is.Empty);
        Assert.That(source.Read64, Is.LessThan(16 << 20), "it ends in the middle of the tensor");
    }

    // A sparse file: a header, and zeros that take no room on the disk.
    [TestCase("out.pt", null)]
    [TestCase("out.safetensors", null)]
    [TestCase("shards.safetensors", 100L << 20)]
    public void GivenLargeFile_MemoryStaysSmall(string name, long? shard)
    {
        const int count = 8;
        string entries = string.Join(',', Enumerable.Range(0, count).Select(static i => $$$"""
            "w{{{i}}}":{"dtype":"F32","shape":[{{{Large / count / 4}}}],"data_offsets":[{{{Large / count * i}}},{{{Large / count
                * (i + 1)}}}]}
            """));
        byte[] header = Encoding.ASCII.GetBytes("{" + entries + "}");
        using (FileStream file = File.Create(At("in.safetensors")))
        {
            file.Write(BitConverter.GetBytes((long)header.Length));
            file.Write(header);
            file.SetLength(file.Length + Large);
        }
        var options = new SaveOptions { MaxShardBytes = shard };
        long allocated = Cost.AllocatedBy(() =>
        {
            using Checkpoint checkpoint = Checkpoint.Open(At("in.safetensors"));
            var report = name.EndsWith(".pt", StringComparison.Ordinal) ? checkpoint.StateDict().SaveAsCheckpoint(At(name), options)
                : checkpoint.StateDict().SaveAsSafetensors(At(name), options);
            Assert.That(report.Plan.Files.Sum(static file => file.Length), Is.GreaterThan(Large));
        });
        Assert.That(allocated, Is.LessThan(16 << 20));
    }

    // After every byte but the last: the error is the stream's own, and nothing else comes of it.
    private static void FailsEverywhere(Action<Stream> write, int least)
    {
        var whole = new FailingStream(int.MaxValue);
        write(whole);
        Assert.That(whole.Length, Is.GreaterThanOrEqualTo(least));
        for (int room = 0; room < whole.Length; room++)
        {
            var stream = new FailingStream(room);
            IOException? error = Assert.Throws<IOException>(() => write(stream), $"{room} bytes");
            Assert.That(error, Is.SameAs(stream.Error), $"{room} bytes");
        }
    }

    /// <summary>Has room for so many bytes.</summary>
    private sealed class FailingStream(int room) : WriteOnlyStream
    {
        private long _length;

        public IOException Error { get; } = new("no room");

        public override long Length => _length;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.Length > room - _length) throw Error;
            _length += buffer.Length;
        }
    }

    /// <summary>Zeros that cancel once so many of them have been read.</summary>
    private sealed class CancellingSource(long length, long after, CancellationTokenSource cancellation) : ByteSource
    {
        public override long Length { get; } = length;

        public long Read64 { get; private set; }

        public override int Read(long offset, Span<byte> destination)
        {
            Read64 += destination.Length;
            if (Read64 >= after) cancellation.Cancel();
            destination.Clear();
            return destination.Length;
        }
    }
}
