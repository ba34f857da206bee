namespace SafeLoad.TorchSharp.Tests;

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("safeload-torchsharp-").FullName;

    public string PathOf(string file) => Path.Combine(_path, file);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
