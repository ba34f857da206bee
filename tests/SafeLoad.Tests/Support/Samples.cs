namespace SafeLoad.Tests.Support;

/// <summary>The smallest good files, and good files around one value.</summary>
internal static class Samples
{
    /// <summary>1 and 2 as float32.</summary>
    public static byte[] OneTwo => [0, 0, 128, 63, 0, 0, 0, 64];

    /// <summary>The pickle of {'w': tensor of two floats over storage "0"}.</summary>
    public static byte[] Pickle => PickleBuilder.Protocol(2).EmptyDict().Mark().Text("w").Tensor(2, 0, [2], [1]).SetItems().Stop();

    /// <summary>A zip with that pickle: w is [1, 2].</summary>
    public static ZipBuilder Zip => ZipBuilder.Torch(Pickle, OneTwo);

    /// <summary>A zip whose pickle is one value that the action writes.</summary>
    public static byte[] ZipOf(Action<PickleBuilder> value, params byte[][] storages) =>
        ZipBuilder.Torch(PickleOf(value), storages).ToArray();

    /// <summary>A pickle of one value.</summary>
    public static byte[] PickleOf(Action<PickleBuilder> value, int protocol = 2)
    {
        PickleBuilder builder = PickleBuilder.Protocol(protocol);
        value(builder);
        return builder.Stop();
    }

    /// <summary>A tar of plain files.</summary>
    public static byte[] Tar(params (string Name, byte[] Content)[] members)
    {
        var bytes = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(bytes, System.Formats.Tar.TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in members)
                tar.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, name) { DataStream =
                    new MemoryStream(content) });
        }
        return bytes.ToArray();
    }
}
