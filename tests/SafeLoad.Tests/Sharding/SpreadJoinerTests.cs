using SafeLoad.Sharding;
using SafeLoad.Tensors;

namespace SafeLoad.Tests.Sharding;

/// <summary>Pieces of every layout, cut here element by element, become the whole again; pieces that contradict each other become
/// nothing.</summary>
public sealed class SpreadJoinerTests
{
    private static readonly CheckpointLocation s_at = new("ranks");

    private static readonly SpreadPlacement s_copy = new(SpreadKind.Replicate, "Replicate()"), s_rows = Shard(0), s_columns = Shard(1);

    private static SpreadPlacement Shard(int dimension) => new(SpreadKind.Shard, $"Shard({dimension})", dimension);

    private static SpreadPlacement Strided(int split) => new(SpreadKind.StridedShard, $"_StridedShard(0, {split})", 0, split);

    private static IEnumerable<object[]> Layouts()
    {
        yield return [new long[] { 3 }, new[] { s_rows }];
        yield return [new long[] { 4 }, new[] { s_columns }];
        yield return [new long[] { 2 }, new[] { s_copy }];
        foreach (long[] mesh in (long[][])[[2, 2], [3, 2], [2, 3], [4, 2]])
        {
            yield return [mesh, new[] { s_rows, s_columns }];
            yield return [mesh, new[] { s_rows, s_rows }];
            yield return [mesh, new[] { s_copy, s_rows }];
            yield return [mesh, new[] { s_columns, s_copy }];
            yield return [mesh, new[] { Strided((int)mesh[1]), s_rows }];
        }
        yield return [new long[] { 2, 2, 2 }, new[] { s_copy, s_rows, s_columns }];
        yield return [new long[] { 2, 2, 2 }, new[] { Strided(4), s_rows, s_rows }];
        yield return [new long[] { 2, 2, 2 }, new[] { Strided(2), s_columns, s_rows }];
    }

    [TestCaseSource(nameof(Layouts))]
    public void GivenPiecesOfALayout_TheyAreTheWholeOrARefusal(long[] mesh, object placements)
    {
        var ways = (SpreadPlacement[])placements;
        // Strided cuts are made last, whatever dimension of the mesh makes them.
        int[] last = [.. Enumerable.Range(0, ways.Length).OrderBy(i => ways[i].Kind == SpreadKind.StridedShard)];
        int joined = 0;
        foreach (int[]? order in (int[]?[])[null, last])
        {
            for (long rows = 0; rows <= 17; rows++)
            {
                foreach (long columns in (long[])[1, 2, 5])
                {
                    RankPiece[] pieces = Cut(rows, columns, mesh, ways, order, out byte[] whole);
                    try
                    {
                        TensorInfo tensor = SpreadJoiner.Join("x", pieces, s_at);
                        Assert.That(BytesOf(tensor), Is.EqualTo(whole), $"{rows} x {columns}");
                        Assert.That((tensor.Spread, tensor.Piece), Is.EqualTo(((SpreadInfo?)null, (TensorInfo?)null)));
                        joined++;
                    }
                    catch (UnsupportedCheckpointException problem) when (problem.Message.Contains("fit two ways", StringComparison.Ordinal))
                    {
                    }
                }
            }
        }
        Assert.That(joined, Is.GreaterThan(90), "of 108");
    }

    [Test]
    public void GivenAnOrderOfCuts_ItIsTheOneThatIsTaken()
    {
        SpreadPlacement[] placements = [s_rows, s_rows];
        RankPiece[] pieces = [.. Cut(8, 1, [2, 2], placements, [1, 0], out byte[] whole)
            .Select(static piece => piece with { Tensor = piece.Tensor with { Spread = piece.Tensor.Spread! with { Order = [1, 0] } } })];
        Assert.That(BytesOf(SpreadJoiner.Join("x", pieces, s_at)), Is.EqualTo(whole));
    }

    // 9 rows over 4 x 2 processes: the last row is elsewhere by the one rule than by the other.
    [TestCase(true)]
    [TestCase(false)]
    public void GivenLengthsByWhichTwoRulesDiffer_TheyDecide(bool fromTheRight)
    {
        RankPiece[] pieces = Cut(9, 2, [4, 2], [Strided(2), s_rows], fromTheRight ? [1, 0] : null, out byte[] whole);
        Assert.That(BytesOf(SpreadJoiner.Join("x", pieces, s_at)), Is.EqualTo(whole));
    }

