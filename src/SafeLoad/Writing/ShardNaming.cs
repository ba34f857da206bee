namespace SafeLoad.Writing;

/// <summary>How files that belong together are named.</summary>
public enum ShardNaming
{
    /// <summary><c>NAME-00001-of-00003.EXT</c> with an index <c>NAME.EXT.index.json</c>,
    /// as Hugging Face's libraries write and look for them.</summary>
    Indexed,
    /// <summary><c>NAME_part_0.EXT</c>, without an index: as people cut files by hand to merge their dicts again.</summary>
    Parts,
}
