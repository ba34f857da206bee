using SafeLoad.Diagnostics;
using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Pickles;
using SafeLoad.Scanning.Rules;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>
/// The same values are given to many calls. They are looked through once, and again when they have changed: whatever is added between two
/// calls is found, and a memo makes nothing dear. Nothing that is named here does anything.
/// </summary>
public sealed class SearchedAgainTests
{
    private const int Values = 20_000, Calls = 500;

    // A container, and what adds something to it.
    private static readonly Dictionary<string, (Action<PickleDialect> Make, Action<PickleDialect, Action<PickleDialect>> Add)> s_grown =
        new()
    {
        ["list"] = (static to => to.List(), static (to, thing) => to.Tell(thing).Op(PickleOpcode.Append)),
        ["list of several"] =
            (static to => to.List(), static (to, thing) => to.Op(PickleOpcode.Mark).Int(1).Tell(thing).Op(PickleOpcode.Appends)),
        ["dict"] = (static to => to.Dict(), static (to, thing) => to.Text("x").Tell(thing).Op(PickleOpcode.SetItem)),
        ["dict whose value is replaced"] = (static to => to.Dict().Text("x").Int(1).Op(PickleOpcode.SetItem),
            static (to, thing) => to.Text("x").Tell(thing).Op(PickleOpcode.SetItem)),
        ["key of a dict"] = (static to => to.Dict(), static (to, thing) => to.Tell(thing).Int(1).Op(PickleOpcode.SetItem)),
        ["set"] = (static to => to.Op(PickleOpcode.EmptySet),
            static (to, thing) => to.Op(PickleOpcode.Mark).Tell(thing).Op(PickleOpcode.AddItems)),
        ["items of a deque"] =
            (static to => to.Call("collections", "deque"), static (to, thing) => to.Tell(thing).Op(PickleOpcode.Append)),
        ["entries of an ordered dict"] = (static to => to.Call("collections", "OrderedDict"),
            static (to, thing) => to.Text("x").Tell(thing).Op(PickleOpcode.SetItem)),
        ["state"] = (static to => to.New("types", "SimpleNamespace"), State),
        ["second state"] = (static to => to.New("types", "SimpleNamespace").Dict().Op(PickleOpcode.Build), State),
    };

    private static readonly Dictionary<string, Action<PickleDialect, Action<PickleDialect>>> s_nests = new()
    {
        ["itself"] = static (to, inner) => inner(to),
        ["in a list"] = static (to, inner) => to.List().Tell(inner).Op(PickleOpcode.Append),
        ["in lists"] = static (to, inner) => to.List().Tell(
            outer => outer.List().List().Tell(inner).Op(PickleOpcode.Append).Op(PickleOpcode.Append)).Op(PickleOpcode.Append),
        ["in an object"] = static (to, inner) => to.New("types", "SimpleNamespace").Tell(outer => State(outer, inner)),
        ["in an argument"] = static (to, inner) => to.Call("fractions", "Fraction", argument => argument.Tuple(inner)),
    };