    [Test]
    public void GivenLengthsOfNoRule_IsRefused()
    {
        RankPiece[] pieces = Cut(9, 2, [4, 2], [Strided(2), s_rows], [1, 0], out _);
        (pieces[0], pieces[7]) = (pieces[0] with { Tensor = pieces[0].Tensor with { Piece = pieces[7].Tensor.Piece } }, pieces[7] with
        {
            Tensor = pieces[7].Tensor with { Piece = pieces[0].Tensor.Piece },
        });
        Refused(pieces, "do not have the lengths of _StridedShard(0, 2), Shard(0) of");
    }

    [TestCase(1L << 40)]
    [TestCase(1L << 61)]
    public void GivenAShapeThatNoPieceFills_IsRefusedWithoutRoomForIt(long rows)
    {
        RankPiece[] pieces = [.. Cut(4, 2, [2], [s_rows], null, out _)
            .Select(piece => piece with { Tensor = Whole(rows, 2, piece.Tensor.Spread!, piece.Tensor.Piece!) })];
        Refused(pieces, "do not have the lengths");
    }

    // A view of a number again and again is as long as it likes.
    [Test]
    public void GivenAPieceOfOneNumberRepeated_IsRefused()
    {
        const long rows = 1L << 40;
        RankPiece[] pieces = [.. Cut(2, 1, [2], [s_rows], null, out _).Select(piece => piece with
        {
            Tensor = Whole(rows, 1, piece.Tensor.Spread!, new TensorInfo(DType.UInt8, [rows / 2, 1], [0, 0], 0,
                new StorageInfo("0", DType.UInt8, "cpu", 1, new SafeLoad.IO.MemoryByteSource(new byte[1])))),
        })];
        Assert.That(Assert.Throws<UnsupportedCheckpointException>(() => SpreadJoiner.Join("x", pieces, s_at))!.Message,
            Does.Contain("is no plain tensor"));
    }

