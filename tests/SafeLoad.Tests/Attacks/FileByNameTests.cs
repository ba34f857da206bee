using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Texts that make a class of the catalogue open a file: the booster of an estimator, the time zone of an index. No file that is
/// named here exists.</summary>
public sealed class FileByNameTests
{
    private static readonly int[] s_protocols = [0, 2, 4];

    private static readonly string[] s_estimators = ["XGBModel", "XGBClassifier", "XGBRegressor", "XGBRanker", "XGBRFClassifier",
        "XGBRFRegressor"];

    private static readonly Dictionary<string, Action<PickleDialect>> s_names = new()
    {
        ["path"] = static to => to.Text("/no/such/file.model"),
        ["place in the net"] = static to => to.Text("hdfs://no.such.host/model"),
        ["text that a call makes"] = static to => to.Call("__builtin__", "str", static text => text.Text("/no/such/file.model")),
        ["bytes"] = static to => to.Call("_codecs", "encode", static text => text.Text("/no/such/file"),
            static code => code.Text("latin1")),
        ["path object"] = static to => to.Call("pathlib", "PurePosixPath", static text => text.Text("/no/such/file.model")),
    };

    private static readonly Dictionary<string, Action<PickleDialect>> s_boosters = new()
    {
        ["none"] = static to => to.Op(PickleOpcode.None),
        ["bytes of a booster"] = static to => to.Call("__builtin__", "bytearray", static text => text.Text("binf"),
            static code => code.Text("latin-1")),
        ["booster"] = static to => Item(to.New("xgboost.core", "Booster").Dict(), "handle", static none => none.Op(PickleOpcode.None))
            .Op(PickleOpcode.Build),
    };

    // How the attributes of an estimator come: a state that is no dict by opcodes is none that xgboost writes.
    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_states = new()
    {
        ["state and slots"] = static (to, state) => to.Tuple(state, static none => none.Op(PickleOpcode.None)),
        ["dict of a dict"] = static (to, state) => to.Call("__builtin__", "dict", state),
        ["ordered dict of a dict"] = static (to, state) => to.Call("collections", "OrderedDict", state),
        ["pairs"] = static (to, state) => to.List().Tuple(static key => key.Text("_Booster"), static path => path.Text("/no/such/file"))
            .Op(PickleOpcode.Append),
    };

    // How a text is packed: as it is, by a call, in containers by opcodes and by calls.
    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_packs = new()
    {
        ["a text's own class"] = static (to, text) => to.Call("copy_reg", "_reconstructor",
            static type => type.Global("__builtin__", "str"), static type => type.Global("__builtin__", "str"), text),
        ["scalar of objects"] = static (to, text) => to.Call("numpy.core.multiarray", "scalar",
            static dtype => dtype.Call("numpy", "dtype", static name => name.Text("O8")), text),
        ["NEWOBJ"] = static (to, text) => to.Call("copy_reg", "__newobj__", static type => type.Global("__builtin__", "str"), text),
        ["in a list"] = static (to, text) => to.List().Tell(text).Op(PickleOpcode.Append),
        ["in a list that a call makes"] = static (to, text) => to.Call("__builtin__", "list", items => items.Tuple(text)),
        ["in a set"] = static (to, text) => to.Call("__builtin__", "frozenset", items => items.Tuple(text)),
        ["in a deque"] = static (to, text) => to.Call("collections", "deque").Tell(text).Op(PickleOpcode.Append),
        ["in a dict"] = static (to, text) => Item(to.Dict(), "dtype", text),
        ["in an ordered dict"] = static (to, text) => Item(to.Call("collections", "OrderedDict"), "tz", text),
        ["in a dict of pairs"] = static (to, text) => to.Call("__builtin__", "dict",
            pairs => pairs.List().Tuple(static key => key.Text("tz"), text).Op(PickleOpcode.Append)),
        ["in a large dict"] = static (to, text) =>
        {
            to.Dict();
            for (int i = 0; i < 100; i++) Item(to, $"a{i}", static value => value.Int(1));
            Item(to, "tz", text);
        },
        ["among many"] = static (to, text) =>
            to.Tuple([.. Enumerable.Repeat<Action<PickleDialect>>(static value => value.Int(1), 300), text]),
        ["in a tuple in a tuple"] = static (to, text) => to.Tuple(inner => inner.Tuple(text)),
    };

