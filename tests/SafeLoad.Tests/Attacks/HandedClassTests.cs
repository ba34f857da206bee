using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// A class that is harmless as what objects are made of, without its constructor, is harmless as nothing else: whoever gets the class
/// itself may call it with whatever stands beside it. Nothing that is loaded here does anything.
/// </summary>
public sealed class HandedClassTests
{
    private static readonly int[] s_protocols = [0, 1, 2, 4];

    // Their constructors read a file, a configuration or a model.
    private static readonly (string Module, string Name)[] s_classes =
    [
        ("sentence_transformers.SentenceTransformer", "SentenceTransformer"), ("ultralytics.nn.tasks", "DetectionModel"),
        ("xgboost.core", "Booster"), ("lightgbm.basic", "Booster"), ("models.yolo", "Model"),
    ];

    // What the class may be packed in; the class is written by the action.
    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_places = new()
    {
        ["itself"] = static (to, type) => type(to),
        ["tuple"] = static (to, type) => to.Tuple(type),
        ["list"] = static (to, type) => to.List().Tell(type).Op(PickleOpcode.Append),
        ["dict's value"] = static (to, type) => to.Dict().Text("activation").Tell(type).Op(PickleOpcode.SetItem),
        ["dict's key"] = static (to, type) => to.Dict().Tell(type).Int(1).Op(PickleOpcode.SetItem),
        ["attribute"] = static (to, type) => to.New("torch.nn.modules.linear", "Linear").Dict().Text("activation").Tell(type)
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["list of an attribute"] = static (to, type) => to.New("torchvision.transforms.transforms", "Compose").Dict().Text("transforms")
            .List().Tell(type).Op(PickleOpcode.Append).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build),
        ["list of a call, of an attribute"] = static (to, type) => Compose(to, list => list.Call("builtins", "list",
            items => items.Tuple(type))),
        ["tuple of an attribute"] = static (to, type) => Compose(to, tuple => tuple.Tuple(type)),
        ["set of an attribute"] = static (to, type) => Compose(to, set => set.Call("builtins", "frozenset", items => items.Tuple(type))),
        ["key of a dict of an attribute"] = static (to, type) => Compose(to, dict => dict.Dict().Tell(type).Int(1)
            .Op(PickleOpcode.SetItem)),
        ["deep in an attribute"] = static (to, type) => Compose(to, list => list.List().Dict().Text("x")
            .Tuple(one => one.Tuple(type), static two => two.Int(2)).Op(PickleOpcode.SetItem).Op(PickleOpcode.Append)),
        ["type hint of an attribute"] = static (to, type) => Compose(to, list => list.List().Call("types", "GenericAlias", type,
            static of => of.Tuple(inner => inner.Global("builtins", "int"))).Op(PickleOpcode.Append)),
        ["argument"] = static (to, type) => to.Call("collections", "OrderedDict", pairs => pairs.List()
            .Tuple(static key => key.Text("x"), type).Op(PickleOpcode.Append)),
    };

    private static void Compose(PickleDialect to, Action<PickleDialect> transforms) =>
        to.New("torchvision.transforms.transforms", "Compose").Dict().Text("transforms").Tell(transforms)
            .Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);

    [Test]
    public void GivenAClassThatIsHandedOn_IsNeverClean()
    {
        int shapes = 0;
        foreach (var (module, name) in s_classes)
        {
            foreach (var (place, write) in s_places)
            {
                foreach (int protocol in s_protocols)
                {
                    foreach (bool isMadeToo in (bool[])[false, true])
                    {
                        var dialect = new PickleDialect(protocol);
                        byte[] pickle = dialect.Tuple(to => write(to, type => type.Global(module, name)), to =>
                        {
                            if (isMadeToo) to.New(module, name);
                            else to.Int(1);
                        }).Stop();
                        Assert.That(Scan(pickle), Is.GreaterThanOrEqualTo(Verdict.Suspicious), $"{name} as {place}, protocol {protocol}");
                        shapes++;
                    }
                }
            }
        }
        Assert.That(shapes, Is.EqualTo(s_classes.Length * s_places.Count * s_protocols.Length * 2));
    }

    // Arguments that are fetched again give the class again: one of the two objects is made beside the class that is handed on.
    [Test]
    public void GivenAClassInArgumentsThatAreFetchedAgain_IsNeverClean()
    {
        foreach (var (module, name) in s_classes)
        {
            foreach (string maker in (string[])["__newobj__", "_reconstructor"])
            {
                foreach (int again in (int[])[1, 2, 3])
                {
                    foreach (var (place, write) in s_places)
                    {
                        var dialect = new PickleDialect(2);
                        PickleBuilder pickle = dialect.Pickle.Global(module, name);
                        if (maker == "_reconstructor") pickle.Global("builtins", "object").Op(PickleOpcode.None).Op(PickleOpcode.Tuple3);
                        else pickle.Op(PickleOpcode.Tuple1);
                        pickle.Put(7).Op(PickleOpcode.Pop);
                        for (int i = 0; i < again; i++) pickle.Global("copyreg", maker).Get(7).Reduce().Op(PickleOpcode.Pop);
                        write(dialect, static to => to.Pickle.Get(7));
                        Assert.That(Scan(dialect.Stop()), Is.GreaterThanOrEqualTo(Verdict.Suspicious),
                            $"{name} by {maker}, {again}, {place}");
                    }
                }
            }
        }
    }

    [Test]
    public void GivenObjectsOfTheClass_AreClean()
    {
        foreach (var (module, name) in s_classes)
        {
            foreach (int protocol in s_protocols)
            {
                var dialect = new PickleDialect(protocol);
                byte[] pickle = dialect.Tuple(to => to.New(module, name), to => to.New(module, name)).Stop();
                Assert.That(Scan(pickle), Is.EqualTo(Verdict.Clean), $"{name}, protocol {protocol}");
            }
        }
    }

    private static Verdict Scan(byte[] pickle) => Scanner.Scan(new MemoryByteSource(pickle, "hostile.pkl")).Verdict;
}
