namespace SafeLoad.Containers;

/// <summary>Tells the kinds of zip apart by their records.</summary>
internal static class ZipKind
{
    public static CheckpointFormat Of(ZipDirectory directory, string top)
    {
        if (Has("archive_format")) return CheckpointFormat.Pt2;
        if (Has("constants.pkl")) return CheckpointFormat.TorchScript;
        if (Has(".data/extern_modules") || Has(".data/python_version")) return CheckpointFormat.Package;
        if (Has("data.pkl")) return CheckpointFormat.Zip;
        if (directory.Names.Find("config.json"u8) >= 0 && (directory.Names.Find("metadata.json"u8) >= 0 || directory.Names.Find("model.weights.h5"u8) >= 0 || directory.Names.Find("model.weights.npz"u8) >= 0)) return CheckpointFormat.Keras;
        if (Has("model.json") && Has("version")) return CheckpointFormat.TorchScript;
        bool arrays = directory.Records.Length > 0;
        for (int i = 0; i < directory.Records.Length && arrays; i++) arrays = directory.NameBytes(i).EndsWith(".npy"u8);
        if (arrays) return CheckpointFormat.Npz;
        return Has("version") || Has(".data/version") ? CheckpointFormat.Zip : CheckpointFormat.OrdinaryZip;

        bool Has(string name) => directory.Names.Find(System.Text.Encoding.UTF8.GetBytes(top + name)) >= 0;
    }
}
