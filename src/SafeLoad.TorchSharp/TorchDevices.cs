using System.Globalization;
using TorchSharp;

namespace SafeLoad.TorchSharp;

/// <summary>Devices by their names, if this machine has them: of those that it lacks, libtorch says only that something failed.</summary>
internal static class TorchDevices
{
    private const string WhatToDo = "Give another device, or a DeviceMap that leads the file's devices to those that are there.";

    /// <summary>Finds a device.</summary>
    /// <param name="name">Its name in PyTorch's spelling, perhaps chosen by a file: <c>cpu</c>, <c>cuda:1</c>.</param>
    /// <exception cref="NotSupportedException">It is not there.</exception>
    public static torch.Device Find(string name)
    {
        // TorchSharp's own parser takes numbers for types, and what it does not understand for the CPU.
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? name : name[..colon];
        int index = -1;
        bool isKnown = kind.Length > 0 && kind.All(char.IsAsciiLetterLower) && Enum.TryParse<DeviceType>(kind.ToUpperInvariant(), out _)
            && (colon < 0 || int.TryParse(name.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out index));
        if (!isKnown) throw new NotSupportedException($"TorchSharp knows no device '{Checkpoint.Escape(name)}'. {WhatToDo}");
        if (kind == "cuda")
        {
            int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            if (count == 0) throw new NotSupportedException($"The device '{name}' is not there: this libtorch sees no CUDA. {WhatToDo}");
            if (index >= count)
                throw new NotSupportedException(
                    $"The device '{name}' is not there: this machine has cuda:0 to cuda:{count - 1}. {WhatToDo}");
        }
        return new torch.Device(Enum.Parse<DeviceType>(kind.ToUpperInvariant()), index);
    }
}
