using SafeLoad.Scanning.Findings;

namespace SafeLoad.Scanning;

/// <summary>Python files in the folders of a pipeline's components.</summary>
/// <remarks>diffusers/pipelines/pipeline_loading_utils.py, <c>get_class_obj_and_candidates</c>: where the folder has a file that is called
/// like the component's library, its code is run and not the library's.</remarks>
internal static class ComponentCode
{
    /// <summary>Reports a file that stands in such a folder.</summary>
    public static void Check(Content content, ReadingBuilder reading, string path)
    {
        if (!path.EndsWith(".py", StringComparison.OrdinalIgnoreCase)) return;
        string? folder = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(path)));
        if (folder is not null && File.Exists(Path.Combine(folder, "model_index.json")))
            reading.Add(Finding.Of(DiagnosticId.CodeInFile,
                "a Python file in the folder of a pipeline's component: diffusers runs it where it is called like a library", content.At));
    }
}
