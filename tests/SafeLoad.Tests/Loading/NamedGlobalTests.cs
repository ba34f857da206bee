using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Loading;

/// <summary>A global is the same to everybody: to the scan, to the refusal, and where it is kept as data.</summary>
public sealed class NamedGlobalTests
{
    [TestCase("posix", "system", GlobalJudgement.Dangerous, GlobalSets.None)]
    [TestCase("my.lib", "Thing", GlobalJudgement.Unknown, GlobalSets.None)]
    [TestCase("sklearn.svm._classes", "SVC", GlobalJudgement.Harmless, GlobalSets.None)]
    [TestCase("numpy.core.multiarray", "_reconstruct", GlobalJudgement.Harmless, GlobalSets.Numpy)]
    [TestCase("datetime", "date", GlobalJudgement.Harmless, GlobalSets.Python)]
    public void GivenAGlobal_ScanRefusalAndDataSayTheSameOfIt(string module, string name, GlobalJudgement judgement, GlobalSets set)
    {
        byte[] pickle = Samples.PickleOf(global => global.Global(module, name));
        using Checkpoint inert = Checkpoint.Open(pickle, new CheckpointOptions { KeepObjects = true });
        NamedGlobal[] all =
        [
            Scanner.Scan(pickle).Globals.Single(),
            Assert.Throws<DisallowedGlobalException>(() => Checkpoint.Open(pickle))!.Globals.Single(),
            inert.NamedGlobals.Single(),
        ];
        Assert.That(all.Select(static global => global with { Location = default }),
            Is.All.EqualTo(new NamedGlobal(module, name, judgement, default, set)));
        Assert.That(all[..2].Select(static global => global.Location.Offset), Is.All.EqualTo(2));
    }
}
