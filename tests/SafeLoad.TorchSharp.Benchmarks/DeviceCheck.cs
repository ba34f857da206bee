using TorchSharp;

namespace SafeLoad.TorchSharp.Benchmarks;

/// <summary>Tensors through a device and back, byte by byte.</summary>
internal static class DeviceCheck
{
    public static int Run(string folder, string device, bool trace)
    {
        int files = 0, tensors = 0, refused = 0, wrong = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            try
            {
                using Checkpoint checkpoint = Checkpoint.Open(path);
                using DisposeScope scope = torch.NewDisposeScope();
                StateDict weights = checkpoint.StateDict();
                if (weights.Count == 0) continue;
                // What ends the process is the last line then.
                if (trace)
                    Console.Error.WriteLine(
                        $"{path}: {string.Join(", ", weights.Values.Select(static tensor => tensor.ToString()).Distinct().Take(8))}");
                Dictionary<string, torch.Tensor> loaded = checkpoint.load_tensors(device: torch.device(device), widen: false);
                foreach (var (name, tensor) in weights)
                {
                    if (tensor.Storage is null) continue;
                    tensors++;
                    if (TryCompare(tensor.Quantization is null ? loaded[name] : loaded[name].int_repr(), tensor, path)) continue;
                    wrong++;
                    Console.WriteLine($"WRONG {path}: {Checkpoint.Escape(name)}");
                }
                files++;
            }
            catch (NotSupportedException)
            {
                refused++;
            }
            catch (SafeLoadException)
            {
                // Not a file of weights, or one that must not open.
            }
        }
        Console.WriteLine($"{device}: {files} files, {tensors} tensors equal but for {wrong}; {refused} files with tensors that libtorch "
            + $"{TorchVersion} cannot hold");
        return wrong == 0 && files > 0 ? 0 : 1;
    }

    // Some dtypes have no kernel that gathers a view with gaps.
    private static bool TryCompare(torch.Tensor loaded, TensorInfo expected, string path)
    {
        try
        {
            return IsEqual(loaded, expected);
        }
        catch (System.Runtime.InteropServices.ExternalException problem)
        {
            Console.WriteLine($"cannot be copied back: {path}: {expected}: {problem.Message.Split('\n')[0]}");
            return true;
        }
    }

    public static bool IsEqual(torch.Tensor loaded, TensorInfo expected)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        // A copy makes ones of a bool's other bytes.
        torch.Tensor dense = loaded.device_type == DeviceType.CPU && loaded.is_contiguous() ? loaded
            : torch.empty(loaded.shape, dtype: loaded.dtype).copy_(loaded);
        byte[] bytes = new byte[expected.ByteLength];
        expected.CopyTo(bytes);
        return dense.bytes.SequenceEqual(bytes);
    }

    private static string TorchVersion => torch.__version__;
}
