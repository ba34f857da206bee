using System.Globalization;
using System.Text;
using SafeLoad.Diagnostics;

namespace SafeLoad.Placement;

/// <summary>What a plan did, or would not do. Prints as PyTorch's IncompatibleKeys does, with what to do about it. Safe to print.</summary>
public sealed record LoadReport
{
    private const int Shown = 20;

    /// <summary>The tensors that were, or will be, loaded.</summary>
    public required IReadOnlyList<PlannedTensor> Loaded { get; init; }

    /// <summary>Slots that the checkpoint has nothing for.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Tensors that the target has no slot for, by the names that the rules gave them.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    /// <summary>Tensors that do not fit their slots, each with its <see cref="PlannedTensor.Mismatch"/>.</summary>
    public required IReadOnlyList<PlannedTensor> Mismatches { get; init; }

    /// <summary>Names that two tensors would get.</summary>
    public required IReadOnlyList<string> Collisions { get; init; }

    /// <summary>The prefix that was taken away from the names; empty if there was none.</summary>
    public string StrippedPrefix { get; init; } = "";

    /// <summary>What could be done about names that do not fit, and which of the caller's rules fit none; null if nothing is
    /// plain.</summary>
    public string? Hint { get; init; }

    /// <summary>Bytes read out of the checkpoint.</summary>
    public long BytesRead { get; init; }

    /// <summary>Slots that were not read but view the mapped file, where the target can.</summary>
    public IReadOnlyList<string> Shared { get; init; } = [];

    /// <summary>Finite numbers that became infinite by a cast to a narrower dtype, by tensor.</summary>
    public IReadOnlyDictionary<string, long> Overflows { get; init; } = new Dictionary<string, long>();

    /// <summary>The report as text.</summary>
    public override string ToString()
    {
        if (Missing.Count + Unexpected.Count + Mismatches.Count + Collisions.Count == 0)
            return string.Create(CultureInfo.InvariantCulture, $"<All keys matched: {Loaded.Count} tensors>")
                + (Hint is null ? "" : "\n" + Hint);
        var text = new StringBuilder();
        Add("missing keys", Missing);
        Add("unexpected keys", Unexpected);
        Add("collisions", Collisions);
        Add("mismatches", [.. Mismatches.Select(static mismatch => $"{mismatch.Slot.Name}: {mismatch.Mismatch}")]);
        if (Hint is not null) text.Append(Hint).Append('\n');
        return text.ToString().TrimEnd('\n');

        void Add(string what, IReadOnlyList<string> names)
        {
            if (names.Count == 0) return;
            string list = ListText.Of(names, Shown, static name => Printable.Escape(name));
            text.Append(CultureInfo.InvariantCulture, $"{names.Count} {what}: {list}\n");
        }
    }
}
