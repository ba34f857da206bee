using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>What a call of an allowed name gives.</summary>
internal delegate PyValue RebuildCall(in RebuildArguments arguments);

/// <summary>What BUILD makes of a value that an allowed name gave.</summary>
internal delegate void RebuildState(PyReference value, PyValue state, in RebuildArguments arguments);
