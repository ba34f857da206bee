using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Rules;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Attacks;

/// <summary>Names of time zones that pandas reads from a file, under any key of a state, and in what was looked through before. No file
/// that is named here exists.</summary>
public sealed class ZoneNameTests
{
    private const string Zone = "dateutil//no/such/zone";

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_places = new()
    {
        ["itself"] = static (to, text) => text(to),
        ["in a list"] = static (to, text) => to.List().Tell(text).Op(PickleOpcode.Append),
        ["in a tuple of a dict"] = static (to, text) => to.Tuple(inner => inner.Dict().Text("any").Tell(text).Op(PickleOpcode.SetItem)),
        ["in a dict that a call makes"] = static (to, text) => to.Call("collections", "OrderedDict").Text("any").Tell(text)
            .Op(PickleOpcode.SetItem),
    };

    [TestCase("tz", false)]
    [TestCase("_subtype", false)]
    [TestCase("_freq", false)]
    [TestCase("any", false)]
    [TestCase("name", true)]
    [TestCase("attrs", true)]
    public void GivenAState_ItHasNoZoneOfAFileUnderAnyKeyButThoseOfData(string key, bool isData)
    {
        foreach (var (module, name) in ((string, string)[])[("pandas.core.dtypes.dtypes", "IntervalDtype"),
            ("pandas.core.series", "Series"), ("pandas._libs.tslibs.offsets", "DateOffset")])
        {
            foreach (var (place, write) in s_places)
            {
                foreach (int protocol in (int[])[0, 2, 4])
                {
                    foreach (string text in (string[])[Zone, "Europe/London"])
                    {
                        byte[] pickle = new PickleDialect(protocol).New(module, name).Dict().Text(key)
                            .Tell(to => write(to, zone => zone.Text(text))).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build).Stop();
                        Assert.That(Scan(pickle), Is.EqualTo(isData || text != Zone ? Verdict.Clean : Verdict.Suspicious),
                            $"{name}.{key} {place}, protocol {protocol}: {text}");
                    }
                }
            }
        }
    }

    // What was looked through, alone or in another container, and got more since.
    [Test]
    public void GivenAContainerThatGrows_ItIsLookedThroughAgain([Values] bool isInside, [Values] bool isDict, [Values] bool isZone)
    {
        PickleDialect pickle = new PickleDialect(2);
        if (isDict) pickle.Dict();
        else pickle.List();
        Action<PickleDialect> grown = pickle.Keep();
        Action<PickleDialect> given = grown;
        if (isInside)
        {
            pickle.Tuple(grown);
            given = pickle.Keep();
        }
        Time(pickle, given);
        grown(pickle);
        if (isDict) pickle.Text("tz");
        pickle.Text(isZone ? Zone : "UTC").Op(isDict ? PickleOpcode.SetItem : PickleOpcode.Append);
        Time(pickle, given);
        Assert.That(Scan(pickle.Stop()), Is.EqualTo(isZone ? Verdict.Suspicious : Verdict.Clean));
    }

    [Test]
    public void GivenTheSameContainerAgainAndAgain_ItIsLookedThroughOnce()
    {
        var list = new PyList();
        for (int i = 0; i < 1000; i++) list.Add(PyValue.FromInt(i));
        var zones = new ZoneNames();
        var given = new PyValue(new PyTuple([new PyValue(list), new PyValue(list)]));
        for (int i = 0; i < 1000; i++) Assert.That(zones.MayBeIn(given), Is.False);
        Assert.That(zones.LookedAt, Is.EqualTo(1002));
        zones.Changed(list);
        Assert.That(zones.MayBeIn(given), Is.False);
        Assert.That(zones.LookedAt, Is.EqualTo(2004));
    }

    private static void Time(PickleDialect to, Action<PickleDialect> zone) => to.Call("pandas._libs.tslibs.timestamps",
        "_unpickle_timestamp", static value => value.Int(0), static none => none.Op(PickleOpcode.None), zone);

    private static Verdict Scan(byte[] pickle) => Scanned.Bytes(pickle, "model.pkl").Verdict;
}
