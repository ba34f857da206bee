using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.IO;

/// <summary>One checkpoint out of every kind of place.</summary>
public sealed class SourceTests
{
    private static readonly float[] s_oneTwo = [1, 2];

    [Test]
    public void GivenPath_OpensTheFileAndNamesIt()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, Guid.NewGuid() + ".pt");
        File.WriteAllBytes(path, Samples.Zip.ToArray());
        try
        {
            using (Checkpoint checkpoint = Checkpoint.Open(path))
            {
                Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(s_oneTwo));
                Assert.That(checkpoint["w"].TryGetMemory(out _), Is.False);
            }
            File.WriteAllBytes(path, Samples.Zip.ToArray()[..100]);
            var problem = Assert.Throws<MalformedCheckpointException>(() => Checkpoint.Open(path));
            Assert.That(problem!.Location.File, Is.EqualTo(path));
        }
        finally
        {
            // Also after an error nothing holds the file.
            File.Delete(path);
        }
    }

    [Test]
    public void GivenMissingFile_ThrowsWhatTheSystemSays() =>
        Assert.That(() => Checkpoint.Open("/nowhere/model.pt"), Throws.InstanceOf<IOException>());

    [Test]
    public void GivenSeekableStream_IsReadInPlaceFromItsPositionOn()
    {
        using var stream = new MemoryStream([.. new byte[37], .. Samples.Zip.ToArray()]);
        stream.Position = 37;
        using (Checkpoint checkpoint = Checkpoint.Open(stream)) Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(s_oneTwo));
        Assert.That(stream.CanRead, "the stream stays the caller's");
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(1 << 20)]
    public void GivenStreamThatCannotSeek_IsBuffered(int piece)
    {
        using var stream = new ForwardStream(Samples.Zip.ToArray(), piece);
        using Checkpoint checkpoint = Checkpoint.Open(stream);
        Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(s_oneTwo));
    }

    [Test]
    public void GivenStreamLongerThanTheLimit_IsRefused()
    {
        byte[] file = Samples.Zip.ToArray();
        using var stream = new ForwardStream(file, 100);
        var options = new CheckpointOptions { FileName = "pipe", Limits = new CheckpointLimits { MaxBufferedBytes = file.Length - 1 } };
        var problem = Assert.Throws<LimitExceededException>(() => Checkpoint.Open(stream, options));
        Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.StreamTooLong));
        Assert.That(problem.Location.File, Is.EqualTo("pipe"));
    }

    [Test]
    public void GivenEndlessStream_StopsAtTheLimit()
    {
        using var stream = new ForwardStream(null, 1 << 16);
        var options = new CheckpointOptions { Limits = new CheckpointLimits { MaxBufferedBytes = 1 << 20 } };
        long allocated = Cost.AllocatedBy(() => Assert.Throws<LimitExceededException>(() => Checkpoint.Open(stream, options)));
        Assert.That(allocated, Is.LessThan(8 << 20));
    }

    [Test]
    public void GivenSourceOfTheCallersOwn_IsReadAndNotDisposed()
    {
        var source = new ShortReads(Samples.Zip.ToArray());
        using (Checkpoint checkpoint = Checkpoint.Open(source)) Assert.That(checkpoint["w"].ToArray<float>(), Is.EqualTo(s_oneTwo));
        Assert.That(source.IsDisposed, Is.False);
    }

    [Test]
    public void GivenSourceThatBecomesShorter_ReadingThrows()
    {
        var source = new ShortReads(Samples.Zip.ToArray());
        using Checkpoint checkpoint = Checkpoint.Open(source);
        source.End = 10;
        var problem = Assert.Throws<MalformedCheckpointException>(() => checkpoint["w"].ToArray<float>());
        Assert.That(problem!.Id, Is.EqualTo(DiagnosticId.FileChanged));
    }

    [Test]
    public void GivenEmptyFile_IsRefused() => Refusal.Of<UnsupportedCheckpointException>([], DiagnosticId.UnsupportedFormat);

    // A stream that only goes forward, in pieces; endless without bytes.
    private sealed class ForwardStream(byte[]? bytes, int piece) : Stream
    {
        private int _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(count, piece);
            if (bytes is null) return read;
            read = Math.Min(read, bytes.Length - _position);
            Array.Copy(bytes, _position, buffer, offset, read);
            _position += read;
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    // Gives at most 3 bytes at a time, as a network may, although the contract asks for more.
    private sealed class ShortReads(byte[] bytes) : ByteSource
    {
        public int End { get; set; } = bytes.Length;

        public bool IsDisposed { get; private set; }

        public override long Length => bytes.Length;

        public override int Read(long offset, Span<byte> destination)
        {
            int count = (int)Math.Max(0, Math.Min(Math.Min(3, destination.Length), End - offset));
            bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(destination);
            return count;
        }

        protected override void Dispose(bool disposing) => IsDisposed = true;
    }
}
