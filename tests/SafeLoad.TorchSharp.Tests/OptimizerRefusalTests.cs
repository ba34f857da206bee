using SafeLoad.TorchSharp.Tests.Support;
using SafeLoad.Values;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SafeLoad.TorchSharp.Tests;

/// <summary>States that do not fit are refused as a whole: the optimizer stays what it was.</summary>
public sealed class OptimizerRefusalTests
{
    private Parameter _first = null!;
    private Parameter _second = null!;
    private Adam _adam = null!;

    [SetUp]
    public void MakeOptimizer()
    {
        _first = nn.Parameter(ones(2, 3));
        _second = nn.Parameter(ones(4));
        _adam = optim.Adam([_first, _second], lr: 0.125);
        Step();
    }

    [TearDown]
    public void Free()
    {
        _adam.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    // What each case changes, and what the message must say of it.
    private static readonly (string Name, Action<AdamState> Change, string Says)[] s_cases =
    [
        ("another shape", state => state.First["exp_avg"] =
        Zeros(3, 2), "'exp_avg' of parameter 0 has the shape [3, 2]; its parameter has [2, 3]"),
        ("broadcastable shape", state => state.Second["exp_avg_sq"] =
        Zeros(1), "'exp_avg_sq' of parameter 1 has the shape [1]; its parameter has [4]"),
        ("a number for a tensor", state => state.First["exp_avg"] = PyValues.Float(1), "which is no tensor"),
        ("complex for real", state => state.First["exp_avg"] =
        PyValues.Tensor(TensorInfo.Create(DType.Complex64, [2, 3], new byte[48])), "complex64"),
        ("8-bit floats", state => state.First["exp_avg"] =
        PyValues.Tensor(TensorInfo.Create(DType.Float8E4M3FN, [2, 3], new byte[6])), "float8_e4m3fn"),
        ("missing tensor", state => state.Second.Remove("exp_avg_sq"), "the state of parameter 1 has no 'exp_avg_sq'"),
        ("missing maximum", state => state.Group["amsgrad"] = PyValues.Bool(true), "has no 'max_exp_avg_sq'"),
        ("missing step", state => state.Second.Remove("step"), "the state of parameter 1 has no 'step'"),
        ("NaN step", state => state.First["step"] = Scalar(float.NaN), "'step' of parameter 0 is tensor(NaN)"),
        ("infinite step", state => state.First["step"] = Scalar(float.PositiveInfinity), "'step' of parameter 0"),
        ("negative step", state => state.First["step"] = PyValues.Int(-1), "'step' of parameter 0 is -1"),
        ("half a step", state => state.First["step"] = PyValues.Float(2.5), "'step' of parameter 0 is 2.5"),
        ("huge step", state => state.First["step"] = PyValues.Float(1e300), "'step' of parameter 0 is 1e+300"),
        ("text for a step", state => state.First["step"] = PyValues.Str("3"), "'step' of parameter 0 is '3'"),
        ("NaN rate", state => state.Group["lr"] = PyValues.Float(double.NaN), "'lr' of group 0"),
        ("no rate", state => state.Group.Remove("lr"), "group 0 has no 'lr'"),
        ("infinite initial rate", state => state.Group["initial_lr"] = PyValues.Float(double.PositiveInfinity), "'initial_lr' of group 0"),
        ("one beta", state => state.Group["betas"] =
        PyValues.Tuple([PyValues.Float(0.9)]), "'betas' of group 0 is tuple; it must be two finite numbers"),
        ("text for a flag", state => state.Group["amsgrad"] = PyValues.Str("yes"), "'amsgrad' of group 0 is 'yes'; it must be a bool"),
        ("fewer parameters", state => state.Group["params"] =
        PyValues.List([PyValues.Int(0)]), "group 0 has 1 parameters in the file; the optimizer's has 2"),
        ("more parameters", state => state.Group["params"] =
        PyValues.List([PyValues.Int(0), PyValues.Int(1), PyValues.Int(1)]), "group 0 has 3 parameters in the file"),
        ("more groups", state => state.Groups = 2, "the file has 2 groups of parameters; the optimizer has 1"),
        ("SGD", state => state.Group = AdamState.SgdGroup(), "the file has the state of SGD; this optimizer is Adam"),
        ("AdamW", state => state.Group["decoupled_weight_decay"] =
        PyValues.Bool(true), "the file has the state of AdamW; this optimizer is Adam"),
        ("somebody's own", state => state.Group =
        new() { ["lr"] = PyValues.Float(1), ["alpha2"] = PyValues.Float(1), ["params"] = state.Group["params"] }, "none of PyTorch's own"),
    ];

    private static IEnumerable<TestCaseData> Cases =>
        s_cases.Select(static row => new TestCaseData(row.Change, row.Says).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Cases))]
    public void GivenStateThatDoesNotFit_SaysSo_AndChangesNothing(object change, string says)
    {
        var state = new AdamState();
        ((Action<AdamState>)change)(state);
        using Checkpoint checkpoint = Saved.Open(("optimizer", state.ToValue()), ("epoch", PyValues.Int(1)));
        string before = Describe();
        Assert.That(() => _adam.load_pt(checkpoint),
            Throws.TypeOf<TrainingStateException>().With.Message.Contains(says).And.Message.Contains("nothing was changed"));
        Assert.That(Describe(), Is.EqualTo(before));
        Step();
    }

    [Test]
    public void GivenStateThatFits_IsLoaded()
    {
        using Checkpoint checkpoint = Saved.Open(("optimizer", new AdamState().ToValue()), ("epoch", PyValues.Int(1)));
        string before = Describe();
        _adam.load_pt(checkpoint);
        Assert.That(Describe(), Is.Not.EqualTo(before));
    }

    [Test]
    public void GivenKeys_TheirOptimizerIsTaken()
    {
        var other = new AdamState();
        other.Group["lr"] = PyValues.Float(0.75);
        using Checkpoint checkpoint = Saved.Open(("generator", new AdamState().ToValue()), ("critic", other.ToValue()));
        _adam.load_pt(checkpoint, "critic");
        Assert.That(_adam.ParamGroups.Single().LearningRate, Is.EqualTo(0.75));
        Assert.That(() => _adam.load_pt(checkpoint),
            Throws.TypeOf<TrainingStateException>().With.Message.Contains("2 optimizers, and 2 fit this one: say which is meant")
                .And.Message.Contains("- key: \"generator\" fits").And.Message.Contains("- key: \"critic\" fits"));
        Assert.That(_adam.ParamGroups.Single().LearningRate, Is.EqualTo(0.75));
        Assert.That(() => _adam.load_pt(checkpoint, "discriminator"),
            Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("'generator', 'critic'"));
    }

    // Never the first one in silence: only one of them has a parameter of this shape.
    [Test]
    public void GivenTwoOptimizersOfWhichOneFits_ItIsTaken([Values] bool first)
    {
        using var third = nn.Parameter(ones(7));
        using var optimizer = optim.Adam([third]);
        var small = new AdamState { First = new() { ["step"] = Scalar(3), ["exp_avg"] = Zeros(7), ["exp_avg_sq"] = Zeros(7) } };
        small.Group["params"] = PyValues.List([PyValues.Int(0)]);
        (string, PyValue)[] entries = [("a", small.ToValue()), ("b", new AdamState().ToValue())];
        if (!first) Array.Reverse(entries);
        using Checkpoint checkpoint = Saved.Open(entries);
        Assert.That(optimizer.load_pt(checkpoint).Key, Is.EqualTo("a"));
        Assert.That(_adam.load_pt(checkpoint).Key, Is.EqualTo("b"));
        using var sgd = optim.SGD([third], 0.1);
        Assert.That(() => sgd.load_pt(checkpoint), Throws.TypeOf<TrainingStateException>().With.Message.Contains("none fits this one")
            .And.Message.Contains("- key: \"a\" does not fit: the file has the state of Adam").And.Message.Contains("- key: \"b\""));
    }

    [Test]
    public void GivenReport_ItsTextSaysWhatWasLeftOut()
    {
        var state = new AdamState();
        state.Group["foreach"] = PyValue.None;
        using Checkpoint checkpoint = Saved.Open(("optimizer", state.ToValue()), ("epoch", PyValues.Int(1)));
        Assert.That(_adam.load_pt(checkpoint).ToString(), Is.EqualTo(
            "Adam under 'optimizer': 1 groups, 2 parameters, 2 of them with a state\noptions left out: foreach"));
    }

    [Test]
    public void GivenCancellation_NothingIsChanged()
    {
        using Checkpoint checkpoint = Saved.Open(("optimizer", new AdamState().ToValue()));
        string before = Describe();
        Assert.That(() => _adam.load_pt(checkpoint, cancellation: new CancellationToken(true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Describe(), Is.EqualTo(before));
    }

    // Until the last number has come nothing is assigned.
    [Test]
    public void GivenCancellationAtAnyRead_NothingIsChanged()
    {
        using var source = new CancellingSource(Saved.Bytes(("optimizer", new AdamState().ToValue())));
        using Checkpoint checkpoint = Checkpoint.Open(source);
        string before = Describe();
        long alive = Numbers.Alive();
        int at = 1;
        while (!TryLoad(source.Arm(at))) at++;
        Assert.That(at, Is.GreaterThan(4), "the reads of four tensors");
        Assert.That(Describe(), Is.Not.EqualTo(before));

        bool TryLoad(CancellationToken token)
        {
            try
            {
                _adam.load_pt(checkpoint, cancellation: token);
                return true;
            }
            catch (OperationCanceledException)
            {
                Assert.That((Describe(), Numbers.Alive()), Is.EqualTo((before, alive)));
                return false;
            }
        }
    }

    // torch.save(optimizer.state_dict(), path), and no optimizer at all.
    [Test]
    public void GivenNothingElse_TheRootIsTheOptimizer()
    {
        var entries = (PyDict)new AdamState().ToValue().Reference!;
        using Checkpoint checkpoint = Saved.Open([.. entries.Select(static entry => (entry.Key.AsString(), entry.Value))]);
        Assert.That(_adam.load_pt(checkpoint).Key, Is.Empty);
        using Checkpoint without = Saved.Open(("epoch", PyValues.Int(1)));
        Assert.That(() => _adam.load_pt(without),
            Throws.TypeOf<KeyNotFoundException>().With.Message.EqualTo("The checkpoint has no optimizer."));
    }

    // A parameter that stands twice has one state in TorchSharp, and in PyTorch's file the same number twice.
    [Test]
    public void GivenParameterTwice_ItsStatesMustBeOne([Values] bool isOne)
    {
        using var optimizer = optim.Adam([_first, _first]);
        var state = new AdamState { Second = new AdamState().First };
        state.Group["params"] = PyValues.List([PyValues.Int(0), PyValues.Int(isOne ? 0 : 1)]);
        using Checkpoint checkpoint = Saved.Open(("optimizer", state.ToValue()));
        if (isOne) Assert.That(optimizer.load_pt(checkpoint).Parameters, Is.EqualTo(2));
        else
            Assert.That(() => optimizer.load_pt(checkpoint),
                Throws.TypeOf<TrainingStateException>().With.Message.Contains("parameters 0 and 1 are one in the optimizer"));
    }

    // Two parameters that share a state in the file get one each.
    [Test]
    public void GivenOneStateForTwo_EachGetsItsOwn()
    {
        using var twin = nn.Parameter(ones(2, 3));
        using var optimizer = optim.Adam([_first, twin]);
        var state = new AdamState();
        state.Group["params"] = PyValues.List([PyValues.Int(0), PyValues.Int(0)]);
        using Checkpoint checkpoint = Saved.Open(("optimizer", state.ToValue()));
        Assert.That(optimizer.load_pt(checkpoint).Notes, Has.Some.Contains("1 states belong to no parameter"));
        List<OptimizerState> states = optimizer.state_dict().State;
        Assert.That(((Adam.State)states[0]).exp_avg.Handle, Is.Not.EqualTo(((Adam.State)states[1]).exp_avg.Handle));
    }

    [Test]
    public void GivenMaximize_WhereTorchSharpHasNone_IsRefused()
    {
        using var optimizer = optim.Adagrad([_first]);
        PyValue group = PyValues.Dict(new Dictionary<string, PyValue>
        {
            ["lr"] = PyValues.Float(1), ["lr_decay"] = PyValues.Int(0), ["eps"] = PyValues.Float(1), ["weight_decay"] =
                PyValues.Int(0), ["initial_accumulator_value"] = PyValues.Int(0),
            ["maximize"] = PyValues.Bool(true), ["params"] = PyValues.List([PyValues.Int(0)]),
        }.Select(static pair => KeyValuePair.Create(PyValues.Str(pair.Key), pair.Value)));
        using Checkpoint checkpoint = Saved.Open(("optimizer",
            PyValues.Dict([KeyValuePair.Create(PyValues.Str("state"), PyValues.Dict([])),
                KeyValuePair.Create(PyValues.Str("param_groups"), PyValues.List([group]))])));
        Assert.That(() => optimizer.load_pt(checkpoint), Throws.TypeOf<TrainingStateException>().With.Message.Contains("maximize=True"));
    }

    [Test]
    public void GivenLbfgs_IsNotSupported()
    {
        using optim.Optimizer optimizer = OptimizerSamples.Create("lbfgs", [_first]);
        using Checkpoint checkpoint = Saved.Open(("optimizer", new AdamState().ToValue()));
        Assert.That(() => optimizer.load_pt(checkpoint), Throws.TypeOf<NotSupportedException>().With.Message.Contains("LBFGS"));
        PyValue group = PyValues.Dict(new Dictionary<string, PyValue>
        {
            ["lr"] = PyValues.Float(0.5), ["max_iter"] = PyValues.Int(7), ["max_eval"] = PyValues.Int(9), ["tolerance_grad"] =
                PyValues.Float(1e-7), ["tolerance_change"] = PyValues.Float(1e-9), ["history_size"] = PyValues.Int(5),
            ["line_search_fn"] = PyValue.None, ["params"] = PyValues.List([PyValues.Int(0)]),
        }.Select(static pair => KeyValuePair.Create(PyValues.Str(pair.Key), pair.Value)));
        using Checkpoint own = Saved.Open(("optimizer",
            PyValues.Dict([KeyValuePair.Create(PyValues.Str("state"), PyValues.Dict([])),
                KeyValuePair.Create(PyValues.Str("param_groups"), PyValues.List([group]))])));
        Assert.That(() => optimizer.load_pt(own), Throws.TypeOf<NotSupportedException>()
            .With.Message.Contains("Make it anew with the options of the file (lr=0.5, max_iter=7, max_eval=9"));
    }

    private static PyValue Zeros(params long[] shape) =>
        PyValues.Tensor(TensorInfo.Create(DType.Float32, shape,
            new byte[4 * shape.Aggregate(1L, static (a, b) => a * b)]));

    private static PyValue Scalar(float value) =>
        PyValues.Tensor(TensorInfo.Create(DType.Float32, [], BitConverter.GetBytes(value)));

    private void Step()
    {
        using var scope = NewDisposeScope();
        _adam.zero_grad();
        (_first.sum() * _second.sum()).backward();
        _adam.step();
    }

    private string Describe()
    {
        using var scope = NewDisposeScope();
        var options = (Adam.Options)_adam.state_dict().Options.Single();
        return string.Join(' ',
            _adam.state_dict().State.Cast<Adam.State>()
                .Select(static state =>
                    $"{state.step} {Handle(state.exp_avg)} {Handle(state.exp_avg_sq)} {Handle(state.max_exp_avg_sq)} "
                        + $"{state.exp_avg.sum().ToDouble()}"))
            + $" {options.LearningRate} {options.InitialLearningRate} {options.beta1} {options.beta2} {options.eps} "
            + $"{options.weight_decay} {options.amsgrad} {options.maximize}";

        static nint Handle(Tensor? tensor) => tensor?.Handle ?? 0;
    }

    /// <summary>The state of an Adam with two parameters, to be spoiled.</summary>
    private sealed class AdamState
    {
        public Dictionary<string, PyValue> First { get; set; } =
            new() { ["step"] = Scalar(3), ["exp_avg"] = Zeros(2, 3), ["exp_avg_sq"] = Zeros(2, 3) };

        public Dictionary<string, PyValue> Second { get; set; } =
            new() { ["step"] = PyValues.Int(3), ["exp_avg"] = Zeros(4), ["exp_avg_sq"] = Zeros(4) };

        public Dictionary<string, PyValue> Group { get; set; } = new()
        {
            ["lr"] = PyValues.Float(0.5), ["betas"] = PyValues.Tuple([PyValues.Float(0.8), PyValues.Float(0.9)]), ["eps"] =
            PyValues.Float(1e-8), ["weight_decay"] = PyValues.Int(0), ["amsgrad"] = PyValues.Bool(false),
            ["params"] = PyValues.List([PyValues.Int(0), PyValues.Int(1)]),
        };

        public int Groups { get; set; } = 1;

        public static Dictionary<string, PyValue> SgdGroup() => new()
        {
            ["lr"] = PyValues.Float(0.5), ["momentum"] = PyValues.Float(0), ["dampening"] = PyValues.Float(0), ["nesterov"] =
                PyValues.Bool(false), ["weight_decay"] = PyValues.Int(0),
            ["params"] = PyValues.List([PyValues.Int(0), PyValues.Int(1)]),
        };

        public PyValue ToValue()
        {
            PyValue state =
                PyValues.Dict([KeyValuePair.Create(PyValues.Int(0), Dict(First)), KeyValuePair.Create(PyValues.Int(1), Dict(Second))]);
            return Dict(new() { ["state"] = state, ["param_groups"] = PyValues.List(Enumerable.Repeat(Dict(Group), Groups)) });
        }

        private static PyValue Dict(Dictionary<string, PyValue> entries) =>
            PyValues.Dict(entries.Select(static pair => KeyValuePair.Create(PyValues.Str(pair.Key), pair.Value)));
    }
}
