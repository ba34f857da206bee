using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>SymPy computes numbers as soon as a pickle names them, however large they are: a power, a power of one, a factorial. Nothing is
/// computed here.</summary>
public sealed class ExpressionSizeTests
{
    private const string Numbers = "sympy.core.numbers", Powers = "sympy.core.power",
        Factorials = "sympy.functions.combinatorial.factorials", Exponentials = "sympy.functions.elementary.exponential";

    private static readonly Dictionary<string, Action<PickleDialect>> s_numbers = new()
    {
        ["int"] = static to => to.Int(int.MaxValue),
        ["number"] = static to => Make(to, Numbers, "Integer", static number => number.Int(int.MaxValue)),
        ["number of a text"] = static to => Make(to, Numbers, "Integer", static number => number.Text("2147483647")),
        ["fraction"] = static to => Make(to, Numbers, "Rational", static number => number.Int(int.MaxValue), static below => below.Int(2)),
        ["fraction of a text"] = static to => Make(to, Numbers, "Rational", static number => number.Text("2147483647/2")),
        ["power"] = static to => Make(to, Powers, "Pow", static number => number.Int(31), static two => two.Int(7)),
        ["sum"] = static to => Make(to, "sympy.core.add", "Add", static one => one.Int(1 << 30), static other => other.Int(1)),
        ["product"] = static to => Make(to, "sympy.core.mul", "Mul", static one => one.Int(1 << 20), static other => other.Int(1 << 20)),
        ["less than nothing"] = static to => to.Int(-int.MaxValue),
        ["divided by little"] = static to => Make(to, Powers, "Pow", static little => Make(little, Numbers, "Rational",
            static one => one.Int(1), static below => below.Int(int.MaxValue)), static less => less.Int(-1)),
        ["rounded"] = static to => Make(to, "sympy.functions.elementary.integers", "floor", static exp => Make(exp, Exponentials, "exp",
            static number => number.Int(40))),
        ["larger of two"] = static to => Make(to, "sympy.functions.elementary.miscellaneous", "Max", static one => one.Int(1),
            static other => other.Int(int.MaxValue)),
    };

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_ways = new()
    {
        ["power"] = static (to, number) => Make(to, Powers, "Pow", static nine => nine.Int(9), number),
        ["power of a symbol's factor"] = static (to, number) => Make(to, Powers, "Pow", static times => Make(times, "sympy.core.mul", "Mul",
            static two => two.Int(2), Symbol), number),
        ["power of a power"] = static (to, number) => Make(to, Powers, "Pow", static power => Make(power, Powers, "Pow",
            static nine => nine.Int(9), static two => two.Int(2)), number),
        ["factorial"] = static (to, number) => Make(to, Factorials, "factorial", number),
        ["gamma"] = static (to, number) => Make(to, "sympy.functions.special.gamma_functions", "gamma", number),
        ["gamma's logarithm"] = static (to, number) => Make(to, "sympy.functions.special.gamma_functions", "loggamma", number),
        ["binomial"] = static (to, number) => Make(to, Factorials, "binomial", number, number),
        ["rounded power of e"] = static (to, number) => Make(to, "sympy.functions.elementary.integers", "floor",
            power => Make(power, Exponentials, "exp", number)),
        ["compared power of e"] = static (to, number) => Make(to, "sympy.core.relational", "StrictLessThan",
            power => Make(power, Exponentials, "exp", number), static one => one.Int(1)),
    };

    private static readonly Dictionary<string, Action<PickleDialect>> s_honest = new()
    {
        ["large number"] = static to => to.Int(int.MaxValue),
        ["number of many digits"] = static to => Make(to, Numbers, "Integer", static number => number.Text(new string('9', 100))),
        ["size of a tensor"] = static to => Make(to, "sympy.core.relational", "LessThan", Symbol,
            static most => Make(most, Numbers, "Integer", static number => number.Text("9223372036854775807"))),
        ["square"] = static to => Make(to, Powers, "Pow", Symbol, static two => two.Int(2)),
        ["root"] = static to => Make(to, Powers, "Pow", Symbol, static half => Make(half, Numbers, "Half")),
        ["power of a fraction"] = static to => Make(to, Powers, "Pow", Symbol, static half => Float(half, "1.5")),
        ["hundredth power"] = static to => Make(to, Powers, "Pow", static ten => ten.Int(10), static power => power.Int(100)),
        ["power of e"] = static to => Make(to, Exponentials, "exp", static less => Make(less, "sympy.core.mul", "Mul",
            static number => Float(number, "-1.6e-19"), Symbol)),
        ["factorial"] = static to => Make(to, Factorials, "factorial", static ten => ten.Int(10)),
        ["choice"] = static to => Make(to, Factorials, "binomial", Symbol, static two => two.Int(2)),
        ["sigmoid"] = static to => Make(to, Powers, "Pow", static sum => Make(sum, "sympy.core.add", "Add", static one => one.Int(1),
            static power => Make(power, Exponentials, "exp", Symbol)), static less => less.Int(-1)),
    };

