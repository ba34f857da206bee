using SafeLoad.Scanning;
using SafeLoad.Values;

namespace SafeLoad.Cli.Reporting;

/// <summary>
/// One checkpoint as one JSON object: every leaf, container and storage (<c>safeload.inspect/1</c>), written as it is walked, a walk a
/// section. Nothing of it is kept.
/// </summary>
internal sealed class InspectJson
{
    private readonly string _path;
    private readonly Checkpoint _checkpoint;
    private readonly TensorHasher? _hasher;
    private readonly byte[] _separator;

    private InspectJson(string path, Checkpoint checkpoint, bool hash, bool isOneLine)
    {
        (_path, _checkpoint, _hasher) = (path, checkpoint, hash ? new TensorHasher(checkpoint) : null);
        _separator = isOneLine ? [(byte)',', (byte)' '] : [(byte)',', (byte)'\n'];
    }

    /// <summary>Writes the object of an opened checkpoint.</summary>
    /// <param name="output">Where; nothing is written to it if the checkpoint cannot be shown as a whole.</param>
    /// <param name="path">The file's path as it was given.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="hash">Whether to read all tensors and give their hashes.</param>
    /// <param name="isOneLine">Whether rows stand on one line, rather than on lines of their own.</param>
    /// <exception cref="SafeLoadException">A tensor that is read is not to be read, or values are nested too deep.</exception>
    /// <exception cref="InspectBudgetException">It would be far longer than the file.</exception>
    public static void Write(Stream output, string path, Checkpoint checkpoint, bool hash, bool isOneLine)
    {
        var inspect = new InspectJson(path, checkpoint, hash, isOneLine);
        // Half an object is none. What can fail, fails here; the hashes are known afterwards.
        inspect.WriteValues(new JsonOutput(Stream.Null));
        var json = new JsonOutput(output);
        inspect.WriteValues(json);
        inspect.WriteRest(json);
        json.HandOn(all: true);
    }

    /// <summary>The object of a checkpoint that could not be opened.</summary>
    public static ReadOnlyMemory<byte> WriteError(string path, InspectError error)
    {
        var json = new JsonOutput();
        json.Raw("{"u8).Member("schema"u8).Text("safeload.inspect/1").Member("path"u8).Text(path).Member("error"u8).Raw("{"u8);
        json.Member("id"u8).Text(error.Id).Member("kind"u8).Text(error.Kind).Member("message"u8).Text(error.Message).Member("record"u8)
            .Text(error.Record).Member("offset"u8);
        if (error.Offset is { } offset) json.Number(offset);
        else json.Raw("null"u8);
        return json.Member("globals"u8).Texts(error.Globals).Raw("}}"u8).Written.ToArray();
    }

    private void WriteValues(JsonOutput json)
    {
        json.Raw("{"u8).Member("schema"u8).Text("safeload.inspect/1").Member("path"u8).Text(_path)
            .Member("format"u8).Text(_checkpoint.FormatName).Member("writer"u8).Text(_checkpoint.Writer);
        json.Member("metadata"u8).TextMap(_checkpoint.Metadata);
        var storages = new StorageNumbers();
        json.Member("leaves"u8).Raw("["u8);
        var leaves = new LeafJson(Rows(json), new ValueJson(_hasher, storages, _checkpoint.Length));
        ValueWalker.Walk(_checkpoint.Root, leaves, fileName: _path);
        json.Raw("]"u8);
        if (leaves.LeftOut > 0) json.Member("leaves_left_out"u8).Number(leaves.LeftOut);
        json.Member("containers"u8).Raw("["u8);
        ValueWalker.Walk(_checkpoint.Root, new ContainerJson(Rows(json)), fileName: _path);
        storages.Write(json.Raw("]"u8).Member("storages"u8));
    }

    private void WriteRest(JsonOutput json)
    {
        json.Member("globals"u8).Texts(_checkpoint.Globals);
        TrainingJson.WriteWeights(json.Member("weights"u8), _checkpoint);
        TrainingJson.WriteEntries(json.Member("training"u8), _checkpoint);
        WriteJudgements(json.Member("judgements"u8));
        json.Member("notes"u8).Texts(_checkpoint.Notes).Raw("}"u8);
    }

    private InspectRows Rows(JsonOutput json) => new(json, _separator, _checkpoint.Length);

    // What is on PyTorch's list needs no word.
    private void WriteJudgements(JsonOutput json)
    {
        json.Raw("["u8);
        foreach (NamedGlobal global in _checkpoint.NamedGlobals.Where(static global => global.Judgement != GlobalJudgement.Allowed))
            json.Separate().Raw("{"u8).Member("module"u8).Text(global.Module).Member("name"u8).Text(global.Name).Member("judgement"u8)
                .Text(global.Judgement.ToString().ToLowerInvariant()).Raw("}"u8);
        json.Raw("]"u8);
    }
}
