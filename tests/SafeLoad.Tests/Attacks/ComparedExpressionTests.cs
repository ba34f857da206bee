using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// SymPy's expressions evaluate texts of whatever they are compared with: so nothing may bring them together with anything else while a
/// pickle is loaded, and nobody may be handed what makes them. The texts here are names that do not exist.
/// </summary>
public sealed class ComparedExpressionTests
{
    private const string Code = "nosuch_name";

    private static readonly Action<PickleDialect> s_number = static to =>
        to.Call("sympy.core.numbers", "Integer", static one => one.Int(5));

    private static readonly Action<PickleDialect> s_symbol = static to => to.Global("sympy.core.symbol", "Symbol")
        .Tuple(static name => name.Text("x")).Op(PickleOpcode.NewObj);

    private static readonly Dictionary<string, Action<PickleDialect>> s_others = new()
    {
        ["text in a tuple"] = static to => to.Tuple(static text => text.Text(Code)),
        ["time zone in a tuple"] = static to => to.Tuple(Zone),
        ["time zone"] = Zone,
        ["text of a class"] = static to => to.New("collections", "UserString").Dict().Text("data").Int(5).Op(PickleOpcode.SetItem)
            .Op(PickleOpcode.Build),
        ["tuple in a tuple"] = static to => to.Tuple(static inner => inner.Tuple(static text => text.Text(Code))),
    };

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>[]>> s_keys = new()
    {
        ["dict"] = static (to, keys) => Fill(to.Dict(), keys),
        ["ordered dict"] = static (to, keys) => Fill(to.Call("collections", "OrderedDict"), keys),
        ["pairs"] = static (to, keys) => to.Call("builtins", "dict", pairs =>
        {
            pairs.List();
            foreach (Action<PickleDialect> key in keys) pairs.Tuple(key, static value => value.Int(1)).Op(PickleOpcode.Append);
        }),
        ["set"] = static (to, keys) => to.Op(PickleOpcode.EmptySet).Op(PickleOpcode.Mark).Tell(items => All(items, keys))
            .Op(PickleOpcode.AddItems),
        ["frozenset"] = static (to, keys) => to.Op(PickleOpcode.Mark).Tell(items => All(items, keys)).Op(PickleOpcode.FrozenSet),
        ["set of a call"] = static (to, keys) => to.Call("builtins", "set", items =>
        {
            items.List();
            foreach (Action<PickleDialect> key in keys) items.Tell(key).Op(PickleOpcode.Append);
        }),
    };

    [Test]
    public void GivenAnExpressionBesideAnotherKey_IsNeverClean()
    {
        foreach (var (way, fill) in s_keys)
        {
            foreach (var (kind, other) in s_others)
            {
                Assert.That(Scan(to => fill(to, [other, s_number])), Is.EqualTo(Verdict.Suspicious), $"{way}: {kind} first");
                Assert.That(Scan(to => fill(to, [s_number, other])), Is.EqualTo(Verdict.Suspicious), $"{way}: {kind} last");
                Assert.That(Scan(to => fill(to, [static text => text.Text("a"), other])), Is.EqualTo(Verdict.Clean), $"{way}: {kind}");
            }
            Assert.That(Scan(to => fill(to, [s_number, s_symbol, static text => text.Text("a"), static number => number.Int(1)])),
                Is.EqualTo(Verdict.Clean), way);
        }
    }

    // Indexes, categories and estimators compare what they hold.
    [TestCase("pandas.core.indexes.base", "_new_Index")]
    [TestCase("pandas.core.arrays.categorical", "Categorical")]
    [TestCase("sklearn.isotonic", "IsotonicRegression")]
    [TestCase("fractions", "Fraction")]
    public void GivenAnExpressionBesideWhatCompares_IsNeverClean(string module, string name)
    {
        foreach (bool isFirst in (bool[])[true, false])
        {
            Assert.That(Scan(to =>
            {
                if (isFirst) s_number(to);
                to.Global(module, name);
                if (!isFirst) s_number(to);
                to.Op(PickleOpcode.Tuple2);
            }), Is.EqualTo(Verdict.Suspicious), $"{isFirst}");
        }
    }