    [TestCase(1L << 40)]
    [TestCase(long.MaxValue)]
    public void GivenAMeshLargerThanTheFiles_TheMissingAreCountedWithoutRoomForThem(long processes)
    {
        RankPiece[] pieces = [.. Cut(4, 2, [2, 2], [s_rows, s_columns], null, out _).Select(piece => piece with
        {
            Tensor = piece.Tensor with { Spread = piece.Tensor.Spread! with { Mesh = [processes, processes] } },
        })];
        var problem = Assert.Throws<MalformedCheckpointException>(() => SpreadJoiner.Join("x", pieces, s_at));
        Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.ShardMissing));
        Assert.That(problem.Message, Does.Contain("more"));
    }

    [Test]
    public void GivenCopiesThatDiffer_ReadingThemNamesBothFiles()
    {
        foreach (SpreadPlacement[] placements in (SpreadPlacement[][])[[s_copy, s_rows], [s_copy, s_copy], [s_rows, s_copy]])
        {
            for (int changed = 0; changed < 4; changed++)
            {
                RankPiece[] pieces = Cut(6, 3, [2, 2], placements, null, out _);
                TensorInfo piece = pieces[changed].Local!;
                byte[] bytes = BytesOf(piece);
                bytes[^1] ^= 1;
                TensorInfo other = TensorInfo.Create(DType.UInt8, piece.Shape, bytes);
                pieces[changed] = pieces[changed] with { Tensor = pieces[changed].Tensor with { Piece = other } };
                TensorInfo whole = SpreadJoiner.Join("x", pieces, s_at);
                var problem = Assert.Throws<MalformedCheckpointException>(() => BytesOf(whole));
                Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.ShardConflict));
                Assert.That(problem.Message, Does.Contain($"'rank{changed}.pt'").And.Contain("'x' has other numbers"));
            }
        }
    }

    [Test]
    public void GivenAProcessWithoutAPlace_ItIsLeftOutIfItHasNothing()
    {
        RankPiece[] pieces = Cut(4, 2, [2], [s_rows], null, out byte[] whole);
        SpreadInfo nowhere = pieces[0].Tensor.Spread! with { Coordinate = null };
        TensorInfo nothing = TensorInfo.Create(DType.UInt8, [0], Array.Empty<byte>());
        RankPiece outside = new("rank2.pt", Whole(4, 2, nowhere, nothing)), liar = new("rank2.pt", Whole(4, 2, nowhere, pieces[0].Local!));
        Assert.That(BytesOf(SpreadJoiner.Join("x", [.. pieces, outside], s_at)), Is.EqualTo(whole));
        Assert.Throws<UnsupportedCheckpointException>(() => SpreadJoiner.Join("x", [.. pieces, liar], s_at));
        Assert.That(Assert.Throws<MalformedCheckpointException>(() => SpreadJoiner.Join("x", [outside], s_at))!.Id,
            Is.EqualTo(DiagnosticId.ShardMissing));
    }

    [Test]
    public void GivenPiecesOfTwoTensors_IsRefused()
    {
        RankPiece[] pieces = Cut(4, 2, [2], [s_rows], null, out _), others = Cut(6, 2, [2], [s_rows], null, out _);
        Refused([pieces[0], others[1]], "is uint8[4, 2] in 'rank0.pt' and uint8[6, 2] in 'rank1.pt'");
        RankPiece[] columns = Cut(4, 2, [2], [s_columns], null, out _);
        Refused([pieces[0], columns[1]], "Shard(0)) over (2) in 'rank0.pt' and spread by (Shard(1))");
    }

    private static void Refused(RankPiece[] pieces, string why)
    {
        var problem = Assert.Throws<MalformedCheckpointException>(() => SpreadJoiner.Join("x", pieces, s_at));
        Assert.That((problem!.Id, problem.Message), Is.EqualTo((DiagnosticId.ShardConflict, problem.Message)));
        Assert.That(problem.Message, Does.Contain(why));
    }

    // Every process's elements, found as PyTorch finds them: lists of rows and columns that are cut again and again.
    private static RankPiece[] Cut(long rows, long columns, long[] mesh, SpreadPlacement[] placements, int[]? order, out byte[] whole)
    {
        byte[] all = [.. Enumerable.Range(0, (int)(rows * columns)).Select(static i => (byte)(i + 1))];
        whole = all;
        var pieces = new RankPiece[(int)mesh.Aggregate(1L, static (a, b) => a * b)];
        for (int rank = 0; rank < pieces.Length; rank++)
        {
            var coordinate = new long[mesh.Length];
            for (int i = mesh.Length - 1, rest = rank; i >= 0; rest /= (int)mesh[i--]) coordinate[i] = rest % mesh[i];
            int[][] taken = [[.. Enumerable.Range(0, (int)rows)], [.. Enumerable.Range(0, (int)columns)]];
            foreach (int i in order ?? Enumerable.Range(0, mesh.Length))
            {
                if (!placements[i].IsCut) continue;
                ref int[] list = ref taken[placements[i].Dimension];
                list = [.. Pieces(list, order is null ? placements[i].Split : 1)
                    .SelectMany(piece => Pieces(piece, mesh[i]).ElementAtOrDefault((int)coordinate[i]) ?? [])];
            }
            byte[] bytes = [.. taken[0].SelectMany(row => taken[1].Select(column => all[(row * columns) + column]))];
            // In a storage that is longer, as PyTorch's padded ones are.
            var storage = new StorageInfo(
                "0", DType.UInt8, "cpu", bytes.Length + 3, new SafeLoad.IO.MemoryByteSource((byte[])[0, .. bytes, 0, 0]));
            var piece = new TensorInfo(DType.UInt8, [taken[0].Length, taken[1].Length], [taken[1].Length, 1], 1, storage);
            pieces[rank] = new RankPiece($"rank{rank}.pt",
                Whole(rows, columns, new SpreadInfo(mesh, placements) { Coordinate = coordinate }, piece));
        }
        return pieces;
    }

    private static IEnumerable<int[]> Pieces(int[] list, long count) =>
        list.Length == 0 ? [] : list.Chunk((int)((list.Length + count - 1) / count));

    private static TensorInfo Whole(long rows, long columns, SpreadInfo spread, TensorInfo piece) =>
        new(DType.UInt8, [rows, columns], [columns, 1], 0, null) { Spread = spread, Piece = piece };

    private static byte[] BytesOf(TensorInfo tensor)
    {
        using Stream stream = tensor.OpenStream();
        byte[] bytes = new byte[tensor.ByteLength];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
