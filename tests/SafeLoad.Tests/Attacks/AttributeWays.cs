using SafeLoad.Pickle;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>The ways in which an attribute of a pickle's choice comes to an object.</summary>
internal static class AttributeWays
{
    /// <summary>Gives an object, which the first action writes, an attribute whose name and value the others write.</summary>
    public delegate void Way(PickleDialect to, Action<PickleDialect> target, Action<PickleDialect> name, Action<PickleDialect> value);

    /// <summary>By name.</summary>
    public static Dictionary<string, Way> All { get; } = new()
    {
        ["state"] = static (to, target, name, value) => Build(to, target, State(name, value)),
        ["state, built at once"] = static (to, target, name, value) => Build(to, target, state =>
        {
            state.Op(PickleOpcode.Mark);
            name(state);
            value(state);
            state.Op(PickleOpcode.Dict);
        }),
        ["state, filled before through the memo"] = static (to, target, name, value) =>
        {
            to.Dict();
            var dict = to.Keep();
            SetItem(to, name, value);
            to.Op(PickleOpcode.Pop);
            Build(to, target, dict);
        },
        ["state, filled afterwards through the memo"] = static (to, target, name, value) =>
        {
            to.Dict();
            var dict = to.Keep();
            to.Op(PickleOpcode.Pop);
            Build(to, target, dict);
            dict(to);
            SetItem(to, name, value);
            to.Op(PickleOpcode.Pop);
        },
        ["second state"] = static (to, target, name, value) =>
        {
            Build(to, target, static state => state.Dict());
            State(name, value)(to);
            to.Op(PickleOpcode.Build);
        },
        ["slots"] = static (to, target, name, value) => Build(to, target, state =>
            state.Tuple(static none => none.Op(PickleOpcode.None), State(name, value))),
        ["slots beside a state"] = static (to, target, name, value) => Build(to, target, state =>
            state.Tuple(static dict => dict.Dict(), State(name, value))),
        ["state beside slots"] = static (to, target, name, value) => Build(to, target, state =>
            state.Tuple(State(name, value), static dict => dict.Dict())),
        ["__dict__ of the state"] = static (to, target, name, value) =>
            Build(to, target, State(static key => key.Text("__dict__"), State(name, value))),
        ["__dict__ of the slots"] = static (to, target, name, value) => Build(to, target, state =>
            state.Tuple(static none => none.Op(PickleOpcode.None), State(static key => key.Text("__dict__"), State(name, value)))),
        ["attribute map"] = static (to, target, name, value) =>
            Build(to, target, State(static key => key.Text("attribute_map"), State(name, value))),
        ["ordered dict as state"] = static (to, target, name, value) => Build(to, target, state =>
        {
            state.Call("collections", "OrderedDict");
            SetItem(state, name, value);
        }),
        ["dict of pairs as state"] = static (to, target, name, value) =>
            Build(to, target, state => state.Call("__builtin__", "dict", pairs => Pairs(pairs, name, value))),
        ["state that scalar gives back"] = static (to, target, name, value) =>
            Build(to, target, state => GivenBack(state, State(name, value))),
        ["state that scalar gives back, filled afterwards"] = static (to, target, name, value) => Build(to, target, state =>
        {
            GivenBack(state, static dict => dict.Dict());
            SetItem(state, name, value);
        }),
        ["slots that scalar gives back"] = static (to, target, name, value) => Build(to, target, state => GivenBack(state,
            parts => parts.Tuple(static none => none.Op(PickleOpcode.None), State(name, value)))),
        ["slots of a tuple that is called"] = static (to, target, name, value) => Build(to, target, state => state.Call("__builtin__",
            "tuple", parts => parts.Tuple(static none => none.Op(PickleOpcode.None), State(name, value)))),
        ["slots of a named tuple"] = static (to, target, name, value) => Build(to, target, state => state.Call(
            "torch.nn.modules.module", "_IncompatibleKeys", static none => none.Op(PickleOpcode.None), State(name, value))),
        ["item"] = static (to, target, name, value) =>
        {
            target(to);
            SetItem(to, name, value);
        },
        ["items"] = static (to, target, name, value) =>
        {
            target(to);
            to.Op(PickleOpcode.Mark);
            name(to);
            value(to);
            to.Op(PickleOpcode.SetItems);
        },
        ["state of a tensor's class"] = static (to, target, name, value) => to.Call("torch._tensor", "_rebuild_from_type_v2",
            static function => function.Global("torch._utils", "_rebuild_parameter"), static type => type.Global("torch", "Tensor"),
            arguments => arguments.Tuple(target, static flag => flag.Op(PickleOpcode.NewFalse),
                static hooks => hooks.Call("collections", "OrderedDict")), State(name, value)),
        ["state of a parameter"] = static (to, target, name, value) => to.Call("torch._utils", "_rebuild_parameter_with_state",
            target, static flag => flag.Op(PickleOpcode.NewFalse), static hooks => hooks.Call("collections", "OrderedDict"),
            State(name, value)),
        ["namespace of a dict"] = static (to, target, name, value) =>
        {
            target(to);
            to.Op(PickleOpcode.Pop).Call("types", "SimpleNamespace", State(name, value));
        },
        ["namespace of pairs"] = static (to, target, name, value) =>
        {
            target(to);
            to.Op(PickleOpcode.Pop).Call("types", "SimpleNamespace", pairs => Pairs(pairs, name, value));
        },
        ["namespace of a tuple of pairs"] = static (to, target, name, value) =>
        {
            target(to);
            to.Op(PickleOpcode.Pop).Call("types", "SimpleNamespace", pairs => pairs.Tuple(pair => pair.Tuple(name, value)));
        },
        ["namespace of a set of pairs"] = static (to, target, name, value) =>
        {
            target(to);
            to.Op(PickleOpcode.Pop).Call("types", "SimpleNamespace",
                pairs => pairs.Op(PickleOpcode.Mark).Tuple(name, value).Op(PickleOpcode.FrozenSet));
        },
        ["output of a model, of pairs"] = static (to, target, name, value) =>
        {
            target(to);
            to.Op(PickleOpcode.Pop).Call("transformers.modeling_outputs", "BaseModelOutput",
                pairs => pairs.Tuple(pair => pair.Tuple(name, value)));
        },
        ["output of a model"] = static (to, target, name, value) =>
        {
            target(to);
            to.Op(PickleOpcode.Pop).Call("transformers.modeling_outputs", "BaseModelOutput", State(name, value));
        },
    };