    [Test]
    public void GivenALargeNumber_WhatComputesWithItIsNeverClean()
    {
        foreach (var (number, write) in s_numbers)
        {
            foreach (var (way, use) in s_ways)
            {
                foreach (int protocol in (int[])[2, 4])
                {
                    Assert.That(Of(new PickleDialect(protocol).Tell(to => use(to, write))), Is.EqualTo(Verdict.Suspicious),
                        $"{way} of {number}, protocol {protocol}");
                }
            }
        }
    }

    [Test]
    public void GivenAnHonestExpression_IsClean()
    {
        foreach (var (name, write) in s_honest)
        {
            foreach (int protocol in (int[])[2, 4])
                Assert.That(Of(new PickleDialect(protocol).Tell(write)), Is.EqualTo(Verdict.Clean), $"{name}, protocol {protocol}");
        }
    }

    // Each is twice the one before it, and no longer.
    [TestCase(5, Verdict.Clean)]
    [TestCase(40, Verdict.Suspicious)]
    public void GivenAnExpressionOfItself_ItIsAsLargeAsItIsWrittenOut(int times, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(2).Tell(Symbol);
        for (int i = 0; i < times; i++)
        {
            Action<PickleDialect> half = pickle.Keep();
            Make(pickle.Op(PickleOpcode.Pop), "sympy.core.add", "Add", half, half);
        }
        Assert.That(Of(pickle), Is.EqualTo(expected));
    }

    [TestCase("1.5e300", Verdict.Clean)]
    [TestCase("1.5e-300", Verdict.Clean)]
    [TestCase("1e999999999", Verdict.Suspicious)]
    [TestCase("1e-999999999", Verdict.Suspicious)]
    [TestCase("1E99999999999999999999", Verdict.Suspicious)]
    [TestCase("inf", Verdict.Clean)]
    public void GivenANumberOfAText_ItsExponentIsSmall(string text, Verdict expected)
    {
        foreach (string name in (string[])["Float", "Rational", "Integer"])
            Assert.That(Of(Make(new PickleDialect(2), Numbers, name, to => to.Text(text))), Is.EqualTo(expected), name);
    }

    [TestCase(0, 53, Verdict.Clean)]
    [TestCase(-1074, 53, Verdict.Clean)]
    [TestCase(0, 1 << 30, Verdict.Suspicious)]
    [TestCase(1 << 30, 53, Verdict.Suspicious)]
    [TestCase(-(1 << 30), 53, Verdict.Suspicious)]
    public void GivenTheBitsOfANumber_TheyAreFew(int exponent, int precision, Verdict expected)
    {
        PickleDialect pickle = new PickleDialect(4).Global(Numbers, "Float").Tuple(parts => parts.Tuple(static sign => sign.Int(0),
            static digits => digits.Text("1a"), power => power.Int(exponent), static count => count.Int(5)));
        pickle.Dict().Text("precision").Int(precision).Op(PickleOpcode.SetItem).Op(PickleOpcode.NewObjEx);
        Assert.That(Of(pickle), Is.EqualTo(expected));
    }

    private static void Symbol(PickleDialect to) => Make(to, "sympy.core.symbol", "Symbol", static name => name.Text("x"));

    private static void Float(PickleDialect to, string text) => Make(to, Numbers, "Float", number => number.Text(text));

    private static PickleDialect Make(PickleDialect to, string module, string name, params Action<PickleDialect>[] arguments) =>
        to.Global(module, name).Tuple(arguments).Op(PickleOpcode.NewObj);

    private static Verdict Of(PickleDialect pickle) => Scanned.Bytes(pickle.Stop(), "model.pkl").Verdict;
}
