using System.Text.Json;
using SafeLoad.Compatibility;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Compatibility;

internal sealed class TorchCheckTests
{
    // Files written by torch.save alone, and what the release really did with them.
    private static IEnumerable<TestCaseData> Measured()
    {
        foreach (var (folder, key, version) in ((string, string, TorchVersion)[])[("torch-2.11", "torch_2_11", new(2, 11)),
            ("torch-1.13", "torch_1_13", new(1, 13)), ("torch-1.13", "torch_2_11", new(2, 11))])
        {
            foreach (JsonElement row in Fixtures.Rows(folder).ToArray())
            {
                if (row.TryGetProperty("synthetic", out _) || !row.TryGetProperty(key, out JsonElement outcome)) continue;
                yield return new TestCaseData(folder + "/" + row.GetProperty("file").GetString(), version, outcome.GetString() == "accept")
                    .SetArgDisplayNames(folder, row.GetProperty("file").GetString()!, version.ToString());
            }
        }
    }

    [TestCaseSource(nameof(Measured))]
    public void GivenFileOfTorchSave_AnswersWhatPyTorchDid(string fixture, TorchVersion version, bool opens)
    {
        TorchAnswer answer = TorchCheck.Check(Fixtures.PathOf(fixture), version);
        Assert.That(answer.Opens, Is.EqualTo(opens),
            string.Join("; ", answer.Blockers.Select(static blocker => blocker.Kind + " " + blocker.Name)));
    }

    [Test]
    public void GivenSeveralBlockers_NamesAllOfThem()
    {
        byte[] pickle = PickleBuilder.Protocol(4).EmptyDict().Mark().ShortText("a").Global("datetime", "date").ShortText("b")
            .Global("os", "system").SetItems().Stop();
        TorchAnswer answer =
            TorchCheck.Check(new SafeLoad.IO.MemoryByteSource(ZipBuilder.Torch(pickle).ToArray()), new TorchVersion(2, 11));
        Assert.That(answer.Blockers.Select(static blocker => blocker.Name),
            Is.EquivalentTo(new[] { "SHORT_BINUNICODE", "datetime.date", "os.system" }));
        Assert.That(answer.Blockers.Single(static blocker => blocker.Name == "os.system").Advice, Does.StartWith("do not load this file"));
        Assert.That(answer.Blockers.Single(static blocker => blocker.Name == "datetime.date").Advice,
            Does.Contain("add_safe_globals([datetime.date])"));
    }

    [TestCase("2.11", ExpectedResult = true)]
    [TestCase("2.6.1", ExpectedResult = true)]
    [TestCase("1.13", ExpectedResult = true)]
    [TestCase("1.12", ExpectedResult = false)]
    [TestCase("2", ExpectedResult = false)]
    [TestCase("2.x", ExpectedResult = false)]
    public bool GivenText_IsAVersionWithWeightsOnly(string text) => TorchVersion.TryParse(text, out _);
}