    private static readonly string[] s_zones = ["dateutil//no/such/zone", "dateutil/../../no/such/zone",
        "datetime64[ns, dateutil//no/such/zone]"];

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_zoned = new()
    {
        ["index of times"] = static (to, zone) => to.Call("pandas.core.indexes.datetimes", "_new_DatetimeIndex",
            static type => type.Global("pandas", "DatetimeIndex"), data => Item(data.Dict(), "tz", zone)),
        ["index of times of old versions"] = static (to, zone) => to.Call("pandas.tseries.index", "_new_DatetimeIndex",
            static type => type.Global("pandas.tseries.index", "DatetimeIndex"), data => Item(data.Dict(), "tz", zone)),
        ["index"] = static (to, zone) => to.Call("pandas.core.indexes.base", "_new_Index",
            static type => type.Global("pandas", "Index"), data => Item(data.Dict(), "dtype", zone)),
        ["time"] = static (to, zone) => to.Call("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", static value => value.Int(1),
            static none => none.Op(PickleOpcode.None), zone),
        ["index of a function for NEWOBJ"] = static (to, zone) => to.Call("copy_reg", "__newobj__",
            static type => type.Global("pandas", "DatetimeIndex"), static data => data.List(), static none => none.Op(PickleOpcode.None),
            zone),
        ["index of a function for NEWOBJ_EX"] = static (to, zone) => to.Call("copy_reg", "__newobj_ex__",
            static type => type.Global("pandas", "DatetimeIndex"), given => given.Tuple(static data => data.List(), zone),
            static keywords => keywords.Dict()),
        ["index of a function that calls"] = static (to, zone) => to.Call("torch._tensor", "_rebuild_from_type_v2",
            static function => function.Global("pandas.core.indexes.datetimes", "_new_DatetimeIndex"),
            static tensor => tensor.Global("torch", "Tensor"), given => given.Tuple(static type => type.Global("pandas", "DatetimeIndex"),
                data => Item(data.Dict(), "tz", zone)), static state => state.Dict()),
        ["new index"] = static (to, zone) => to.Global("pandas", "DatetimeIndex")
            .Tuple(static data => data.List(), static none => none.Op(PickleOpcode.None), zone).Op(PickleOpcode.NewObj),
    };

    [Test]
    public void GivenAnEstimatorWhoseBoosterIsAName_IsNeverClean()
    {
        foreach (string estimator in s_estimators)
        {
            foreach (var (kind, name) in s_names)
            {
                foreach (int protocol in s_protocols)
                {
                    Assert.That(Scan(Estimator(estimator, name, protocol)), Is.EqualTo(Verdict.Suspicious),
                        $"{estimator}: {kind}, protocol {protocol}");
                }
            }
        }
    }

    [Test]
    public void GivenAnEstimatorWithABooster_IsClean()
    {
        foreach (string estimator in s_estimators)
        {
            foreach (var (kind, booster) in s_boosters)
            {
                foreach (int protocol in s_protocols)
                {
                    Assert.That(Scan(Estimator(estimator, booster, protocol)), Is.EqualTo(Verdict.Clean),
                        $"{estimator}: {kind}, protocol {protocol}");
                }
            }
        }
    }

    [Test]
    public void GivenATimeZoneByThePathOfAFile_IsNeverClean()
    {
        foreach (var (place, write) in s_zoned)
        {
            foreach (string zone in s_zones)
            {
                foreach (int protocol in Protocols(place))
                    Assert.That(Scan(Zoned(write, zone, protocol)), Is.EqualTo(Verdict.Suspicious), $"{place}: {zone}, {protocol}");
            }
        }
    }

    [Test]
    public void GivenATimeZoneInAnythingThatHoldsAText_IsNeverClean()
    {
        int shapes = 0;
        foreach (var (place, write) in s_zoned)
        {
            foreach (var (pack, packed) in s_packs)
            {
                foreach (string zone in s_zones)
                {
                    foreach (int protocol in Protocols(place))
                    {
                        byte[] pickle = new PickleDialect(protocol)
                            .Tell(to => write(to, text => packed(text, name => name.Text(zone)))).Stop();
                        Assert.That(Scan(pickle), Is.AtLeast(Verdict.Suspicious), $"{place}: {zone} {pack}, {protocol}");
                        shapes++;
                    }
                }
            }
        }
        Assert.That(shapes, Is.GreaterThan(500));
    }

    // The dict of arguments itself is one that opcodes make: of any other it cannot be told which text is which.
    [TestCaseSource(nameof(Packs))]
    public void GivenArgumentsOfAnIndexInAnythingElse_AreNeverClean(string pack)
    {
        foreach (int protocol in s_protocols)
        {
            byte[] pickle = new PickleDialect(protocol).Call("pandas.core.indexes.base", "_new_Index",
                static type => type.Global("pandas", "Index"), data => s_packs[pack](data, static name => name.Text(s_zones[2]))).Stop();
            Assert.That(Scan(pickle), Is.AtLeast(Verdict.Suspicious), $"protocol {protocol}");
        }
    }

