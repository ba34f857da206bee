using SafeLoad.Values;

namespace SafeLoad.Loading;

/// <summary>
/// Runs a pickle where the reader of a container has found one. Loading, scanning and the check for a release of PyTorch each run it by a
/// host
/// of their own; where it ends, and what follows it, is the reader's to say, once for all of them.
/// </summary>
/// <param name="position">Where the pickle begins.</param>
/// <param name="value">What it makes.</param>
/// <param name="end">Where it ends.</param>
/// <returns>False if the value says nothing, so that what follows cannot be told: the pickle is broken, or was refused.</returns>
internal delegate bool RunPickle(long position, out PyValue value, out long end);
