using SafeLoad.Opening;

namespace SafeLoad.Scanning.Findings;

/// <summary>
/// What several readings of the same bytes mean together. Whatever some unpickler would run counts in whichever reading it was found; that
/// the bytes cannot be read in one of several ways is no fault of theirs.
/// </summary>
internal static class Readings
{
    /// <summary>A pickle behind others, read with a memo of its own and with the memo that the pickles before it filled, as one unpickler
    /// that reads several does. Several dumps of one pickler refer to each other: read alone they take false steps, read together
    /// none.</summary>
    public static Reading[] OfMemos(PickleReading own, PickleReading shared) =>
        own.HasFaults && shared.Break is null
            ? [own.Seen.AtLeast(Verdict.Suspicious), shared.Seen]
            : [own.Seen, shared.Seen.AtLeast(Verdict.Suspicious)];

    /// <summary>What follows a whole pickle and is none itself: it is data behind the end, and false steps in it are nobody's.</summary>
    public static Reading[] OfTail(PickleReading own, PickleReading shared) =>
        [own.Seen.AtLeast(Verdict.Suspicious), shared.Seen.AtLeast(Verdict.Suspicious)];

    /// <summary>A pickle whose frames lie, as who reads frames ahead reads it. That the frames lie has been said by the plain
    /// reading.</summary>
    public static Reading OfFramesAhead(Reading ahead) => ahead.AtLeast(Verdict.Suspicious);

    /// <summary>A joblib file as plain pickle reads it: its names count; that it broke at the first array is no fault.</summary>
    public static Reading BesideJoblib(Reading plain) =>
        plain.Without(static finding => finding.Verdict == Verdict.Malformed || finding.Id is DiagnosticId.TrailingData);

    /// <summary>What stands behind the pickle of an array of objects in a joblib file, as plain pickle reads it: as a pickle of its own.
    /// It is what is left of the first one, so that values are fetched that others have stored. With a memo of its own what was found
    /// before the first step that no unpickler takes counts; with that of the pickles before it only what is known to be bad.</summary>
    public static Reading[] OfJoblibRest(PickleReading own, PickleReading shared) =>
        [own.Seen, shared.Seen.AtLeast(Verdict.Dangerous).Without(static finding => finding.Id is DiagnosticId.ComputedGlobal)];

    /// <summary>A joblib file as releases before 1.2 read it, which take the byte that counts the padding for the array's first: of honest
    /// files they read chance from the first array on. A name that is called there, or is known to be bad, is none; that arrays are called
    /// is.</summary>
    public static Reading OfOldJoblib(PickleReading old) =>
        (old.HasCalledUnknown || old.Seen.Worst == Verdict.Dangerous || !old.HasFaults) && old.Seen.Findings.Any(static finding =>
            finding.Id is not (DiagnosticId.ComputedCall or DiagnosticId.ComputedGlobal) && finding.Verdict >= Verdict.Suspicious)
            ? old.Seen.AtLeast(Verdict.Suspicious) : Reading.Nothing;

    /// <summary>A stream of zlib in a file of another kind: two bytes make one, which every 2,048th safetensors file begins with, and every
    /// TorchSharp file of 120 tensors. What comes out counts; that it breaks is no fault of the file.</summary>
    public static Reading OfStreamBeside(Reading stream) =>
        !stream.Findings.Any(static finding => finding.Id == DiagnosticId.BadCompressedData) ? stream
            : stream.Without(static finding => finding.Verdict == Verdict.Malformed || finding.Id == DiagnosticId.TrailingData);

    /// <summary>A zip that ends near the end of something else, where Python's zipfile finds it whatever follows: what its records hold
    /// counts. That it is no archive as it should be, and that bytes follow it, is no fault of the file that it stands in, unless it ends
    /// with it.</summary>
    public static Reading OfZipInside(Reading zip, bool isAtEnd) => isAtEnd ? zip : zip.Without(static finding =>
        finding.Id is not (DiagnosticId.UnsafeRecordName or DiagnosticId.UnsafeMember)
        && ((int)finding.Id / 1000 == 3 || finding.Verdict == Verdict.Malformed || finding.Id == DiagnosticId.TrailingData));

    /// <summary>Whether pickles where none is expected are there by chance: bytes that merely begin like a pickle are no program, unless
    /// something was named before the break that is known to be bad. The same holds where a STOP was met behind opcodes that cannot be
    /// executed, and nothing worse.</summary>
    /// <param name="worst">The worst that was found.</param>
    /// <param name="hasProtocol">Whether the bytes begin with PROTO.</param>
    /// <param name="comesToStop">Whether the first pickle comes to its STOP.</param>
    public static bool IsChance(Verdict worst, bool hasProtocol, bool comesToStop) =>
        comesToStop ? worst == Verdict.Malformed && !hasProtocol : worst < (hasProtocol ? Verdict.Suspicious : Verdict.Dangerous);

    /// <summary>A file, as what it turned out to be. In a program the names of its own classes need no finding each, since that it is a
    /// program has been said.</summary>
    public static Reading OfFile(Reading reading) => reading.Kind.Layout is not FormatLayout.Zip { OwnNames: { Count: > 0 } own } ? reading
        : reading.Without(finding => finding is { Id: DiagnosticId.UnknownGlobal, Global: { } name }
            && own.Any(start => name.StartsWith(start, StringComparison.Ordinal)));
}
