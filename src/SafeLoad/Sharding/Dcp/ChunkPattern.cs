namespace SafeLoad.Sharding.Dcp;

/// <summary>How the names of files that belong together are numbered.</summary>
internal enum ChunkPattern
{
    /// <summary><c>NAME-00001-of-00003.EXT</c>: from 1, and the name says how many there are.</summary>
    Of,
    /// <summary><c>NAME_part_0.EXT</c>, <c>NAME.part1.EXT</c>, <c>NAME-part-2.EXT</c>: from 0 or 1.</summary>
    Part,
    /// <summary><c>NAME_rank0.EXT</c>, <c>rank-0.EXT</c>: from 0, a file for each process.</summary>
    Rank,
    /// <summary><c>NAME_0.EXT</c>: from 0 or 1.</summary>
    Number,
}
