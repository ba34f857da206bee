using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// States that a class's own code sets: slots that are properties, pairs that stand for methods, positions in a generator's words, and
/// types of elements whose names are a file's. Nothing that is named here does anything.
/// </summary>
public sealed class SetterStateTests
{
    [TestCase("sklearn.gaussian_process.kernels", "RBF", "theta")]
    [TestCase("scipy.sparse._csr", "csr_matrix", "shape")]
    [TestCase("pandas.core.series", "Series", "name")]
    [TestCase("numpy", "poly1d", "coeffs")]
    [TestCase("transformers.models.bert.configuration_bert", "BertConfig", "num_labels")]
    [TestCase("transformers.models.bamba.configuration_bamba", "BambaConfig", "per_layer_config")]
    [TestCase("transformers.models.vit.image_processing_vit", "ViTImageProcessor", "size")]
    [TestCase("scipy.signal._ltisys", "TransferFunctionContinuous", "num")]
    [TestCase("scipy.signal._short_time_fft", "ShortTimeFFT", "fs")]
    [TestCase("scipy.stats._multivariate", "multivariate_normal_frozen", "random_state")]
    [TestCase("scipy.interpolate._interpolate", "interp1d", "fill_value")]
    [TestCase("huggingface_hub.repocard", "RepoCard", "content")]
    [TestCase("torch.utils.data.dataloader", "DataLoader", "multiprocessing_context")]
    [TestCase("dateutil.relativedelta", "relativedelta", "weeks")]
    [TestCase("torch.nn.modules.linear", "Linear", "weight")]
    [TestCase("types", "SimpleNamespace", "a")]
    [TestCase("xarray.core.dataarray", "DataArray", "values")]
    [TestCase("sklearn.utils._tags", "Tags", "__class__")]
    public void GivenSlotsOfAClassThatHasNone_IsNeverClean(string module, string name, string slot)
    {
        foreach (int protocol in (int[])[0, 2, 4])
        {
            foreach (bool isEmpty in (bool[])[false, true])
            {
                byte[] pickle = new PickleDialect(protocol).New(module, name).Tuple(static attributes => attributes.Dict(),
                    slots => Entry(slots.Dict(), isEmpty ? null : slot, static value => value.Int(1))).Op(PickleOpcode.Build).Stop();
                Assert.That(Scan(pickle), Is.EqualTo(isEmpty ? Verdict.Clean : Verdict.Suspicious), $"protocol {protocol}");
            }
        }
    }

    // What a call makes is a dict too, and pickle writes none.
    [TestCase("collections", "OrderedDict")]
    [TestCase("__builtin__", "dict")]
    public void GivenSlotsInADictOfACall_IsNeverClean(string module, string name)
    {
        byte[] pickle = new PickleDialect(2).New("transformers.models.bert.configuration_bert", "BertConfig").Tuple(
            static none => none.Op(PickleOpcode.None), slots => slots.Call(module, name, static pairs => pairs.List()
                .Tuple(static key => key.Text("num_labels"), static value => value.Int(1)).Op(PickleOpcode.Append)))
            .Op(PickleOpcode.Build).Stop();
        Assert.That(Scan(pickle), Is.EqualTo(Verdict.Suspicious));
    }

    // scipy/interpolate/_interpolate.py, _polyint.py, sklearn/utils/_tags.py: the classes have __slots__, and they hold data.
    [TestCase("scipy.interpolate._interpolate", "PPoly", "axis")]
    [TestCase("scipy.interpolate._interpolate", "interp1d", "_y_axis")]
    [TestCase("sklearn.utils._tags", "TargetTags", "required")]
    [TestCase("torch.distributed._shard.metadata", "ShardMetadata", "shard_sizes")]
    [TestCase("xarray.core.dataarray", "DataArray", "_name")]
    [TestCase("xarray.core.variable", "Variable", "_dims")]
    public void GivenSlotsOfAClassThatHasSome_IsClean(string module, string name, string slot)
    {
        byte[] pickle = new PickleDialect(2).New(module, name).Tuple(
            static none => none.Op(PickleOpcode.None), slots => Entry(slots.Dict(), slot, static value => value.Int(0)))
            .Op(PickleOpcode.Build).Stop();
        Assert.That(Scan(pickle), Is.EqualTo(Verdict.Clean));
    }

