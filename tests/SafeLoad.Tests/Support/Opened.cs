using SafeLoad.Values;

namespace SafeLoad.Tests.Support;

/// <summary>Opens a bare pickle, or proves how opening it fails: kind, id, offset, opcode and text.</summary>
internal static class Opened
{
    /// <summary>The value that a pickle leaves.</summary>
    public static PyValue Root(byte[] pickle, CheckpointLimits? limits = null)
    {
        using Checkpoint checkpoint = Checkpoint.Open(pickle, new CheckpointOptions { Limits = limits ?? CheckpointLimits.Default });
        return checkpoint.Root;
    }

    /// <summary>Proves that a pickle is refused as it should be.</summary>
    /// <param name="pickle">The bytes.</param>
    /// <param name="id">The error's id.</param>
    /// <param name="offset">Where the opcode stands.</param>
    /// <param name="opcode">The opcode's name; null where there is none.</param>
    /// <param name="problem">The whole text of the error.</param>
    /// <param name="limits">What opening may cost.</param>
    public static T Fails<T>(byte[] pickle, DiagnosticId id, long offset, string? opcode, string problem, CheckpointLimits? limits = null)
        where T : SafeLoadException
    {
        T error = Assert.Throws<T>(() => Root(pickle, limits))!;
        Assert.Multiple(() =>
        {
            Assert.That(error.Id, Is.EqualTo(id));
            Assert.That(error.Problem, Is.EqualTo(problem));
            Assert.That(error.Location, Is.EqualTo(new CheckpointLocation(null, null, offset, opcode)));
            Assert.That(error.Message,
                Is.EqualTo($"SL{(int)id}: {problem} (checkpoint @0x{offset:X}{(opcode is null ? "" : " " + opcode)})"));
        });
        return error;
    }
}
