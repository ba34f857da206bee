using System.IO.Compression;
using SafeLoad.Cli.SelfTest;
using SafeLoad.Scanning;

namespace SafeLoad.Cli.Tests.SelfTest;

public sealed class AttackSetTests
{
    private static readonly string[] s_classes =
    [
        "benign", "bomb", "broken_after_payload", "container", "denylist_gap", "dotted_name", "ext", "extension", "frame", "hidden_member",
        "inst_obj", "legacy_tar", "legacy_torch", "malformed",
        "memo", "multi_pickle", "name_encoding", "nested", "numpy_joblib", "parser_diff", "plain_global", "py2_names", "string_ops",
        "tensor_lies", "torchscript", "unknown_global", "zip_struct",
    ];

    [Test]
    public void GivenBuiltInSet_HasEveryClassAndNoRowTwice()
    {
        Attack[] attacks = [.. AttackSet.Read()];
        Assert.Multiple(() =>
        {
            Assert.That(attacks, Has.Length.AtLeast(300));
            Assert.That(attacks.Select(static attack => attack.Class).Distinct(), Is.EqualTo(s_classes));
            Assert.That(attacks.Select(static attack => attack.Path), Is.Unique);
            Assert.That(attacks.Where(static attack => attack.Why.Length == 0 || !attack.Accepted.Contains(attack.Expected)), Is.Empty);
        });
    }

    // A file that the manifest leaves out would never be scanned.
    [Test]
    public void GivenBuiltInSet_EveryFileHasItsRow()
    {
        using var archive = new ZipArchive(AttackSet.Open());
        Assert.That(archive.Entries.Select(static entry => entry.FullName),
            Is.EqualTo(AttackSet.Read().Select(static attack => attack.Path).Prepend(AttackSet.Manifest)));
    }

    // The archive in the repository is the same whoever writes it.
    [Test]
    public void GivenBuiltInSet_EntriesHaveOneDate()
    {
        using var archive = new ZipArchive(AttackSet.Open());
        Assert.That(archive.Entries.Select(static entry => entry.LastWriteTime.DateTime).Distinct(),
            Is.EqualTo(new[] { new DateTime(1980, 1, 1) }));
    }

    [TestCase(Verdict.Dangerous, true, new[] { Verdict.Dangerous }, true)]
    [TestCase(Verdict.Suspicious, true, new[] { Verdict.Dangerous }, false)]
    [TestCase(Verdict.Clean, true, new[] { Verdict.Suspicious, Verdict.Malformed }, false)]
    [TestCase(Verdict.Clean, false, new[] { Verdict.Suspicious }, true)]
    [TestCase(Verdict.Clean, false, new[] { Verdict.Malformed }, true)]
    [TestCase(Verdict.Clean, false, new[] { Verdict.Dangerous }, false)]
    [TestCase(Verdict.Clean, false, new[] { Verdict.Clean }, false)]
    [TestCase(Verdict.Dangerous, false, new[] { Verdict.Dangerous }, true)]
    public void GivenAnswer_IsRightOnlyWhereTheContractTakesIt(Verdict verdict, bool complete, Verdict[] accepted, bool right) =>
        Assert.That(new Attack("a", "class", accepted[0], accepted, [], "why", default).Accepts(verdict, complete), Is.EqualTo(right));
}