    [TestCase("tz")]
    [TestCase("_tz")]
    [TestCase("_dtype")]
    public void GivenAStateWithATimeZoneByThePathOfAFile_IsNeverClean(string key)
    {
        foreach (int protocol in s_protocols)
        {
            foreach (bool hasSlots in (bool[])[false, true])
            {
                Action<PickleDialect> state = to => Item(to.Dict(), key, static name => name.Text(s_zones[0]));
                var pickle = new PickleDialect(protocol).New("pandas.core.dtypes.dtypes", "DatetimeTZDtype");
                if (hasSlots) pickle.Tuple(state, static none => none.Op(PickleOpcode.None));
                else state(pickle);
                Assert.That(Scan(pickle.Op(PickleOpcode.Build).Stop()), Is.EqualTo(Verdict.Suspicious), $"protocol {protocol}");
            }
        }
    }

    [TestCaseSource(nameof(States))]
    public void GivenAnEstimatorWhoseStateIsNoDict_IsNeverClean(string form)
    {
        foreach (string estimator in s_estimators)
        {
            foreach (var (kind, name) in s_names)
            {
                byte[] pickle = new PickleDialect(2).New("xgboost.sklearn", estimator)
                    .Tell(to => s_states[form](to, dict => Item(dict.Dict(), "_Booster", name))).Op(PickleOpcode.Build).Stop();
                Assert.That(Scan(pickle), Is.AtLeast(Verdict.Suspicious), kind);
            }
        }
    }

    [Test]
    public void GivenATimeZoneWhoseNameACallMakes_IsNeverClean()
    {
        foreach (var (place, write) in s_zoned)
        {
            foreach (int protocol in Protocols(place))
            {
                Assert.That(Scan(new PickleDialect(protocol).Tell(to => write(to, static zone => zone.Call("__builtin__", "str",
                    static text => text.Text("dateutil//no/such/zone")))).Stop()), Is.EqualTo(Verdict.Suspicious), $"{place}, {protocol}");
                Assert.That(Scan(new PickleDialect(protocol).Tell(to => write(to, static zone => Scalar(zone, "U23"))).Stop()),
                    Is.EqualTo(Verdict.Suspicious), $"{place}, {protocol}, scalar");
            }
        }
    }

    // Only PyTorch's function sets the state of what another gives: that is no honest index.
    [Test]
    public void GivenATimeZoneOfTheTable_IsClean()
    {
        // An index that is made of values by its class alone is in no honest file.
        string[] others = ["index of a function that calls", "index of a function for NEWOBJ", "index of a function for NEWOBJ_EX",
            "new index"];
        foreach (var (place, write) in s_zoned.Where(known => !others.Contains(known.Key)))
        {
            foreach (int protocol in Protocols(place))
                Assert.That(Scan(Zoned(write, "Europe/Berlin", protocol)), Is.EqualTo(Verdict.Clean), $"{place}, {protocol}");
        }
    }

    // pytz looks the name up in its own list; what it gives, all hold.
    [Test]
    public void GivenATimeZoneOfPytz_IsCleanAsItIsPickled()
    {
        foreach (int protocol in s_protocols)
        {
            Assert.That(Scan(Zone(protocol, static name => name.Text("Europe/Berlin")).Stop()), Is.EqualTo(Verdict.Clean));
            Assert.That(Scan(Zone(protocol, static name => name.Text("Europe/Berlin")).Dict().Op(PickleOpcode.Build).Stop()),
                Is.EqualTo(Verdict.Suspicious), $"its state is set, protocol {protocol}");
            Assert.That(Scan(Zone(protocol, static name => name.New("argparse", "Namespace")).Stop()),
                Is.EqualTo(Verdict.Suspicious), $"its name is an object, protocol {protocol}");
            Assert.That(Scan(new PickleDialect(protocol).Call("pytz", "timezone", static name => name.Text("Europe/Berlin")).Stop()),
                Is.EqualTo(Verdict.Suspicious), $"another function, protocol {protocol}");
        }

        static PickleDialect Zone(int protocol, Action<PickleDialect> name) => new PickleDialect(protocol).Call("pytz", "_p", name,
            static offset => offset.Int(3180), static summer => summer.Int(0), static text => text.Text("LMT"));
    }

