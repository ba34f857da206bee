using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Pickle;

public sealed class DisallowedGlobalTests
{
    private const string Advice = "; nothing was run; --inert (CheckpointOptions.KeepObjects) shows it as data, and safeload convert "
        + "or clean takes the weights out of it"
        + "; do not load this file elsewhere unless you trust who made it";

    [Test]
    public void GivenOneDisallowedGlobal_IsNamedWithItsOffset()
    {
        DisallowedGlobalException error = Opened.Fails<DisallowedGlobalException>(PickleBuilder.Protocol(2)
            .Global("posix", "system")
            .ShortText("touch /tmp/pwned")
            .Op(PickleOpcode.Tuple1)
            .Reduce()
            .Stop(), DiagnosticId.DisallowedGlobal, 2, "GLOBAL",
            "the global 'posix.system' is not on PyTorch's list of safe globals" + Advice);
        Assert.That(error.Globals,
            Is.EqualTo(new[]
            {
                new NamedGlobal("posix", "system", GlobalJudgement.Dangerous, new CheckpointLocation(null, null, 2, "GLOBAL")),
            }));
    }

    [Test]
    public void GivenSeveral_AllAreListedOnceInTheirOrder()
    {
        byte[] pickle = PickleBuilder.Protocol(4)
            .Global("os", "system")
            .Global("collections", "OrderedDict")
            .ShortText("builtins")
            .ShortText("eval")
            .Op(PickleOpcode.StackGlobal)
            .Global("os", "system")
            .Mark()
            .Op(PickleOpcode.Inst, "__builtin__\nexec\n"u8)
            .Stop();
        DisallowedGlobalException error = Opened.Fails<DisallowedGlobalException>(pickle, DiagnosticId.DisallowedGlobal, 2, "GLOBAL",
            "3 globals are not on PyTorch's list of safe globals: 'os.system', 'builtins.eval', '__builtin__.exec'" + Advice);
        Assert.That(error.Globals.Select(static global => (global.FullName, global.Location.Offset, global.Location.Opcode)),
            Is.EqualTo(new (string, long?, string?)[]
        {
            ("os.system", 2, "GLOBAL"), ("builtins.eval", 54, "STACK_GLOBAL"), ("__builtin__.exec", 67, "INST"),
        }));
    }

    [Test]
    public void GivenMany_TheMessageNamesFiveAndTheErrorAll()
    {
        PickleBuilder builder = PickleBuilder.Protocol(2);
        for (int i = 0; i < 100; i++) builder.Global("evil", "f" + i);
        var error = Assert.Throws<DisallowedGlobalException>(() => Opened.Root(builder.Stop()))!;
        Assert.That(error.Problem,
            Does.StartWith("100 globals are not on PyTorch's list of safe globals: 'evil.f0', 'evil.f1', 'evil.f2', 'evil.f3', 'evil.f4' "
                + "and 95 more;"));
        Assert.That(error.Globals, Has.Count.EqualTo(100));
    }

