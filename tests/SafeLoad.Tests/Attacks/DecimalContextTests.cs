using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Settings of decimal numbers list which of their own exceptions are raised, and nothing else.</summary>
public sealed class DecimalContextTests
{
    [TestCase("decimal", "InvalidOperation", Verdict.Clean)]
    [TestCase("decimal", "DecimalException", Verdict.Clean)]
    [TestCase("decimal", "Decimal", Verdict.Suspicious)]
    [TestCase("builtins", "ValueError", Verdict.Suspicious)]
    [TestCase("torch.nn.modules.linear", "Linear", Verdict.Suspicious)]
    public void GivenASignal_ItIsOneOfTheModule(string module, string name, Verdict expected)
    {
        foreach (int protocol in (int[])[0, 2, 4])
        {
            foreach (bool isAlone in (bool[])[true, false])
            {
                byte[] pickle = new PickleDialect(protocol).Call("decimal", "Context", static digits => digits.Int(28),
                    static rounding => rounding.Text("ROUND_HALF_EVEN"), static least => least.Int(-999999),
                    static most => most.Int(999999), static capitals => capitals.Int(1), static clamp => clamp.Int(0),
                    static flags => flags.List(), traps => Traps(traps.List(), isAlone).Global(module, name)
                    .Op(PickleOpcode.Append)).Stop();
                Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.EqualTo(expected), $"{isAlone}, protocol {protocol}");
            }
        }
    }

    private static PickleDialect Traps(PickleDialect to, bool isEmpty) =>
        isEmpty ? to : to.Global("decimal", "Overflow").Op(PickleOpcode.Append);
}
