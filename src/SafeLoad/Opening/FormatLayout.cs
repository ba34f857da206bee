using SafeLoad.Formats;
using SafeLoad.Formats.Compressed;

namespace SafeLoad.Opening;

/// <summary>How the bytes of a format are taken apart: all that a scan has to know of it. There are five ways, however many formats there
/// are.</summary>
internal abstract class FormatLayout
{
    private FormatLayout() { }

    /// <summary>Not at all: what is known of them is known by the beginning.</summary>
    public static FormatLayout Opaque { get; } = new OpaqueLayout();

    /// <summary>As pickles, one after the other.</summary>
    public static FormatLayout Pickles { get; } = new PickleLayout();

    /// <summary>Not at all.</summary>
    public sealed class OpaqueLayout : FormatLayout;

    /// <summary>As pickles, one after the other.</summary>
    public sealed class PickleLayout : FormatLayout;

    /// <summary>By what a stream unpacks to.</summary>
    /// <param name="codec">How it is compressed.</param>
    public sealed class Compressed(Codec codec) : FormatLayout
    {
        public Codec Codec => codec;
    }

    /// <summary>By the parts that the format's one reader finds.</summary>
    /// <param name="read">The reader.</param>
    public sealed class Parts(PartReader read) : FormatLayout
    {
        public PartReader Read => read;

        /// <summary>Whether its first part is a pickle: who unpickles the file whatever it is reads that one.</summary>
        public bool BeginsWithPickle { get; init; }

        /// <summary>Whether its parts are files of their own, so that what ends where it ends is found in one of them.</summary>
        public bool HoldsFiles { get; init; }
    }

    /// <summary>By the records of a zip, or of several in a row.</summary>
    public sealed class Zip : FormatLayout
    {
        /// <summary>The pickles that name storages, before all other records: the name of each, and the folder of its storages.</summary>
        public (string Record, string Folder)[] StoragePickles { get; init; } = [("data.pkl", "data/")];

        /// <summary>Whether all records must stand in one folder, as PyTorch's reader demands.</summary>
        public bool IsOneFolder { get; init; }

        /// <summary>What its loaders do with source files and native libraries in it.</summary>
        public CodeUse Code { get; init; }

        /// <summary>What the names begin with that its own code defines: that it is a program says all of them.</summary>
        public IReadOnlyList<string> OwnNames { get; init; } = [];
    }
}
