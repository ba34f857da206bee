namespace SafeLoad.Formats;

/// <summary>Takes a container apart: the one reader of its format, for whoever asks what each of its bytes is.</summary>
/// <param name="file">The container.</param>
/// <returns>All of its bytes, each in one part. What is wrong with it is a note of a part, and no exception.</returns>
/// <exception cref="LimitExceededException">Reading costs more than the budget allows.</exception>
internal delegate PartList PartReader(PartSource file);
