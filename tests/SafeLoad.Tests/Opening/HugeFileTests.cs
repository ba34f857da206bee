using System.Buffers.Binary;
using System.Text;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Opening;

/// <summary>A sparse archive of 20 GB: storages over 4 GB, so sizes and offsets need zip64, and 100,000 records.</summary>
[Category("Long")]
public sealed class HugeFileTests
{
    private const int SmallTensors = 100_000, LargeTensors = 4;
    private const long LargeBytes = 5L << 30;

    [Test]
    public void GivenSparseFileOf20GB_ListsAndYieldsItsLastTensorInFlatMemory()
    {
        if (Environment.GetEnvironmentVariable("SAFELOAD_LONG_TESTS") != "1")
            Assert.Ignore("Writes a sparse file of 20 GB; set SAFELOAD_LONG_TESTS=1 to run it.");
        string path = Path.Combine(Path.GetTempPath(), $"safeload-huge-{Guid.NewGuid():N}.pt");
        try
        {
            WriteArchive(path);
            Assert.That(new FileInfo(path).Length, Is.GreaterThan(20L << 30));
            float[] last = [];
            int count = 0;
            long allocated = Cost.AllocatedBy(() =>
            {
                using Checkpoint checkpoint = Checkpoint.Open(path);
                count = checkpoint.StateDict().Count;
                last = checkpoint[$"t{SmallTensors + LargeTensors - 1}"].OpenStreamTail();
            });
            Assert.That(count, Is.EqualTo(SmallTensors + LargeTensors));
            Assert.That(last, Is.EqualTo(new float[] { 42 }));
            // 100,000 tensors cost about 1.3 KB each with their names; the 20 GB cost nothing.
            Assert.That(allocated, Is.LessThan(300L << 20));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void WriteArchive(string path)
    {
        var pickle = PickleBuilder.Protocol(2).EmptyDict().Mark();
        for (int i = 0; i < SmallTensors + LargeTensors; i++)
        {
            long elements = i < SmallTensors ? 1 : LargeBytes / 4;
            pickle.Text("t" + i).Tensor(elements, 0, [elements], [1], key: i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        byte[] data = pickle.SetItems().Stop();
        using FileStream file = File.Create(path);
        var directory = new MemoryStream();
        long records = 0;
        Add("archive/data.pkl", data.Length, data);
        for (int i = 0; i < SmallTensors; i++) Add($"archive/data/{i}", 4, [0, 0, 128, 63]);
        for (int i = 0; i < LargeTensors; i++) Add($"archive/data/{SmallTensors + i}", LargeBytes, []);
        // The last element of the last storage: 42.
        file.Position -= 4;
        file.Write([0, 0, 40, 66]);
        Add("archive/version", 2, "3\n"u8.ToArray());
        long start = file.Position;
        file.Write(directory.ToArray());
        long end64 = file.Position;
        Write(
            file, 0x06064B50u, 44UL, (ushort)45, (ushort)45, 0u, 0u, (ulong)records, (ulong)records, (ulong)directory.Length, (ulong)start);
        Write(file, 0x07064B50u, 0u, (ulong)end64, 1u);
        Write(file, 0x06054B50u, (ushort)0, (ushort)0, (ushort)0xFFFF, (ushort)0xFFFF, 0xFFFFFFFFu, 0xFFFFFFFFu, (ushort)0);

        void Add(string name, long size, byte[] content)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(name);
            long offset = file.Position;
            // CRC 0 means not written; sizes and offset always in zip64 fields here.
            Write(file, 0x04034B50u, (ushort)45, (ushort)0, (ushort)0, 0u, 0u, 0xFFFFFFFFu, 0xFFFFFFFFu, (ushort)utf8.Length, (ushort)20);
            file.Write(utf8);
            Write(file, (ushort)1, (ushort)16, (ulong)size, (ulong)size);
            file.Write(content);
            if (content.Length < size)
            {
                file.SetLength(file.Position + size - content.Length);
                file.Position = file.Length;
            }
            Write(directory, 0x02014B50u, (ushort)45, (ushort)45, (ushort)0, (ushort)0, 0u, 0u, 0xFFFFFFFFu, 0xFFFFFFFFu,
                (ushort)utf8.Length, (ushort)28, (ushort)0, (ushort)0, (ushort)0, 0u, 0xFFFFFFFFu);
            directory.Write(utf8);
            Write(directory, (ushort)1, (ushort)24, (ulong)size, (ulong)size, (ulong)offset);
            records++;
        }
    }

    private static void Write(Stream stream, params object[] fields)
    {
        Span<byte> buffer = stackalloc byte[8];
        foreach (object field in fields)
        {
            int size = field switch { ulong => 8, uint => 4, _ => 2 };
            BinaryPrimitives.WriteUInt64LittleEndian(buffer, Convert.ToUInt64(field, System.Globalization.CultureInfo.InvariantCulture));
            stream.Write(buffer[..size]);
        }
    }
}

file static class TensorTail
{
    /// <summary>The last element of a tensor, read without reading what stands before it.</summary>
    public static float[] OpenStreamTail(this TensorInfo tensor)
    {
        byte[] bytes = new byte[4];
        tensor.Storage!.Read(tensor.Storage.ByteLength - 4, bytes);
        return [BitConverter.ToSingle(bytes)];
    }
}
