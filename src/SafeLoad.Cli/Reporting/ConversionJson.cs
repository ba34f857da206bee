using SafeLoad.Placement;
using SafeLoad.Training;
using SafeLoad.Writing;

namespace SafeLoad.Cli.Reporting;

/// <summary>A conversion as JSON (<c>safeload.write/1</c>): every tensor that was found, written or left out with the reason.</summary>
internal static class ConversionJson
{
    /// <summary>Writes the report; text that a file chose is escaped.</summary>
    /// <param name="output">Where.</param>
    /// <param name="conversion">The conversion.</param>
    /// <param name="inputs">What was converted, as it was given.</param>
    /// <param name="isPlanned">Whether nothing was written.</param>
    public static void Write(ReportOutput output, Conversion conversion, IEnumerable<string> inputs, bool isPlanned)
    {
        SavePlan plan = conversion.Plan;
        var json = new JsonOutput();
        json.Raw("{"u8).Member("schema"u8).Text("safeload.write/1").Member("inputs"u8).Raw("["u8);
        foreach (string input in inputs) json.Separate().Text(input);
        json.Raw("]"u8).Member("dry_run"u8).Bool(isPlanned).Member("format"u8).Text(plan.Format.Name);
        json.Member("key"u8).Text(conversion.Weights.Key).Member("why"u8).Text(conversion.Weights.Why).Member("files"u8).Raw("["u8);
        foreach (var file in conversion.WhyNothing is null ? plan.Files : [])
            json.Separate().Raw("{"u8).Member("path"u8).Text(file.Path).Member("bytes"u8).Number(file.Length).Member("tensors"u8)
                .Number(file.TensorCount).Raw("}"u8);
        json.Raw("]"u8).Member("written"u8).Raw("["u8);
        foreach (NamedTensor tensor in conversion.Names.Tensors)
        {
            if (plan.Skipped.ContainsKey(tensor.Name)) continue;
            json.Separate().Raw("{"u8).Member("name"u8).Text(tensor.Name).Member("source"u8).Text(tensor.SourceName);
            if (plan.Dropped.TryGetValue(tensor.Name, out string? same)) json.Member("same_as"u8).Text(same);
            Describe(json, tensor.Tensor).Raw("}"u8);
            Flush(output, json);
        }
        json.Raw("]"u8).Member("left_out"u8).Raw("["u8);
        foreach (OtherTensor tensor in conversion.LeftOut)
        {
            json.Separate().Raw("{"u8).Member("name"u8).Text(tensor.Name).Member("reason"u8).Text(tensor.Reason);
            json.Member("role"u8).Text(tensor.Role is { } role ? RoleNames.NameOf(role) : null);
            if (tensor.Tensor is { } info) Describe(json, info);
            json.Raw("}"u8);
            Flush(output, json);
        }
        json.Raw("]}\n"u8);
        output.Write(json.Written);
    }

    // As the checkpoint has it; of sparse and quantized tensors the storages of all parts.
    private static JsonOutput Describe(JsonOutput json, TensorInfo tensor)
    {
        json.Member("dtype"u8).Text(tensor.DType.ToString()).Member("shape"u8).Numbers(tensor.Shape).Member("storages"u8).Raw("["u8);
        foreach (TensorInfo part in tensor.Parts) json.Separate().Text(part.Storage!.Key);
        return json.Raw("]"u8);
    }

    // The comma between two elements looks at what was written last: that stays.
    private static void Flush(ReportOutput output, JsonOutput json)
    {
        if (json.Written.Length < 1 << 16) return;
        output.Write(json.Written[..^1]);
        json.Clear();
        json.Raw("}"u8);
    }
}