    [Test]
    public void GivenAnExpressionBesideContainersAndTensors_IsClean()
    {
        Assert.That(Scan(static to => to.Dict().Text("expression").Tell(s_number).Op(PickleOpcode.SetItem).Text("when")
            .Call("datetime", "timedelta", static days => days.Int(1)).Op(PickleOpcode.SetItem).Text("module")
            .New("torch.nn.modules.linear", "Linear").Op(PickleOpcode.SetItem)), Is.EqualTo(Verdict.Clean));
    }

    // Whoever is handed the class gives it what it has.
    [TestCase("sympy.functions.elementary.trigonometric", "sin")]
    [TestCase("sympy.core.add", "Add")]
    [TestCase("sympy.core.relational", "Equality")]
    [TestCase("dateutil.tz.tz", "tzfile")]
    public void GivenWhatEvaluatesAsAnAttribute_IsNeverClean(string module, string name)
    {
        foreach (string attribute in (string[])["activation", "preprocessor", "func", "note"])
        {
            Assert.That(Scan(to => to.New("torch.nn.modules.linear", "Linear").Dict().Text(attribute).Global(module, name)
                .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)), Is.EqualTo(Verdict.Suspicious), attribute);
        }
        Assert.That(Scan(to => to.New("torch.nn.modules.linear", "Linear").Dict().Text("_load_state_dict_pre_hooks").Dict().Int(0)
            .Global(module, name).Op(PickleOpcode.SetItem).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)),
            Is.EqualTo(Verdict.Suspicious), "hook");
    }

    [Test]
    public void GivenAStateOfASymbolOrNumber_ItIsOneThatSymPyWrites()
    {
        (string Name, Action<PickleDialect> Value, Verdict Expected)[] slots =
        [
            ("name", static to => to.Text("x"), Verdict.Clean),
            ("name", static to => to.Tuple(static text => text.Text(Code)), Verdict.Suspicious),
            ("name", s_number, Verdict.Suspicious), ("dummy_index", static to => to.Int(7), Verdict.Clean),
            ("_mhash", static to => to.Int(7), Verdict.Suspicious), ("_mhash", static to => to.Op(PickleOpcode.None), Verdict.Clean),
            ("_args", static to => to.Tuple(static text => text.Text(Code)), Verdict.Suspicious),
        ];
        foreach (var (name, value, expected) in slots)
        {
            foreach (bool isPair in (bool[])[false, true])
            {
                Verdict found = Scan(to =>
                {
                    to.Global("sympy.core.symbol", "Dummy").Tuple(static text => text.Text("x")).Op(PickleOpcode.NewObj);
                    if (isPair) to.Op(PickleOpcode.None);
                    to.Dict().Text(name).Tell(value).Op(PickleOpcode.SetItem);
                    if (isPair) to.Op(PickleOpcode.Tuple2);
                    to.Op(PickleOpcode.Build);
                });
                Assert.That(found, isPair ? Is.Not.EqualTo(Verdict.Malformed) : Is.EqualTo(expected), $"{name}, {isPair}");
                if (isPair && expected != Verdict.Clean) Assert.That(found, Is.EqualTo(Verdict.Suspicious), name);
            }
        }
        foreach (string number in (string[])["nan", "inf", "-inf", "+NaN"])
            Assert.That(Scan(to => to.Call("sympy.core.numbers", "Float", text => text.Text(number)).Dict().Text("_prec").Int(53)
                .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build)), Is.EqualTo(Verdict.Suspicious), number);
    }

    private static void Zone(PickleDialect to) => to.Call("datetime", "timezone",
        static offset => offset.Call("datetime", "timedelta", static days => days.Int(0), static seconds => seconds.Int(5)),
        static name => name.Text(Code));

    private static PickleDialect Fill(PickleDialect to, Action<PickleDialect>[] keys)
    {
        foreach (Action<PickleDialect> key in keys) to.Tell(key).Int(1).Op(PickleOpcode.SetItem);
        return to;
    }

    private static void All(PickleDialect to, Action<PickleDialect>[] items)
    {
        foreach (Action<PickleDialect> item in items) item(to);
    }

    private static Verdict Scan(Action<PickleDialect> write)
    {
        var dialect = new PickleDialect(4);
        write(dialect);
        return Scanned.Bytes(dialect.Stop(), "model.pkl").Verdict;
    }
}
