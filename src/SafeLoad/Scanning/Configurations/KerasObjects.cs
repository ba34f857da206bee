using SafeLoad.Diagnostics;
using SafeLoad.Loading;
using SafeLoad.Scanning.Python;

namespace SafeLoad.Scanning.Configurations;

/// <summary>Objects of Keras in a configuration, wherever it is: in an archive, in an HDF5 file's attributes, in a file of its own. Loading
/// makes what they name.</summary>
/// <remarks>keras/src/saving/serialization_lib.py, keras/src/layers/core/lambda_layer.py, keras/src/layers/tfsm_layer.py.</remarks>
internal static class KerasObjects
{
    // Layers that hold a program, or say where one is. Loading asks for safe_mode=False before it runs it.
    private static readonly string[] s_programs = ["Lambda", "__lambda__", "TorchModuleWrapper", "TFSMLayer", "FlaxLayer", "JaxLayer"];

    // keras_nlp and its like are presets of layers; of tensorflow only Keras is.
    private static readonly string[] s_modules =
        ["keras", "tf_keras", "keras_nlp", "keras_cv", "keras_hub", "tensorflow.keras", "tensorflow.python.keras"];

    /// <summary>Reports an object.</summary>
    /// <param name="names">Reports it.</param>
    /// <param name="name">The class's name, or the one that it is registered by; <c>Package>Name</c> too.</param>
    /// <param name="at">Where.</param>
    public static void Report(CodeNames names, string name, long at)
    {
        string last = name.Split('>')[^1];
        if (last is "Lambda" or "__lambda__") names.Code(Lambda, at);
        else if (s_programs.Contains(last))
            names.Code("the Keras model has a " + last + ": a program, or the way to one, that loading with safe_mode=False runs", at);
    }

    /// <summary>Reports an object whose module is named: in Keras's own that is a layer, elsewhere loading imports whatever is named
    /// (CVE-2025-1550).</summary>
    /// <param name="names">Reports it.</param>
    /// <param name="module">The module.</param>
    /// <param name="name">The class or function.</param>
    /// <param name="isFunction">Whether it is a function, which is called when the model is.</param>
    /// <param name="at">Where.</param>
    public static void ReportModule(CodeNames names, string module, string name, bool isFunction, long at)
    {
        bool isKeras = Array.Exists(s_modules, own => module == own || module.StartsWith(own + ".", StringComparison.Ordinal));
        if (isKeras && !isFunction && name.Length > 0 && char.IsAsciiLetterUpper(name[0])) return;
        bool isDangerous = GlobalCatalog.Judge(module, name).Judgement == GlobalJudgement.Dangerous;
        // A function that the caller has to hand in.
        if (module == "builtins" && !isDangerous) return;
        string shown = Printable.Escape(module) + "." + Printable.Escape(name);
        names.Imported("the Keras configuration names " + shown + ", which loading imports",
            module + "." + name, isDangerous, at);
    }

    /// <summary>What is said of a Lambda layer.</summary>
    public const string Lambda = "the Keras model has a Lambda layer: a Python function that loading with safe_mode=False runs";
}
