namespace SafeLoad.Tests.Support;

/// <summary>Files that are cut or changed: whatever happens, only the library's own errors may come out.</summary>
internal static class Damage
{
    /// <summary>Opens a file and reads all of its tensors; false if that was refused. Any other error is the test's failure.</summary>
    public static bool TryRead(byte[] file)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(file);
            foreach (TensorInfo tensor in checkpoint.StateDict().Values)
            {
                // A changed size can be large and still be right: such a tensor is not read whole.
                // One without bytes of its own has nothing to read.
                if (tensor.Storage is null) continue;
                using Stream stream = tensor.OpenStream();
                stream.ReadAtLeast(new byte[4096], 4096, throwOnEndOfStream: false);
            }
            return true;
        }
        catch (SafeLoadException)
        {
            return false;
        }
    }

    /// <summary>How many of a file's beginnings are read all the same.</summary>
    public static int CutEverywhere(byte[] file)
    {
        Assert.That(TryRead(file), Is.True);
        return Enumerable.Range(0, file.Length).Count(length => TryRead(file[..length]));
    }

    /// <summary>How many changes of single bytes are refused, out of four a byte.</summary>
    public static int ChangeEverywhere(byte[] file)
    {
        Assert.That(TryRead(file), Is.True);
        byte[] changed = [.. file];
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            foreach (byte value in (byte[])[(byte)(file[i] ^ 1), (byte)(file[i] ^ 0x80), 0, 0xFF])
            {
                changed[i] = value;
                if (!TryRead(changed)) refused++;
            }
            changed[i] = file[i];
        }
        return refused;
    }
}
