using SafeLoad.IO;
using SafeLoad.Pickle;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Attacks;

/// <summary>Bytes without a magic that begin with any opcode: opening and scanning agree whether they are a pickle.</summary>
public sealed class FirstOpcodeTests
{
    // A text that is longer than what is looked at to tell a file: the opcodes before it are all that tells.
    private static byte[] LongText => [(byte)PickleOpcode.BinUnicode, 0, 0, 1, 0, .. new byte[1 << 16]];

    [Test]
    public void GivenEveryTwoFirstBytes_WhatOpeningCallsMalformedNoScanCallsClean()
    {
        var differ = new List<string>();
        int chances = 0;
        for (int first = 0; first < 256; first++)
        {
            foreach (byte second in (byte[])[0x28, 0x29, 0x4E, 0x5D, 0x71, 0x74, 0x7D, 0x86, 0x89])
            {
                byte[] file = [(byte)first, second, second, .. LongText];
                SafeLoadException? refusal = Refusal(file);
                if (refusal?.Problem.Contains("begins as a pickle", StringComparison.Ordinal) == true) chances++;
                if (refusal is not MalformedCheckpointException) continue;
                using var source = new MemoryByteSource(file, "shard.distcp");
                if (Scanner.Scan(source) is { Verdict: Verdict.Clean, Complete: true }) differ.Add($"0x{first:X2} 0x{second:X2}");
            }
        }
        Assert.That(differ, Is.Empty);
        Assert.That(chances, Is.AtLeast(256));
    }

    private static SafeLoadException? Refusal(byte[] file)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(file, new CheckpointOptions { KeepObjects = true, FileName = "shard.distcp" });
            return null;
        }
        catch (SafeLoadException problem)
        {
            return problem;
        }
    }
}
