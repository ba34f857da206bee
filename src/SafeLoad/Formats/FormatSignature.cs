namespace SafeLoad.Formats;

/// <summary>Whether a file that begins so is of a format.</summary>
internal delegate bool FormatSignature(in FileHead head);
