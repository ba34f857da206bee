using SafeLoad.Diagnostics;
using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Scanning.Findings;
using SafeLoad.Scanning.Python;
using SafeLoad.Values;

namespace SafeLoad.Scanning.Configurations;

/// <summary>Entries of a pickle's dicts that a framework acts on when it has read them: data that name code, or are code.</summary>
internal static class PickledKeys
{
    private const string Instantiator = "_instantiator", Class = "klass", Configuration = "cfg";
    private const string HyperparameterType = "hparams_type", ClassPath = "class_path";
    private const string Version = "_sklearn_version", Hull = "_qhull";
    private const int Shortest = 3, Longest = 16;

    private static readonly ConfigurationKey s_instantiator = ConfigurationKey.Instantiator;

    /// <summary>Reports an entry that a framework imports, calls or runs.</summary>
    /// <param name="key">The entry's key, a text.</param>
    /// <param name="value">Its value.</param>
    /// <param name="seen">Given what is found.</param>
    /// <param name="at">Where.</param>
    public static void Check(PyValue key, PyValue value, ReadingBuilder seen, CheckpointLocation at)
    {
        if (key.Length is < Shortest or > Longest || value.Is(PyKind.None)) return;
        switch (key.Length)
        {
            case 16 when key.AsString() == Version && !value.Is(PyKind.Str):
                Report(Version + " is no text, and scikit-learn compares and prints it", seen, at);
                break;
            case 13 when key.AsString() == Instantiator: CheckInstantiator(value, seen, at); break;
            case 12 when key.AsString() == HyperparameterType && value.RawReference is PyGlobal type:
                if (!IsTypeOfHyperparameters(key, type)) CheckClass(type, seen, at);
                break;
            case 10 when key.AsString() == ClassPath && value.Is(PyKind.Str): CheckPath(value.AsString(), seen, at); break;
            case 6 when key.AsString() == Hull && value.RawReference is PyObject or PyGlobal:
                Report(Hull + " is none of SciPy's, and SciPy calls a method of it when it drops the object", seen, at);
                break;
            case 5 when key.AsString() == Class && value.RawReference is PyGlobal type: CheckClass(type, seen, at); break;
            case 3 when key.AsString() == Configuration && value.Is(PyKind.Str): CheckConfiguration(value, seen, at); break;
        }
    }

    /// <summary>Whether an entry says of which type Lightning is to make the hyperparameters, and the type keeps what it gets.</summary>
    /// <remarks>lightning/pytorch/core/saving.py, <c>_convert_loaded_hparams</c>; where OmegaConf's are saved, so is their type. argparse,
    /// <c>Namespace.__init__</c>; omegaconf/dictconfig.py, <c>DictConfig.__init__</c>.</remarks>
    public static bool IsTypeOfHyperparameters(PyValue key, PyGlobal type) =>
        key.Is(PyKind.Str) && key.Length == HyperparameterType.Length && key.AsString() == HyperparameterType
        && type is { Name: "AttributeDict" or "DictConfig" or "Namespace", Meaning: JudgedGlobal { Judgement: GlobalJudgement.Harmless } };

    // sklearn/base.py, BaseEstimator.__setstate__; scipy/spatial/_qhull.pyx, _QhullUser.__del__.
    private static void Report(string problem, ReadingBuilder seen, CheckpointLocation at) =>
        seen.Add(Finding.Of(DiagnosticId.ComputedCall, problem, at));

    // lightning/pytorch/core/saving.py, _load_state.
    private static void CheckInstantiator(PyValue value, ReadingBuilder seen, CheckpointLocation at)
    {
        var names = new CodeNames(seen, _ => at);
        if (!value.Is(PyKind.Str))
            names.Custom(Instantiator + " of the hyperparameters is no text: what it names is not known", 0);
        else if (!s_instantiator.IsOwn(value.AsString()))
            names.Report(Instantiator + " of the hyperparameters names", value.AsString(), s_instantiator.Does, 0);
    }

    // jsonargparse, which Lightning's instantiator hands its configuration to: users have classes of their own there.
    private static void CheckPath(string path, ReadingBuilder seen, CheckpointLocation at)
    {
        int dot = path.LastIndexOf('.');
        if (dot > 0 && GlobalCatalog.Judge(path[..dot], path[(dot + 1)..]).Judgement == GlobalJudgement.Dangerous)
            new CodeNames(seen, _ => at).Report(ClassPath + " of the hyperparameters names", path, s_instantiator.Does, 0);
    }

    // demucs/states.py, load_model, and lightning/pytorch/core/saving.py, _convert_loaded_hparams: a class that is only named here is
    // called there.
    private static void CheckClass(PyGlobal type, ReadingBuilder seen, CheckpointLocation at)
    {
        JudgedGlobal judged = GlobalCatalog.Judge(type.Module, type.Name);
        if (judged.Judgement == GlobalJudgement.Harmless && judged.Use < GlobalUse.Value)
            seen.Add(Finding.Of(DiagnosticId.UnexpectedUse, Printable.Escape(type.Module + "." + type.Name)
                + " is harmless by name alone; under this key loaders call it", at));
    }

    // mmengine/config/config.py, Config.fromstring: the text of a configuration in Python, which is executed.
    private static void CheckConfiguration(PyValue value, ReadingBuilder seen, CheckpointLocation at)
    {
        var names = new CodeNames(seen, _ => at);
        var configuration = PythonConfiguration.Of(value.AsBytes());
        if (PythonText.DoesMore(value.AsBytes()) || configuration.Imports)
            names.Custom("a configuration travels along as Python that imports or calls: MMEngine runs it", 0);
        foreach (string type in configuration.Types)
        {
            if (Array.Find(CallingRules.OfMmEngine, rule => rule.Means(type)) is { } rule) names.Called(rule.Key, type, rule.Does, 0);
        }
    }
}
