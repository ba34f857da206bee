using SafeLoad.IO;

namespace SafeLoad.Tests.IO;

public sealed class SourceCursorTests
{
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 200_000).Select(static i => (byte)(i * 31 + i / 251))];

    [Test]
    public void GivenAnyWayThrough_ShowsTheBytesThatAreThere()
    {
        var random = new Random(3);
        for (int round = 0; round < 50; round++)
        {
            var cursor = new SourceCursor(new MemoryByteSource(s_bytes));
            while (cursor.Remaining > 0)
            {
                int at = (int)cursor.Position, count = random.Next(1, round % 2 == 0 ? 20 : 3000);
                Assert.That(cursor.Peek(count).SequenceEqual(s_bytes.AsSpan(at, Math.Min(count, s_bytes.Length - at))), Is.True);
                count = (int)Math.Min(count, cursor.Remaining);
                if (random.Next(3) == 0)
                {
                    byte[] read = new byte[count];
                    cursor.Read(read);
                    Assert.That(read.AsSpan().SequenceEqual(s_bytes.AsSpan(at, count)), Is.True);
                }
                else cursor.Advance(count);
            }
            Assert.That(cursor.Peek(1).IsEmpty, Is.True);
        }
    }

    // Headers between tensors cost small reads, values in a row few.
    [TestCase(4, 1, 30)]
    [TestCase(4, 5_000, 40)]
    public void GivenSteps_ReadsFewBytesAndSeldom(int count, int step, int reads)
    {
        var source = new CountingSource();
        var cursor = new SourceCursor(source);
        for (; cursor.Remaining >= step; cursor.Advance(step)) cursor.Peek(count);
        Assert.That(source.Reads, Is.LessThanOrEqualTo(reads));
        Assert.That(source.BytesRead, Is.LessThanOrEqualTo(step == 1 ? s_bytes.Length + 100 : reads * 512));
    }

    // The second window takes the first one's place in memory, and the source fails when half of it is there.
    [Test]
    public void GivenReadThatFailedHalfway_TheWindowShowsNothingOfIt()
    {
        var source = new FailingSource();
        var cursor = new SourceCursor(source);
        cursor.Peek(1);
        cursor.Advance(500);
        source.Fails = true;
        Assert.That(() => cursor.Peek(100), Throws.InstanceOf<IOException>());
        source.Fails = false;
        Assert.That((cursor.Position, cursor.Peek(10).ToArray()), Is.EqualTo((500L, s_bytes[500..510])));
    }

    private sealed class FailingSource : ByteSource
    {
        public bool Fails { get; set; }

        public override long Length => s_bytes.Length;

        public override int Read(long offset, Span<byte> destination)
        {
            int count = (int)Math.Min(Fails ? destination.Length / 2 : destination.Length, Length - offset);
            s_bytes.AsSpan((int)offset, count).CopyTo(destination);
            return Fails ? throw new IOException("The disk is gone.") : count;
        }
    }

    private sealed class CountingSource : ByteSource
    {
        public int Reads { get; private set; }

        public long BytesRead { get; private set; }

        public override long Length => s_bytes.Length;

        public override int Read(long offset, Span<byte> destination)
        {
            Reads++;
            int count = (int)Math.Min(destination.Length, Length - offset);
            s_bytes.AsSpan((int)offset, count).CopyTo(destination);
            BytesRead += count;
            return count;
        }
    }
}
