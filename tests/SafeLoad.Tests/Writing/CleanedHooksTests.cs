using SafeLoad.Pickle;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;
using SafeLoad.Writing;

namespace SafeLoad.Tests.Writing;

/// <summary>What is cleaned scans clean: attributes that Python would call by themselves do not stay, whatever they hold.</summary>
public sealed class CleanedHooksTests
{
    private static readonly string[] s_hooks = ["__setstate__", "__reduce__", "__call__", "__class__", "__dict__", "attribute_map"];

    private static readonly Dictionary<string, Action<PickleBuilder>> s_values = new()
    {
        ["number"] = static pickle => pickle.Int(1),
        ["dict with the same"] = static pickle => pickle.EmptyDict().Text("__setstate__").Int(1).Op(PickleOpcode.SetItem),
        ["function"] = static pickle => pickle.Global("no.such.module", "thing"),
        ["object"] = static pickle => pickle.Global("no.such.module", "Thing").EmptyTuple().Op(PickleOpcode.NewObj),
    };

    private static readonly Dictionary<string, Action<PickleBuilder, Action<PickleBuilder>>> s_holders = new()
    {
        ["ordered dict"] = static (pickle, attributes) =>
        {
            pickle.Global("collections", "OrderedDict").EmptyTuple().Reduce().Text("t").Vector("FloatStorage", "0", 2)
                .Op(PickleOpcode.SetItem);
            attributes(pickle);
            pickle.Op(PickleOpcode.Build);
        },
        ["parameter"] = static (pickle, attributes) => pickle.Call("_rebuild_parameter_with_state", call =>
        {
            call.Vector("FloatStorage", "0", 2).True().Global("collections", "OrderedDict").EmptyTuple().Reduce();
            attributes(call);
        }),
    };

    [Test]
    public void GivenHooksAmongAttributes_TheCleanedFileScansClean()
    {
        foreach (var (holder, hold) in s_holders)
        {
            foreach (string hook in s_hooks)
            {
                foreach (var (value, write) in s_values)
                {
                    byte[] file = Samples.ZipOf(pickle =>
                    {
                        pickle.EmptyDict().Text("w");
                        hold(pickle, attributes =>
                        {
                            attributes.EmptyDict().Mark().Text("note").Text("mine").Text(hook);
                            write(attributes);
                            attributes.SetItems();
                        });
                        pickle.Op(PickleOpcode.SetItem);
                    }, Samples.OneTwo);
                    using Checkpoint original = Checkpoint.Open(file, new CheckpointOptions { KeepObjects = true });
                    CleanedCheckpoint cleaned = CleanedCheckpoint.Of(original.Root);
                    byte[] written = Save(cleaned);
                    string shape = $"{holder}: {hook} = {value}";
                    Assert.That(Scanned.Bytes(written).Verdict, Is.EqualTo(Verdict.Clean), shape);
                    Assert.That(cleaned.Changes.Select(static change => change.Path), Does.Contain("w.@." + hook), shape);
                }
            }
        }
    }

    private static byte[] Save(CleanedCheckpoint cleaned)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pt");
        try
        {
            cleaned.Save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