    // The second BUILD asks what the first one set where __setstate__ is: scipy/odr/_odrpack.py, Data.__getattr__;
    // transformers/integrations/heterogeneity/configuration_utils.py, __getattribute__. sklearn/tree/_tree.pyx, Tree.__setstate__: memory
    // is made for the first state alone. No class is pickled with two.
    [TestCase("scipy.odr._odrpack", "Data", "meta")]
    [TestCase("transformers.models.bert.configuration_bert", "BertConfig", "_heterogeneity_spec")]
    [TestCase("torch.nn.modules.linear", "Linear", "bias")]
    [TestCase("sklearn.frozen._frozen", "FrozenEstimator", "estimator")]
    [TestCase("sklearn.tree._tree", "Tree", "nodes")]
    public void GivenAStateAfterAnother_IsNeverClean(string module, string name, string key)
    {
        foreach (int protocol in (int[])[0, 2, 4])
        {
            foreach (int states in (int[])[0, 1, 2, 3])
            {
                PickleDialect pickle = new PickleDialect(protocol).New(module, name);
                for (int i = 0; i < states; i++)
                    Entry(pickle.Dict(), key, static value => value.Dict()).Op(PickleOpcode.Build);
                Assert.That(Scan(pickle.Stop()), Is.EqualTo(states < 2 ? Verdict.Clean : Verdict.Suspicious),
                    $"{states} states, protocol {protocol}");
            }
        }
    }

    [Test]
    public void GivenAStateThatSetsNothingBetweenTwo_IsNeverClean()
    {
        foreach (int protocol in (int[])[0, 2, 4])
        {
            PickleDialect pickle = new PickleDialect(protocol).New("scipy.odr._odrpack", "Data");
            Entry(pickle.Dict(), "meta", static value => value.Dict()).Op(PickleOpcode.Build).Dict().Op(PickleOpcode.Build);
            Entry(pickle.Dict(), "meta", static value => value.Dict()).Op(PickleOpcode.Build);
            Assert.That(Scan(pickle.Stop()), Is.EqualTo(Verdict.Suspicious), $"protocol {protocol}");
        }
    }

    [Test]
    public void GivenPairsThatStandForMethods_IsNeverClean()
    {
        foreach (string name in (string[])["forward", "__call__", "weight", "label"])
        {
            foreach (bool isObject in (bool[])[false, true])
            {
                byte[] pickle = new PickleDialect(4).New("torch.nn.modules.linear", "Linear").List()
                    .Tuple(key => key.Text(name), value =>
                    {
                        if (isObject) value.New("torch.nn.modules.container", "Sequential");
                        else value.Int(1);
                    }).Op(PickleOpcode.Append).Op(PickleOpcode.Build).Stop();
                bool isHonest = !isObject && name != "__call__";
                Assert.That(Scan(pickle), isHonest ? Is.EqualTo(Verdict.Clean) : Is.EqualTo(Verdict.Suspicious), $"{name}, {isObject}");
            }
        }
    }