    // The file goes on with nonsense after the first refusal; what matters is the refusal.
    [Test]
    public void GivenErrorAfterARefusal_TheRefusalIsTheAnswer()
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global("os", "system").Op(PickleOpcode.BinGet, [200]).Global("os", "popen").Stop();
        var error = Assert.Throws<DisallowedGlobalException>(() => Opened.Root(pickle))!;
        Assert.That(error.Globals.Single().FullName, Is.EqualTo("os.system"));
    }

    [Test]
    public void GivenNameThatForgesOutput_IsEscapedInTheMessage()
    {
        byte[] pickle = PickleBuilder.Protocol(4)
            .ShortText("os\n::error::all is well\u001b[2K\u202e")
            .ShortText("x")
            .Op(PickleOpcode.StackGlobal)
            .Stop();
        var error = Assert.Throws<DisallowedGlobalException>(() => Opened.Root(pickle))!;
        Assert.That(error.Message, Does.Contain(@"'os\x0A::error::all is well\x1B[2K\u202E.x'"));
        Assert.That(error.Message.Any(char.IsControl), Is.False);
        // The property holds what the file says: a caller who prints it escapes it.
        Assert.That(error.Globals.Single().Module, Is.EqualTo("os\n::error::all is well\u001b[2K\u202e"));
    }

    [Test]
    public void GivenComputedName_Fails() =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(4)
            .ShortText("os")
            .Int(1)
            .Op(PickleOpcode.StackGlobal)
            .Stop(), DiagnosticId.BadOperand, 11, "STACK_GLOBAL", "STACK_GLOBAL needs two str and finds a str and a int");

    [Test]
    public void GivenNameBeyondTheLimit_IsRefused() =>
        Opened.Fails<LimitExceededException>(PickleBuilder.Protocol(2)
            .Global("m", new string('n', 4097))
            .Stop(), DiagnosticId.NameTooLong, 2, "GLOBAL", "a global's name has 4,097 bytes; CheckpointLimits.MaxNameBytes allows 4,096");

    [Test]
    public void GivenNameThatIsNotUtf8_Fails() =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.Global, [(byte)'m', (byte)'\n', 0xFF, (byte)'\n'])
            .Stop(), DiagnosticId.BadText, 2, "GLOBAL", "GLOBAL's text is not UTF-8");

    [Test]
    public void GivenCallOfAConstant_IsRefused() =>
        Opened.Fails<DisallowedGlobalException>(PickleBuilder.Protocol(2)
            .Global("torch", "float32")
            .EmptyTuple()
            .Reduce()
            .Stop(), DiagnosticId.DisallowedCall, 18, "REDUCE", "a torch.dtype is called");

    [Test]
    public void GivenCallOfAStorageClass_IsRefused() =>
        Opened.Fails<DisallowedGlobalException>(PickleBuilder.Protocol(2)
            .Global("torch", "FloatStorage")
            .EmptyTuple()
            .Reduce()
            .Stop(), DiagnosticId.DisallowedCall, 23, "REDUCE", "torch.FloatStorage is allowed as a name and not as something to call");

    [Test]
    public void GivenCallWithoutATuple_Fails() =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(2)
            .Global("builtins", "set")
            .Op(PickleOpcode.EmptyList)
            .Reduce()
            .Stop(), DiagnosticId.BadOperand, 17, "REDUCE", "REDUCE needs a tuple of arguments and finds a list");

    [Test]
    public void GivenBuildOnAList_IsRefused() =>
        Opened.Fails<DisallowedGlobalException>(PickleBuilder.Protocol(2)
            .Op(PickleOpcode.EmptyList)
            .EmptyDict()
            .Op(PickleOpcode.Build)
            .Stop(), DiagnosticId.DisallowedCall, 4, "BUILD", "BUILD sets state on a list, which PyTorch never writes");

    [Test]
    public void GivenPersistentIdInABarePickle_Fails() =>
        Opened.Fails<MalformedCheckpointException>(PickleBuilder.Protocol(2)
            .Storage("FloatStorage", "0", 1)
            .Stop(), DiagnosticId.BadPersistentId, 55, "BINPERSID",
            "the persistent id stands in a pickle that has no storages beside it; expected ('storage', class, key, location, numel)");

    // torch.save writes protocol 2, and with it Python 2's names.
    [TestCase("builtins")]
    [TestCase("__builtin__")]
    public void GivenEitherSpellingOfSet_IsCalled(string module)
    {
        byte[] pickle = PickleBuilder.Protocol(2).Global(module, "set").Op(PickleOpcode.EmptyList).Op(PickleOpcode.Tuple1).Reduce().Stop();
        using Checkpoint checkpoint = Checkpoint.Open(pickle);
        Assert.That(checkpoint.Root.Kind, Is.EqualTo(PyKind.Set));
        Assert.That(checkpoint.Globals, Is.EqualTo(new[] { module + ".set" }));
    }
}
