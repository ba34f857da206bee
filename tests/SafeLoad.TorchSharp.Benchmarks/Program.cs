using System.Globalization;
using SafeLoad;
using SafeLoad.TorchSharp.Benchmarks;
using SafeLoad.TorchSharp.Benchmarks.Kinds;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["load", var file, var device, .. var rest] => LoadTimes.Run(file, device, Times(rest)),
    ["open", var file, .. var rest] => LoadTimes.Open(file, Times(rest)),
    ["module", var file, var device, .. var rest] => ModuleCheck.Run(file, device, null, Times(rest)),
    ["cast", var file, var device, var type, .. var rest] => ModuleCheck.Run(file, device, type, Times(rest)),
    ["optimizer", var file, var device, .. var rest] => OptimizerTimes.Run(file, device, Times(rest)),
    ["tune", var file, var device, var lanes, var windows, var parts, .. var rest] =>
        Tuning.Run(file, device, lanes, windows, parts, Times(rest)),
    ["unchecked", var file, var device, var lanes, var windows, var parts, .. var rest] =>
        Tuning.Run(file, device, lanes, windows, parts, Times(rest), new CheckpointOptions { VerifyChecksums = false }),
    ["leaks", var file, var device, .. var rest] => Leaks.Run(file, device, Times(rest, 200)),
    ["peers", .. var rest] => ModulePeers.Compare(Times(rest, 15)),
    ["peer", var way, var file, .. var rest] => ModulePeers.One(int.Parse(way, CultureInfo.InvariantCulture), file, rest is ["counts"]),
    ["kinds", var fixtures] => KindsCommand.Run(fixtures),
    ["check", var folder, var device, .. var rest] => DeviceCheck.Run(folder, device, trace: rest is ["trace"]),
    _ => Usage(),
};

static int Times(string[] rest, int times = 7) => rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : times;

static int Usage()
{
    Console.Error.WriteLine("""
        load FILE DEVICE[,DEVICE] [TIMES]   how long a checkpoint takes onto a device, or its tensors in turn onto several
        open FILE [TIMES]                   how long of that its structure takes
        module FILE DEVICE [TIMES]          the same file into a module of its shapes, compared
        cast FILE DEVICE DTYPE [TIMES]      the same into a module of another dtype
        optimizer FILE DEVICE [TIMES]       the state of an Adam
        tune FILE DEVICE LANES WINDOWS PARTS [TIMES]
                                            load, with each of several numbers of threads, KiB of a window, KiB of a read: 8,12 4096 512
        unchecked FILE DEVICE LANES WINDOWS PARTS [TIMES]
                                            the same without checksums
        leaks FILE DEVICE [TIMES]           what the process has after many loads
        peers [TIMES]                       201 MB into a module on the CPU, in fresh processes, beside TorchSharp.PyBridge
        peer 0|1|2 FILE [counts]            one of them in this process, and what was compiled
        kinds FIXTURES                      43 kinds of files by one call, beside TorchSharp.PyBridge, as a table for docs/torchsharp.md
        check FOLDER DEVICE [trace]         every readable file below a folder through the device and back, compared
        """);
    return 4;
}
