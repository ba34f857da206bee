using System.IO.Compression;
using SafeLoad.Tests.Support;
using static SafeLoad.Tests.Support.Hdf5Builder;

namespace SafeLoad.Tests.Attacks;

/// <summary>HDF5 files whose pointers, counts and sizes are meant to hurt.</summary>
public sealed class Hdf5AttackTests
{
    private const long Bound = 1 << 20;

    private static byte[] Dataset(Hdf5Builder file, params byte[][] messages) => file.ToArray(file.Links(("d", file.Object(messages))));

    private static byte[] Group(Hdf5Builder file, long tree, long heap) =>
        file.ToArray(file.Object(Message(17, [.. Number(tree), .. Number(heap)])));

    // Signature, version, bytes, free list, where the names stand.
    private static long Heap(Hdf5Builder file, byte[] names) =>
        file.Add(["HEAP"u8.ToArray(), [0, 0, 0, 0], Number(names.Length), Number(Undefined), Number(file.Next + 32), names]);

    // Signature, version, count; for each the name's place, an address, no cache.
    private static byte[] Symbols(int count, Func<int, (long Name, long Target)> entry) =>
        [.. "SNOD"u8, 1, 0, .. Number(count, 2),
            .. Enumerable.Range(0, count).SelectMany(i => (byte[])[.. Number(entry(i).Name), .. Number(entry(i).Target), .. new byte[24]])];

    private static byte[] Deflate(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(bytes);
        return stream.ToArray();
    }

    [TestCase("h5/tiny_weights.h5")]
    [TestCase("h5/tiny_chunks.h5")]
    [TestCase("h5/tiny_latest.h5")]
    public void GivenHdf5CutAtEveryByte_IsRefused(string fixture)
    {
        byte[] file = File.ReadAllBytes(Fixtures.PathOf(fixture));
        Assert.That(TryRead(file), Is.True);
        for (int length = 0; length < file.Length; length++)
            Assert.That(TryRead(file[..length]), Is.False, $"the first {length} of {file.Length} bytes");
    }

