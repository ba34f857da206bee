using System.Text;
using SafeLoad.Diagnostics;
using SafeLoad.IO;
using SafeLoad.Sharding;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Sharding;

/// <summary>Names that are kept as bytes, and what an index of many costs.</summary>
public sealed class NameTableTests
{
    // Longer than a block, as long as one, empty, and enough of them to grow the table several times.
    [Test]
    public void GivenNames_EachIsThereOnceUnderItsNumber()
    {
        string[] names = [.. Enumerable.Range(0, 10_000).Select(static i => "name." + i), "", new('x', 1 << 18), new('y', 300_000), "z"];
        var table = new NameTable();
        for (int i = 0; i < names.Length; i++)
        {
            Assert.That(table.Find(Encoding.UTF8.GetBytes(names[i])), Is.EqualTo(-1));
            Assert.That((table.Add(Encoding.UTF8.GetBytes(names[i]), out int number), number), Is.EqualTo((true, i)));
        }
        for (int i = 0; i < names.Length; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(names[i]);
            Assert.That((table.Add(name, out int number), number, table.Find(name)), Is.EqualTo((false, i, i)));
            Assert.That(table[i].SequenceEqual(name), Is.True);
        }
        Assert.That(table.Count, Is.EqualTo(names.Length));
    }

    [Test]
    public void GivenIndexOfManyNames_NeitherTheDocumentNorAStringIsKept()
    {
        const int count = 200_000;
        var json = new StringBuilder("{\"weight_map\":{\"first\":\"f\"");
        for (int i = 0; i < count; i++) json.Append($",\"model.layers.{i}.self_attn.q_proj.weight\":\"model-{i / 1000:d5}.safetensors\"");
        using var source = new MemoryByteSource(Encoding.UTF8.GetBytes(json.Append("}}").ToString()));
        ShardIndexFile? index = null;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = Cost.AllocatedBy(() => index = ShardIndexFile.Read(source, new Budget(CheckpointLimits.Default)));
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        // A name has 42 bytes. Besides: where it is, its slot in the table, its file.
        Assert.That((kept / count, allocated / count), Is.LessThanOrEqualTo((80L, 130L)));
        Assert.That(index!.FileOf("model.layers.199999.self_attn.q_proj.weight"), Is.EqualTo(200));
        Assert.That((index.FileOf("model.layers.200000.self_attn.q_proj.weight"), index.Files.Count), Is.EqualTo((-1, 201)));
    }
}