    [Test]
    public void GivenAPositionInAGenerator_ItIsWithinItsWords()
    {
        foreach (int position in (int[])[-1, 0, 1, 623, 624, 625, 1 << 30])
        {
            Verdict expected = position is >= 0 and <= 624 ? Verdict.Clean : Verdict.Suspicious;
            Assert.That(Scan(Generator(state => Entry(state.Dict(), "state", inner => Entry(inner.Dict(), "pos", at => at.Int(position))))),
                Is.EqualTo(expected), $"{position} in a dict");
            Assert.That(Scan(Generator(state => state.Tuple(static name => name.Text("MT19937"), static key => key.List(),
                at => at.Int(position)))), Is.EqualTo(expected), $"{position} in a tuple");
        }
        foreach (int position in (int[])[-1, 0, 4, 5])
        {
            Assert.That(Scan(Generator(state => Entry(state.Dict(), "buffer_pos", at => at.Int(position)))),
                Is.EqualTo(position is >= 0 and <= 4 ? Verdict.Clean : Verdict.Suspicious), $"{position} of Philox");
        }
    }

    [Test]
    public void GivenATypeOfIntervals_ItsZoneIsNoFile()
    {
        foreach (string key in (string[])["subtype", "_subtype"])
        {
            foreach (string text in (string[])["datetime64[ns, dateutil//nowhere/x]", "datetime64[ns, UTC]", "int64"])
            {
                byte[] pickle = new PickleDialect(4).New("pandas.core.dtypes.dtypes", "IntervalDtype").Dict()
                    .Text(key).Text(text).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build).Stop();
                Assert.That(Scan(pickle), Is.EqualTo(text.Contains("dateutil") ? Verdict.Suspicious : Verdict.Clean), $"{key}: {text}");
            }
        }
    }

    [Test]
    public void GivenAnArrayOfAClassOfNumPyThatIsNone_IsNeverClean()
    {
        foreach (var (module, name, isArray) in ((string, string, bool)[])[("numpy", "ndarray", true), ("numpy", "matrix", true),
            ("numpy", "poly1d", false), ("numpy.random.mtrand", "RandomState", false)])
        {
            byte[] pickle = new PickleDialect(2).Call("numpy.core.multiarray", "_reconstruct", type => type.Global(module, name),
                static shape => shape.Tuple(static none => none.Int(0)), static code => code.Call("_codecs", "encode",
                    static text => text.Text("b"), static encoding => encoding.Text("latin1"))).Stop();
            Assert.That(Scan(pickle), Is.EqualTo(isArray ? Verdict.Clean : Verdict.Suspicious), name);
        }
    }

    // What NumPy does not write can say another position than is seen.
    [Test]
    public void GivenAStateOfAGeneratorInAnotherForm_IsNeverClean()
    {
        Action<PickleDialect>[] states =
        [
            static state => state.List().Text("MT19937").Op(PickleOpcode.Append).List().Op(PickleOpcode.Append).Int(1)
                .Op(PickleOpcode.Append),
            static state => state.Tuple(static name => name.Call("__builtin__", "str", static text => text.Text("MT19937")),
                static key => key.List(), static position => position.Int(1 << 30)),
            static state => Entry(state.Dict(), "state", static inner => inner.Call("collections", "OrderedDict",
                static pairs => pairs.List()
                .Tuple(static name => name.Text("pos"), static value => value.Int(1 << 30)).Op(PickleOpcode.Append))),
            static state => Entry(state.Dict(), "state", static inner => inner.Dict()
                .Call("__builtin__", "str", static text => text.Text("pos")).Int(1 << 30).Op(PickleOpcode.SetItem)),
            static state => Entry(state.Dict(), "state", static inner => Entry(inner.Dict(), "key",
                static words => words.New("torch.utils.data.dataset", "Subset"))),
        ];
        for (int i = 0; i < states.Length; i++) Assert.That(Scan(Generator(states[i])), Is.EqualTo(Verdict.Suspicious), $"form {i}");
    }

    private static byte[] Generator(Action<PickleDialect> state) => new PickleDialect(2).Call("numpy.random._pickle", "__randomstate_ctor",
        static name => name.Text("MT19937")).Tell(state).Op(PickleOpcode.Build).Stop();

    private static PickleDialect Entry(PickleDialect to, string? key, Action<PickleDialect> value) =>
        key is null ? to : to.Text(key).Tell(value).Op(PickleOpcode.SetItem);

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;
}