    // The name of an index is no time zone.
    [Test]
    public void GivenAnIndexOfThatName_IsClean()
    {
        foreach (int protocol in s_protocols)
        {
            byte[] pickle = new PickleDialect(protocol).Call("pandas.core.indexes.base", "_new_Index",
                static type => type.Global("pandas", "Index"),
                static data => Item(data.Dict(), "name", static text => text.Text(s_zones[0]))).Stop();
            Assert.That(Scan(pickle), Is.EqualTo(Verdict.Clean), $"protocol {protocol}");
        }
    }

    // Numbers of NumPy are no texts.
    [Test]
    public void GivenBoundsThatAreScalars_AreClean()
    {
        foreach (int protocol in s_protocols)
        {
            byte[] pickle = new PickleDialect(protocol).Call("pandas._libs.interval", "Interval", static left => Scalar(left, "f8"),
                static right => Scalar(right, "f8"), static closed => closed.Text("right")).Stop();
            Assert.That(Scan(pickle), Is.EqualTo(Verdict.Clean), $"protocol {protocol}");
        }
    }

    // Native classes read their arguments in __new__; they are pickled without any.
    [TestCase("BPE")]
    [TestCase("WordPiece")]
    [TestCase("WordLevel")]
    [TestCase("Unigram")]
    public void GivenAModelOfWordsThatIsMadeOfNames_IsNeverClean(string type)
    {
        foreach (int protocol in s_protocols[1..])
        {
            Assert.That(Scan(Words(protocol, type).Op(PickleOpcode.EmptyTuple).Op(PickleOpcode.NewObj).Stop()), Is.EqualTo(Verdict.Clean),
                $"protocol {protocol}");
            Assert.That(Scan(Words(protocol, type)
                .Tuple(static vocabulary => vocabulary.Text("/no/such/words"), static merges => merges.Text("/no/such/merges"))
                .Op(PickleOpcode.NewObj).Stop()), Is.EqualTo(Verdict.Suspicious), $"protocol {protocol}");
            Assert.That(Scan(new PickleDialect(protocol).Call("copy_reg", "__newobj__", to => to.Global("tokenizers.models", type),
                static name => name.Text("/no/such/vocab")).Stop()), Is.EqualTo(Verdict.Suspicious), $"a function, protocol {protocol}");
        }

        static PickleDialect Words(int protocol, string type) => new PickleDialect(protocol).Global("tokenizers.models", type);
    }

    // bindings/python/src/tokenizer.rs, __getnewargs__ and __getstate__: made of an empty model, and all it knows is in its state.
    [TestCase("tokenizers.models", "Model", true)]
    [TestCase("tokenizers.models", "BPE", true)]
    [TestCase("torch.utils.data.dataloader", "DataLoader", false)]
    [TestCase("sklearn.svm._classes", "SVC", false)]
    public void GivenATokenizer_OnlyOneOfAModelIsClean(string module, string name, bool isClean)
    {
        foreach (int protocol in s_protocols[1..])
        {
            Assert.That(Scan(new PickleDialect(protocol).Global("tokenizers", "Tokenizer").Tuple(model => model.New(module, name))
                .Op(PickleOpcode.NewObj).Text("{}").Op(PickleOpcode.Build).Stop()) == Verdict.Clean, Is.EqualTo(isClean),
                $"protocol {protocol}");
        }
    }

    // Protocol 0 has no NEWOBJ.
    private static int[] Protocols(string place) => place == "new index" ? s_protocols[1..] : s_protocols;

    private static byte[] Estimator(string name, Action<PickleDialect> booster, int protocol) =>
        Item(new PickleDialect(protocol).New("xgboost.sklearn", name).Dict(), "_Booster", booster).Op(PickleOpcode.Build).Stop();

    private static byte[] Zoned(Action<PickleDialect, Action<PickleDialect>> write, string zone, int protocol) =>
        new PickleDialect(protocol).Tell(to => write(to, text => text.Text(zone))).Stop();

    private static void Scalar(PickleDialect to, string type) => to.Call("numpy.core.multiarray", "scalar",
        dtype => dtype.Call("numpy", "dtype", text => text.Text(type)), static bytes => bytes.Text("12345678"));

    private static PickleDialect Item(PickleDialect to, string key, Action<PickleDialect> value) =>
        to.Text(key).Tell(value).Op(PickleOpcode.SetItem);

    private static IEnumerable<string> Packs() => s_packs.Keys;

    private static IEnumerable<string> States() => s_states.Keys;

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;
}