    /// <summary>Ways in which honest files give attributes too.</summary>
    public static string[] Honest { get; } = ["state", "state, built at once", "state, filled before through the memo", "second state",
        "state beside slots", "item", "items", "namespace of a dict"];

    /// <summary>What NumPy's scalar of the dtype of objects gives: its argument itself.</summary>
    public static void GivenBack(PickleDialect to, Action<PickleDialect> given, string module = "numpy.core.multiarray") =>
        to.Call(module, "scalar", static type => type.Call("numpy", "dtype", static text => text.Text("O8")), given);

    private static Action<PickleDialect> State(Action<PickleDialect> name, Action<PickleDialect> value) => to =>
    {
        to.Dict();
        SetItem(to, name, value);
    };

    private static void Build(PickleDialect to, Action<PickleDialect> target, Action<PickleDialect> state)
    {
        target(to);
        state(to);
        to.Op(PickleOpcode.Build);
    }

    private static void Pairs(PickleDialect to, Action<PickleDialect> name, Action<PickleDialect> value)
    {
        to.List().Tuple(name, value).Op(PickleOpcode.Append);
    }

    private static void SetItem(PickleDialect to, Action<PickleDialect> name, Action<PickleDialect> value)
    {
        name(to);
        value(to);
        to.Op(PickleOpcode.SetItem);
    }
}
