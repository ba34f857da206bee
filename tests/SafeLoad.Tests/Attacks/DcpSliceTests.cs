using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// Metadata of a distributed checkpoint that leads into the middle of its files: what begins there is unpickled, whatever it is to who
/// reads the files by themselves. And files that are opened together: what opening all of them calls malformed is not clean.
/// </summary>
public sealed class DcpSliceTests
{
    private static byte[] Call(string module) => Scanned.Call(module, "nothing").Stop();

    // A zip whose storage spells a pickle.
    private static byte[] Hiding(byte[] pickle) => Samples.ZipOf(built => built.Tensor(64, 0, [64], [1], "ByteStorage"),
        [.. pickle, .. new byte[64 - pickle.Length]]);

    private static ScanReport Scan(DcpBuilder builder, string name = ".metadata")
    {
        using ShardFolder folder = builder.Write();
        if (name != ".metadata") File.Move(folder.PathOf(".metadata"), folder.PathOf(name));
        return Scanner.Scan(folder.PathOf(name));
    }

    // Of a value or of a tensor; known to be bad or not; in the metadata of all or of one process.
    [Test]
    public void GivenASliceInTheMiddleOfAStorage_ItIsReadAsAFile(
        [Values] bool isTensor, [Values("not_there", "posix")] string module, [Values(".metadata", "__0.metadata")] string name)
    {
        byte[] pickle = Call(module), hiding = Hiding(pickle);
        var builder = new DcpBuilder().Tensor("w", [4], ("a", [0], [4])).Pickled("state", "a", hiding);
        int index = isTensor ? 0 : 1;
        long at = builder.Places[1].At + hiding.AsSpan().IndexOf(pickle);
        builder.Places[index] = builder.Places[index] with { At = at, Length = pickle.Length };
        ScanReport report = Scan(builder, name);
        Assert.That(report.Verdict, Is.EqualTo(module == "posix" ? Verdict.Dangerous : Verdict.Suspicious));
        Assert.That(report.Globals.Select(static global => (global.Module, global.Location.Record)), Does.Contain(
            (module, FormattableString.Invariant($"a at {at:N0}"))));
    }

    // Nothing in the tree of values asks for it, and PyTorch finds it by its key all the same.
    [Test]
    public void GivenASliceThatNoValueHas_ItIsReadAsAFile()
    {
        byte[] pickle = Call("not_there"), hiding = Hiding(pickle);
        var builder = new DcpBuilder().Tensor("w", [4], ("a", [0], [4]));
        var (at, _) = builder.Append("a", hiding);
        builder.Places.Add(new DcpBuilder.Place("other", null, "a", at + hiding.AsSpan().IndexOf(pickle), pickle.Length));
        Assert.That(Scan(builder).Verdict, Is.EqualTo(Verdict.Suspicious));
    }

    [Test]
    public void GivenMetadataThatOpeningCallsMalformed_ItIsNotClean([Range(0, 5)] int way)
    {
        var builder = new DcpBuilder().Tensor("w", [4], ("a", [0], [2]), ("b", [2], [2]));
        builder.Places[1] = way switch
        {
            0 => builder.Places[1] with { File = "gone" },
            1 => builder.Places[1] with { File = "../b" },
            2 => builder.Places[1] with { At = 1L << 60 },
            3 => builder.Places[1] with { Length = builder.Places[1].Length + 1 },
            4 => builder.Places[1] with { Offset = [1] },
            _ => builder.Places[0] with { Offset = [2] },
        };
        Assert.That(Scan(builder).Verdict, Is.EqualTo(Verdict.Malformed));
    }

    // Values beside tensors, several files, slices of nothing that belong to nobody, names by paths.
    [Test]
    public void GivenHonestMetadata_ItIsClean([Values(1, 2, 3)] int files, [Values] bool hasPaths, [Values] bool isZip)
    {
        var builder = new DcpBuilder { Paths = hasPaths ? new() { ["w"] = ["model", "w"], ["epoch"] = ["list", 0L] } : null };
        builder.Tensor("w", [files], [.. Enumerable.Range(0, files).Select(static i => ($"__{i}_0.distcp", (long[])[i], (long[])[1]))]);
        byte[] value = PickleBuilder.Protocol(2).Int(3).Stop();
        builder.Pickled("epoch", isZip ? "__0_0.distcp" : "alone", isZip ? ZipBuilder.Torch(value).ToArray() : value);
        ScanReport report = Scan(builder);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), string.Join("; ", report.Findings));
    }

    [Test]
    public void GivenMetadataThatIsNotReadToItsEnd_WhatItLeadsToIsNotScanned()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global("torch.distributed.checkpoint.metadata", "Metadata").EmptyTuple()
            .Op(PickleOpcode.NewObj).EmptyDict().Mark().Text("storage_data").Global("collections", "deque").EmptyTuple().Reduce()
            .SetItems().Op(PickleOpcode.Build).Stop();
        using ShardFolder folder = new ShardFolder().Write(".metadata", pickle);
        ScanReport report = Scanner.Scan(folder.PathOf(".metadata"));
        Assert.That(report is { Verdict: Verdict.Clean, Complete: true }, Is.False);
    }

    [Test]
    public void GivenAnIndexThatItsShardsContradict_ItIsNotClean([Values] bool isMissing, [Values] bool isExtra)
    {
        using var folder = new ShardFolder();
        string[] held = isExtra ? ["a", "more"] : ["a"];
        folder.Zip("model-00001-of-00001.bin", held)
            .Index("pytorch_model.bin.index.json", isMissing ? [("a", "model-00001-of-00001.bin"), ("b", "model-00001-of-00001.bin")]
                : [("a", "model-00001-of-00001.bin")]);
        ScanReport report = Scanner.Scan(folder.PathOf("pytorch_model.bin.index.json"));
        Assert.That(report.Verdict, Is.EqualTo(isMissing || isExtra ? Verdict.Malformed : Verdict.Clean));
    }
}