    [Test]
    public void GivenAValueThatHasGrown_WhatWasAddedIsFound([ValueSource(nameof(Nests))] string nest)
    {
        foreach (var (name, grown) in s_grown)
        {
            foreach (bool isSearchedBetween in (bool[])[false, true])
            {
                var to = new PickleDialect(4);
                grown.Make(to);
                Action<PickleDialect> container = to.Keep();
                s_nests[nest](to.Op(PickleOpcode.Pop), container);
                Action<PickleDialect> outer = to.Keep();
                if (isSearchedBetween) to.Call("builtins", "str", value => value.Tuple(outer)).Op(PickleOpcode.Pop);
                grown.Add(to.Tell(container), Thing);
                byte[] pickle = to.Op(PickleOpcode.Pop).Call("builtins", "str", value => value.Tuple(outer)).Stop();
                Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious),
                    $"{name}, {isSearchedBetween}");
            }
        }
    }

    // What one library's functions may be handed, others may not: the answer for one is none for the other.
    [Test]
    public void GivenAnObjectThatOneLibraryExpects_ItIsFoundForOthers([Values] bool isExpectedFirst)
    {
        var to = new PickleDialect(4);
        to.List().New("pandas.core.frame", "DataFrame").Op(PickleOpcode.Append);
        Action<PickleDialect> list = to.Keep();
        Action<PickleDialect> expecting = inner => inner.Call("pandas._libs.interval", "Interval", list, static right => right.Int(1));
        if (isExpectedFirst) to.Tell(expecting);
        to.Call("builtins", "str", list);
        if (!isExpectedFirst) to.Tell(expecting);
        Assert.That(Scanned.Bytes(to.Stop(), "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious));
        byte[] honest = new PickleDialect(4).List().New("pandas.core.frame", "DataFrame").Op(PickleOpcode.Append).Tell(given =>
        {
            Action<PickleDialect> kept = given.Keep();
            for (int i = 0; i < 3; i++) given.Call("pandas._libs.interval", "Interval", kept, static right => right.Int(1));
        }).Stop();
        Assert.That(Scanned.Bytes(honest, "model.pkl").Verdict, Is.EqualTo(Verdict.Clean));
    }

    // A search that skips what an earlier one has met has met it too.
    [Test]
    public void GivenAnObjectThatWasExpectedInWhatWasSkipped_ItIsFoundForOthers()
    {
        var to = new PickleDialect(4);
        to.List().New("pandas.core.frame", "DataFrame").Op(PickleOpcode.Append);
        Action<PickleDialect> inner = to.Keep();
        Action<PickleDialect, Action<PickleDialect>> expecting = static (call, value) =>
            call.Call("pandas._libs.interval", "Interval", value, static right => right.Int(1)).Op(PickleOpcode.Pop);
        expecting(to, inner);
        to.List().Tell(inner).Op(PickleOpcode.Append);
        Action<PickleDialect> outer = to.Keep();
        expecting(to, outer);
        to.Call("builtins", "str", outer);
        Assert.That(Scanned.Bytes(to.Stop(), "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious));
    }

    [Test]
    public void GivenTheSameValuesForManyCalls_TheyAreLookedThroughOnce(
        [Values("flat", "nested")] string form, [Values("str", "state", "pairs", "pandas")] string use)
    {
        var to = new PickleDialect(4);
        if (form == "flat")
        {
            to.List().Op(PickleOpcode.Mark);
            for (int i = 0; i < Values; i++) to.List();
            to.Op(PickleOpcode.Appends);
        }
        else
        {
            to.List();
            for (int i = 0; i < Values; i++) to.Op(PickleOpcode.Tuple1);
        }
        Action<PickleDialect> values = to.Keep();
        for (int i = 0; i < Calls; i++)
        {
            _ = use switch
            {
                "str" => to.Call("builtins", "str", values),
                "state" => to.New("torch.nn.modules.linear", "Linear").Tell(values).Op(PickleOpcode.Build),
                "pairs" => to.Call("builtins", "dict", made => made.Call("builtins", "list", values)),
                _ => to.Call("pandas._libs.interval", "Interval", values, values),
            };
            to.Op(PickleOpcode.Pop);
        }
        CallableSearch search = Searched(to.Stop());
        Assert.That(search.Containers, Is.InRange(Values, Values + 5 * Calls));
        Assert.That(search.Again, Is.LessThan(50 * Calls));
    }

    // Between two calls something grows that was looked through: then all is looked through again, until it is too much.
    [Test]
    public void GivenValuesThatGrowBetweenCalls_TheWorkIsBounded()
    {
        var to = new PickleDialect(4);
        to.List();
        Action<PickleDialect> grows = to.Keep();
        to.Op(PickleOpcode.Pop).List().Tell(grows).Op(PickleOpcode.Append).Op(PickleOpcode.Mark);
        for (int i = 0; i < Values; i++) to.List();
        to.Op(PickleOpcode.Appends);
        Action<PickleDialect> values = to.Keep();
        for (int i = 0; i < Calls; i++)
            to.Tell(grows).Int(1).Op(PickleOpcode.Append).Op(PickleOpcode.Pop).Call("builtins", "str", values).Op(PickleOpcode.Pop);
        byte[] pickle = to.Stop();
        Assert.That(Searched(pickle).Again, Is.InRange(4_000_000, 6_000_000));
        Assert.That(Scanned.Bytes(pickle, "model.pkl").Verdict, Is.GreaterThanOrEqualTo(Verdict.Suspicious));
    }

    private static CallableSearch Searched(byte[] pickle)
    {
        var attributes = new AttributeRules();
        var host = new ScanHost(null, new PickleAllowance(), attributes: attributes);
        PickleMachine.Run(new PickleData(pickle, 0, pickle.Length, 0, "x", null), host, new Budget(CheckpointLimits.Default), out _);
        return attributes.Search;
    }

    private static void State(PickleDialect to, Action<PickleDialect> thing) =>
        to.Dict().Text("x").Tell(thing).Op(PickleOpcode.SetItem).Op(PickleOpcode.Build);

    private static void Thing(PickleDialect to) => to.Global("torch.nn.modules.linear", "Linear");

    private static IEnumerable<string> Nests() => s_nests.Keys;
}
