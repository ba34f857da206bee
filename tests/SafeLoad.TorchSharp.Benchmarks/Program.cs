using System.Globalization;
using SafeLoad.TorchSharp.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["load", var file, var device, .. var rest] =>
        LoadTimes.Run(file, device, rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 7),
    ["module", var file, var device] => ModuleCheck.Run(file, device),
    ["check", var folder, var device, .. var rest] => DeviceCheck.Run(folder, device, trace: rest is ["trace"]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        load FILE DEVICE[,DEVICE] [TIMES]   how long a checkpoint takes onto a device, or its tensors in turn onto several
        module FILE DEVICE                  the same file into a module of its shapes, compared
        check FOLDER DEVICE [trace]         every readable file below a folder through the device and back, compared
        """);
    return 4;
}
