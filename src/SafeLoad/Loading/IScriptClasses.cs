using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>What a host asks of a TorchScript file's own code: which of a class's attributes are weights.</summary>
internal interface IScriptClasses
{
    /// <summary>A module class of the file's own code; null for every other name.</summary>
    ScriptClass? Find(string module, string name);
}
