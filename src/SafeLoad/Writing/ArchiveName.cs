namespace SafeLoad.Writing;

/// <summary>The folder inside of an archive: the file's name without its last ending, as PyTorch takes it.</summary>
/// <remarks>caffe2/serialize/inline_container.cc, <c>PyTorchStreamWriter::PyTorchStreamWriter</c>.</remarks>
internal static class ArchiveName
{
    public static string Of(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        // PyTorch writes through a buffer, and then "archive", where a path is not ASCII.
        return name.Length > 0 && name.All(static letter => char.IsAscii(letter) && !char.IsControl(letter) && letter is not ('/' or '\\'))
            ? name : "archive";
    }
}