    [TestCase("h5/tiny_weights.h5", 0.05)]
    [TestCase("h5/tiny_chunks.h5", 0.05)]
    [TestCase("h5/tiny_latest.h5", 0.2)]
    public void GivenHdf5WithAnyByteChanged_OnlyItsOwnErrorsComeOut(string fixture, double least)
    {
        byte[] file = File.ReadAllBytes(Fixtures.PathOf(fixture)), changed = [.. file];
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            foreach (byte value in (byte[])[(byte)(file[i] ^ 1), (byte)(file[i] ^ 0x80), 0xFF])
            {
                changed[i] = value;
                if (!TryRead(changed)) refused++;
            }
            changed[i] = file[i];
        }
        // Most bytes of so small a file are room that nobody uses; but a test in which nothing is refused would prove nothing.
        Assert.That(refused, Is.GreaterThan(file.Length * 3 * least));
    }

    [Test]
    public void GivenHdf5TreeThatPointsAtItself_IsRefused()
    {
        var file = new Hdf5Builder();
        long heap = Heap(file, new byte[8]), tree = file.Next;
        // A node of level 1 whose child is itself: it would have to be of level 0.
        file.Add([Tree(0, 1, 1, Number(0), Number(tree), Number(0))]);
        Cheap(() => Assert.That(Refusal.Malformed(Group(file, tree, heap), DiagnosticId.Hdf5Broken).Problem, Does.Contain("level 1")));
    }

    [Test]
    public void GivenHdf5NodeUnderATreeTwice_IsRefused()
    {
        var file = new Hdf5Builder();
        long heap = Heap(file, [0, .. "d\0"u8]), node = file.Add([Symbols(1, static _ => (1, 96))]),
            tree = file.Add([Tree(0, 0, 2, Number(0), Number(node), Number(0), Number(node), Number(0))]);
        Cheap(() =>
            Assert.That(Refusal.Malformed(Group(file, tree, heap), DiagnosticId.Hdf5Broken).Problem, Does.Contain("share one place")));
    }

    [Test]
    public void GivenHdf5TreeOf255LevelsOfManyPointers_IsLinear()
    {
        // Every node leads twice to the next: without looking twice there would be 2^255 ways down.
        var file = new Hdf5Builder();
        long heap = Heap(file, new byte[8]), below = file.Add([Symbols(0, static _ => default)]);
        for (int level = 0; level < 255; level++)
            below = file.Add([Tree(0, level, 2, Number(0), Number(below), Number(0), Number(below), Number(0))]);
        Cheap(() => Refusal.Malformed(Group(file, below, heap), DiagnosticId.Hdf5Broken));
    }

    [Test]
    public void GivenHdf5HeaderThatGoesOnInItself_IsRefused()
    {
        var file = new Hdf5Builder();
        long block = file.Next;
        file.Add([Message(16, [.. Number(block), .. Number(24)])]);
        long root = file.Object(Hdf5Builder.Group, Message(16, [.. Number(block), .. Number(24)]));
        Cheap(() => Assert.That(Refusal.Malformed(file.ToArray(root), DiagnosticId.Hdf5Broken).Problem, Does.Contain("share one place")));
    }

    [TestCase(1000L)]
    [TestCase(long.MaxValue)]
    [TestCase(-1L)]
    public void GivenHdf5NameOutsideOfItsHeap_IsRefused(long name)
    {
        var file = new Hdf5Builder();
        long heap = Heap(file, new byte[8]), node = file.Add([Symbols(1, _ => (name, 96))]),
            tree = file.Add([Tree(0, 0, 1, Number(0), Number(node), Number(0))]);
        Cheap(() => Refusal.Malformed(Group(file, tree, heap), DiagnosticId.Hdf5Broken));
    }

    [Test]
    public void GivenHdf5NamesThatAreEndsOfOneLongName_AreRefused()
    {
        // 60,000 names of up to 60,000 letters in 60,000 bytes: 1.8 GB of text.
        var file = new Hdf5Builder();
        byte[] names = [.. Enumerable.Repeat((byte)'n', 60_000), 0];
        long heap = Heap(file, names), node = file.Add([Symbols(60_000, static i => (i, 96))]),
            tree = file.Add([Tree(0, 0, 1, Number(0), Number(node), Number(0))]);
        byte[] bytes = Group(file, tree, heap);
        Assert.That(Cost.AllocatedBy(() =>
            Assert.That(Refusal.Malformed(bytes, DiagnosticId.Hdf5Broken).Problem, Does.Contain("names of a group overlap"))),
            Is.LessThan(4 * Bound));
    }

    [Test]
    public void GivenHdf5ClaimsOfManyEntries_NothingIsAllocatedForThem()
    {
        var file = new Hdf5Builder();
        long heap = Heap(file, new byte[8]), node = file.Add([[.. "SNOD"u8, 1, 0, 0xFF, 0xFF]]),
            tree = file.Add([Tree(0, 0, 1, Number(0), Number(node), Number(0))]);
        Cheap(() => Refusal.Malformed(Group(file, tree, heap), DiagnosticId.Hdf5Broken));
        // A header of 4 GB, a heap of 2^62 bytes, a tree of 65,535 children.
        file = new Hdf5Builder();
        long header = file.Add([[1, 0, 1, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]]);
        Cheap(() => Refusal.Malformed(file.ToArray(header), DiagnosticId.Hdf5Broken));
        file = new Hdf5Builder();
        heap = file.Add(["HEAP"u8.ToArray(), [0, 0, 0, 0], Number(1L << 62), Number(Undefined), Number(96)]);
        Cheap(() => Refusal.Malformed(Group(file, 96, heap), DiagnosticId.Hdf5Broken));
        file = new Hdf5Builder();
        heap = Heap(file, new byte[8]);
        tree = file.Add([Tree(0, 0, 0xFFFF)]);
        Cheap(() => Refusal.Malformed(Group(file, tree, heap), DiagnosticId.Hdf5Broken));
    }

    [Test]
    public void GivenHdf5OfMoreLinksThanTheLimit_IsRefused()
    {
        // Over a million links that are really there, 32 bytes each, all to one place.
        var file = new Hdf5Builder();
        var messages = new MemoryStream();
        messages.Write(Hdf5Builder.Group);
        for (int i = 0; i <= CheckpointLimits.Default.MaxRecords; i++) messages.Write(Link($"{i:x8}", 96));
        byte[] bytes = file.ToArray(file.Object(messages.ToArray()));
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(bytes, DiagnosticId.TooManyRecords)),
            Is.LessThan(10L * bytes.Length));
    }

    [Test]
    public void GivenHdf5GroupsNested100000Deep_AreRefusedAtTheLimit()
    {
        var file = new Hdf5Builder();
        long inner = file.Object(Space(), UInt8, Contiguous(96, 1));
        for (int i = 0; i < 100_000; i++) inner = file.Links(("g", inner));
        byte[] bytes = file.ToArray(inner);
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(bytes, DiagnosticId.NestingTooDeep)), Is.LessThan(8 * Bound));
    }

    [Test]
    public void GivenHdf5LongNamesOverManyDatasets_PathsAreLimited()
    {
        // 20 levels of 60,000 letters each, and 200 datasets below them: 240 MB of paths out of 1.2 MB.
        var file = new Hdf5Builder();
        long dataset = file.Object(Space(), UInt8, Contiguous(96, 1)),
            inner = file.Links([.. Enumerable.Range(0, 200).Select(i => ($"d{i}", dataset))]);
        for (int i = 0; i < 20; i++) inner = file.Links((new string('n', 60_000), inner));
        byte[] bytes = file.ToArray(inner);
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(bytes, DiagnosticId.TooMuchCopying)), Is.LessThan(1L << 30));
    }

    [Test]
    public void GivenHdf5GroupsThatFanOut_AreEnteredOnce()
    {
        // 40 levels, each with ten links to the next: 10^40 ways to one dataset.
        var file = new Hdf5Builder();
        long inner = file.Object(Space(), UInt8, Contiguous(96, 1));
        for (int i = 0; i < 40; i++) inner = file.Links([.. Enumerable.Range(0, 10).Select(j => ($"g{j}", inner))]);
        byte[] bytes = file.ToArray(inner);
        Cheap(() =>
        {
            using Checkpoint checkpoint = Checkpoint.Open(bytes);
            // The innermost group lists it under ten names.
            Assert.That(checkpoint.StateDict().Count, Is.EqualTo(10));
        });
    }

    [Test]
    public void GivenHdf5Of2ToThe60Elements_CostsNothing()
    {
        byte[] unwritten = Dataset(new Hdf5Builder(), Space(1L << 60), UInt8, Contiguous(Undefined, 1L << 60));
        byte[] outside = Dataset(new Hdf5Builder(), Space(1L << 60), UInt8, Contiguous(96, 1L << 60));
        byte[] chunked = Dataset(new Hdf5Builder(), Space(1L << 30, 1L << 30), UInt8, Chunked(Undefined, 1024, 1024, 1));
        byte[] overflow = Dataset(new Hdf5Builder(), Space(1L << 40, 1L << 40), UInt8, Contiguous(96, 1));
        byte[] bytes = Dataset(new Hdf5Builder(), Space(1L << 62), Float32, Contiguous(96, 1));
        Cheap(() =>
        {
            Refusal.Of<LimitExceededException>(unwritten, DiagnosticId.InflateRatioTooHigh);
            Refusal.Malformed(outside, DiagnosticId.Hdf5Broken);
            Refusal.Of<LimitExceededException>(chunked, DiagnosticId.InflateRatioTooHigh);
            Refusal.Malformed(overflow, DiagnosticId.BadShape);
            Refusal.Malformed(bytes, DiagnosticId.BadShape);
        });
    }

    [Test]
    public void GivenHdf5BombOfOneChunk_IsRefusedWithoutInflatingIt()
    {
        var file = new Hdf5Builder();
        byte[] bomb = Deflate(new byte[17 << 20]);
        long data = file.Add([bomb]);
        byte[] bytes =
            Dataset(file, Space(17 << 20), UInt8, Chunked(file.Add([Tree(1, 0, 1, Chunk(bomb.Length, data, 0))]), 17 << 20, 1), Filters(1));
        Cheap(() => Refusal.Of<LimitExceededException>(bytes, DiagnosticId.InflateRatioTooHigh));
    }

    [Test]
    public void GivenHdf5BombBehindAnEdge_CountsWithWhatLiesBeyond()
    {
        // The dataset has one byte; the chunk that it is in has 17 MiB.
        var file = new Hdf5Builder();
        byte[] bomb = Deflate(new byte[17 << 20]);
        long data = file.Add([bomb]);
        byte[] bytes =
            Dataset(file, Space(1), UInt8, Chunked(file.Add([Tree(1, 0, 1, Chunk(bomb.Length, data, 0))]), 17 << 20, 1), Filters(1));
        Cheap(() => Refusal.Of<LimitExceededException>(bytes, DiagnosticId.InflateRatioTooHigh));
    }

    [Test]
    public void GivenHdf5ChunkThatInflatesToMore_StopsAtWhatItMayHave()
    {
        var file = new Hdf5Builder();
        byte[] bomb = Deflate(new byte[17 << 20]);
        long data = file.Add([bomb]);
        using Checkpoint checkpoint = Checkpoint.Open(Dataset(file, Space(100), UInt8,
            Chunked(file.Add([Tree(1, 0, 1, Chunk(bomb.Length, data, 0))]), 100, 1), Filters(1)));
        Cheap(() =>
        {
            var problem = Assert.Throws<MalformedCheckpointException>(() => checkpoint["d"].ToArray<byte>());
            Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.BadCompressedData));
        });
    }

    [Test]
    public void GivenHdf5ChunkThatInflatesToLess_MemoryGrowsWithWhatComesOut()
    {
        // 16 MiB are claimed, 5 bytes come out; only the band that they would be in is there, which is no larger than a small file may be.
        var file = new Hdf5Builder();
        byte[] few = Deflate("hello"u8.ToArray());
        long data = file.Add([few]);
        using Checkpoint checkpoint = Checkpoint.Open(Dataset(file, Space(1), UInt8,
            Chunked(file.Add([Tree(1, 0, 1, Chunk(few.Length, data, 0))]), 16 << 20, 1), Filters(1)));
        Cheap(() => Assert.Throws<MalformedCheckpointException>(() => checkpoint["d"].ToArray<byte>()));
    }

    [Test]
    public void GivenHdf5ChunksThatAreAllTheSameBytes_AreRefused()
    {
        // One compressed kernel, listed a thousand times.
        var file = new Hdf5Builder();
        byte[] kernel = Deflate(new byte[1 << 20]);
        long data = file.Add([kernel]);
        byte[][] chunks = [.. Enumerable.Range(0, 1000).Select(i => Chunk(kernel.Length, data, (long)i << 20))];
        byte[] bytes = Dataset(file, Space(1000L << 20), UInt8, Chunked(file.Add([Tree(1, 0, 1000, chunks)]), 1 << 20, 1), Filters(1));
        Cheap(() => Assert.That(Refusal.Malformed(bytes, DiagnosticId.Hdf5Broken).Problem, Does.Contain("chunks of the datasets overlap")));
    }

    [Test]
    public void GivenHdf5ManySmallBombs_TheirSumIsLimited()
    {
        var file = new Hdf5Builder();
        byte[] kernel = Deflate(new byte[1 << 20]);
        var datasets = new List<(string, long)>();
        for (int i = 0; i < 8; i++)
        {
            long data = file.Add([kernel]), tree = file.Add([Tree(1, 0, 1, Chunk(kernel.Length, data, 0))]);
            datasets.Add(($"d{i}", file.Object(Space(1 << 20), UInt8, Chunked(tree, 1 << 20, 1), Filters(1))));
        }
        byte[] bytes = file.ToArray(file.Links([.. datasets]));
        var options = new CheckpointOptions { Limits = new CheckpointLimits { MaxInflatedBytes = 4 << 20 } };
        Cheap(() => Refusal.Of<LimitExceededException>(bytes, DiagnosticId.InflatedTooLarge, options));
        Assert.That(() => Checkpoint.Open(bytes).Dispose(), Throws.Nothing);
    }

    [Test]
    public void GivenHdf5ChunksOfOneElement_ReadingIsLinear()
    {
        // 4 MiB of which one byte was written, in chunks of a byte: bands would be of one byte each.
        var file = new Hdf5Builder();
        using Checkpoint checkpoint =
            Checkpoint.Open(Dataset(file, Space(4 << 20, 1), UInt8, Chunked(file.Add([Tree(1, 0, 1, Chunk(1, 4, 77, 0))]), 1, 1, 1)));
        byte[] elements = [];
        Assert.That(Cost.AllocatedBy(() => elements = checkpoint["d"].ToArray<byte>()), Is.LessThan(12 << 20));
        Assert.That(elements[77], Is.EqualTo((byte)'\r'));
        Assert.That(elements.Count(static element => element != 0), Is.EqualTo(1));
    }

    [Test]
    public void GivenHdf5ColumnsAsChunks_EachIsReadOnceWhateverTheBuffer()
    {
        // A row touches every chunk. Chunk by chunk for each row would inflate 1,000 chunks 1,000 times.
        var file = new Hdf5Builder();
        byte[][] chunks = new byte[1000][];
        for (int i = 0; i < chunks.Length; i++)
        {
            byte[] column = Deflate([.. Enumerable.Range(0, 1000).Select(row => (byte)(row + i))]);
            chunks[i] = Chunk(column.Length, file.Add([column]), 0, i);
        }
        using Checkpoint checkpoint =
            Checkpoint.Open(Dataset(file, Space(1000, 1000), UInt8, Chunked(file.Add([Tree(1, 0, 1000, chunks)]), 1000, 1, 1), Filters(1)));
        var elements = new MemoryStream(1_000_000);
        byte[] buffer = new byte[1000];
        using Stream stream = checkpoint["d"].OpenStream();
        // An inflater costs some 50 KB.
        long allocated = Cost.AllocatedBy(() =>
        {
            for (int read; (read = stream.Read(buffer)) > 0;) elements.Write(buffer, 0, read);
        });
        Assert.That(allocated, Is.LessThan(400L << 20));
        Assert.That(elements.ToArray(), Is.EqualTo(Enumerable.Range(0, 1_000_000).Select(static i => (byte)(i / 1000 + i % 1000))));
    }

    [Test]
    public void GivenHdf5OneLongTextReferredToAgainAndAgain_IsLimited()
    {
        // 3,000 layers of one name of a million letters.
        var file = new Hdf5Builder();
        byte[] name = [.. Enumerable.Repeat((byte)'n', 1_000_000)];
        // Signature, version, bytes; object 1: index, references, reserved, bytes, content.
        long collection =
            file.Add(["GCOL"u8.ToArray(), [1, 0, 0, 0], Number(32 + name.Length), [1, 0, 1, 0, 0, 0, 0, 0], Number(name.Length), name]);
        byte[] bytes = file.ToArray(file.Object(Hdf5Builder.Group, TextReferences("layer_names", 3000, collection, 1, name.Length)));
        Assert.That(Cost.AllocatedBy(() => Refusal.Of<LimitExceededException>(bytes, DiagnosticId.TooMuchCopying)),
            Is.LessThan(256L << 20));
        // Two of them are a lie about layers, but no attack.
        bytes = file.ToArray(file.Object(Hdf5Builder.Group, TextReferences("layer_names", 2, collection, 1, 5)));
        Assert.That(Refusal.Malformed(bytes, DiagnosticId.Hdf5Broken).Problem, Does.Contain("'nnnnn'"));
    }

    [TestCase(2, 5)]
    [TestCase(1, 9)]
    public void GivenHdf5TextThatIsNotInItsHeap_IsRefused(int index, int length)
    {
        var file = new Hdf5Builder();
        long collection =
            file.Add(["GCOL"u8.ToArray(), [1, 0, 0, 0], Number(40), [1, 0, 1, 0, 0, 0, 0, 0], Number(8), "namename"u8.ToArray()]);
        byte[] bytes = file.ToArray(file.Object(Hdf5Builder.Group, TextReferences("layer_names", 1, collection, index, length)));
        Cheap(() => Refusal.Malformed(bytes, DiagnosticId.Hdf5Broken));
    }

    [Test]
    public void GivenHdf5NamesThatForgeOutput_AreEscaped()
    {
        var file = new Hdf5Builder();
        byte[] bytes = file.ToArray(file.Links(("\n::error::all is well\u202e",
            file.Object(Space(1), Message(3, [0x16, 0, 0, 0, 4, 0, 0, 0]), Contiguous(96, 4)))));
        using Checkpoint checkpoint = Checkpoint.Open(bytes);
        Assert.That(checkpoint.Weights.Others.Single().Reason + checkpoint.Notes.Single(),
            Does.Not.Contain("\n").And.Not.Contain("\u202e").And.Contain(@"\x0A::error"));
    }

    private static void Cheap(Action work) => Assert.That(Cost.AllocatedBy(work), Is.LessThan(Bound));

    private static bool TryRead(byte[] file)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(file);
            byte[] buffer = new byte[4096];
            foreach (TensorInfo tensor in checkpoint.StateDict().Values)
            {
                using Stream stream = tensor.OpenStream();
                stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            }
            return true;
        }
        catch (SafeLoadException)
        {
            return false;
        }
    }
}
