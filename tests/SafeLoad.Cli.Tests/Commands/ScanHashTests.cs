using System.Security.Cryptography;
using SafeLoad.Cli.Commands;
using SafeLoad.Cli.Tests.Support;
using SafeLoad.IO;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Cli.Tests.Commands;

public sealed class ScanHashTests
{
    private const string Hash = "5c106cde386e87d4033832f2996f5493238eda96ccf559d1d62760c4de0613f8";

    [TestCase("resnet18-5c106cde.pth", true)]
    [TestCase("resnet18-5c106cde386e.pth", true)]
    [TestCase("resnet18-5c106cdf.pth", false)]
    [TestCase(Hash, true)]
    [TestCase("sha256_" + Hash + ".pt", true)]
    [TestCase("5C106CDE386E87D4033832F2996F5493238EDA96CCF559D1D62760C4DE0613F8", true)]
    [TestCase("6c106cde386e87d4033832f2996f5493238eda96ccf559d1d62760c4de0613f8.bin", false)]
    [TestCase("a" + Hash, null, Description = "65 digits are no SHA-256")]
    [TestCase("resnet18-5c106cd.pth", null, Description = "7 digits are none of torch.hub's")]
    [TestCase("resnet18-5c106cde", null)]
    [TestCase("resnet18_6c106cde.pth", null)]
    [TestCase("run-20240115.pt", null, Description = "a date")]
    [TestCase("model.pt", null)]
    public void GivenName_ItsHashIsCompared(string name, bool? matches)
    {
        Finding? finding = NameHash.Check("5c106cde/" + name, Hash);
        Assert.Multiple(() =>
        {
            Assert.That(finding?.Id,
                Is.EqualTo(matches
                    switch { true => DiagnosticId.HashInName, false => DiagnosticId.HashMismatch, null => (DiagnosticId?)null }));
            Assert.That(finding?.Verdict ?? Verdict.Clean, Is.EqualTo(matches == false ? Verdict.Suspicious : Verdict.Clean));
        });
    }

    [Test]
    public void GivenHashThatIsAnother_TheFileIsSuspicious()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("w-0123abcd.pt", CliSamples.Tensor());
        Assert.Multiple(() =>
        {
            Assert.That(CommandResult.Of("scan", "--hash", path).Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(CommandResult.Of("scan", "--hash", path).Output, Does.Contain("SL9003"));
            Assert.That(CommandResult.Of("scan", path).Code, Is.Zero, "names are compared only with --hash");
        });
    }

    // The last of its numbers is another one than was written: inspecting it says so, and so does who reads every byte.
    [Test]
    public void GivenChangedStorage_OnlyWithHashItIsRefused()
    {
        string path = Path.Combine(Fixtures.Root, "torch-2.11", "zipvar", "py_bad_crc_storage.pt");
        Assert.Multiple(() =>
        {
            Assert.That(CommandResult.Of("scan", path).Code, Is.Zero);
            Assert.That(CommandResult.Of("scan", "--hash", path).Code, Is.EqualTo(ExitCode.Refused));
            Assert.That(CommandResult.Of("scan", "--hash", path).Output, Does.Contain("SL1105"));
        });
    }

    [Test]
    public void GivenHashThatMatches_IsCleanAndNoted()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = CliSamples.Tensor();
        CommandResult result =
            CommandResult.Of("scan", "--hash", folder.Write($"w-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..8]}.pt", bytes));
        Assert.That((result.Code, result.Output.Contains("SL9004", StringComparison.Ordinal)), Is.EqualTo((0, true)));
    }

    [Test]
    public void GivenSourceOfSeveralPieces_HashesEveryByte()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes((5 << 20) + 7);
        Assert.That(FileHash.Compute(new MemoryByteSource(bytes), static () => false, CancellationToken.None),
            Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    [Test]
    public void GivenTimeThatIsUp_GivesNoHash() =>
        Assert.That(FileHash.Compute(new MemoryByteSource(new byte[9]), static () => true, CancellationToken.None), Is.Null);
}
