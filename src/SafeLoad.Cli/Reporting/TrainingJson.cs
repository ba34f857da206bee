using SafeLoad.Training;

namespace SafeLoad.Cli.Reporting;

/// <summary>The sections <c>weights</c> and <c>training</c>: which entry is what.</summary>
internal static class TrainingJson
{
    public static void WriteWeights(JsonOutput json, Checkpoint checkpoint)
    {
        if (WeightsOf(checkpoint) is not { } weights)
        {
            json.Raw("null"u8);
            return;
        }
        json.Raw("{"u8).Member("key"u8).Text(weights.Key).Member("why"u8).Text(weights.Why).Member("tensors"u8)
            .Number(weights.Tensors.Count);
        json.Member("others"u8).Number(weights.Others.Count).Raw("}"u8);
    }

    public static void WriteEntries(JsonOutput json, Checkpoint checkpoint)
    {
        json.Raw("["u8);
        foreach (TrainingEntry entry in EntriesOf(checkpoint))
        {
            json.HandOn();
            json.Separate().Raw("{"u8).Member("role"u8).Text(RoleNames.NameOf(entry.Role)).Member("key"u8).Text(entry.Key)
                .Member("by_content"u8).Bool(entry.ByContent).Member("expected_key"u8).Text(entry.ExpectedKey).Raw("}"u8);
        }
        json.Raw("]"u8);
    }

    // Where names collide there are no weights by name.
    private static Weights? WeightsOf(Checkpoint checkpoint)
    {
        try
        {
            return checkpoint.Weights is { Tensors: not null, Others: not null } weights ? weights : null;
        }
        catch (SafeLoadException)
        {
            return null;
        }
    }

    // Where they cost too much there is no view of a training run.
    private static IReadOnlyList<TrainingEntry> EntriesOf(Checkpoint checkpoint)
    {
        try
        {
            return checkpoint.Training.Entries;
        }
        catch (SafeLoadException)
        {
            return [];
        }
    }
}
