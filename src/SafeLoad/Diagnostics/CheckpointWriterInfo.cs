namespace SafeLoad.Diagnostics;

/// <summary>What a file tells about the program that wrote it. All of it is chosen by the file.</summary>
/// <param name="Description">In words: <c>PyTorch 2.7 or later (zip version 3)</c>.</param>
/// <param name="TopFolder">The archive's top folder: mostly the name under which the file was first saved;
/// null where there is none.</param>
/// <param name="Version">The number in the <c>version</c> record; null where there is none.</param>
/// <param name="ByteOrder"><c>little</c> or <c>big</c>.</param>
/// <param name="SerializationId">The archive's serialization id; null where there is none.</param>
internal sealed record CheckpointWriterInfo(string Description, string? TopFolder = null, int? Version = null, string ByteOrder =
    "little", string? SerializationId = null);
