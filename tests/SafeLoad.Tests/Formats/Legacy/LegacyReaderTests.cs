using SafeLoad.Diagnostics;
using SafeLoad.Formats;
using SafeLoad.Formats.Legacy;
using SafeLoad.IO;
using SafeLoad.Loading;
using SafeLoad.Pickle;
using SafeLoad.Tests.Support;
using SafeLoad.Values;

namespace SafeLoad.Tests.Formats.Legacy;

/// <summary>The one way through a legacy stream, whoever runs its pickles.</summary>
public sealed class LegacyReaderTests
{
    private static readonly PickleBuilder s_first = LegacyBuilder.Storage(PickleBuilder.Protocol(2).Mark(), "FloatStorage", "a", 2);

    private static readonly LegacyBuilder s_stream = new LegacyBuilder
    {
        Root = LegacyBuilder.Storage(s_first, "ByteStorage", "b", 3).Tuple().Stop(),
        Keys = LegacyBuilder.KeyList("a", "b"),
    }.Add(2, new byte[8]).Add(3, new byte[3]);

    [Test]
    public void GivenStream_EachByteIsInOnePart()
    {
        LegacyReader reader = Read(s_stream.ToArray(), out _);
        Assert.That(reader.Parts.All.Select(static part => (part.Kind, part.Name)), Is.EqualTo(new[]
        {
            (PartKind.Pickle, "magic number"),
            (PartKind.Pickle, "protocol version"),
            (PartKind.Pickle, "system"),
            (PartKind.Pickle, "object"),
            (PartKind.Pickle, "storage keys"),
            (PartKind.Count, "number of elements"),
            (PartKind.Storage, "a"),
            (PartKind.Count, "number of elements"),
            (PartKind.Storage, "b"),
        }));
        Parts.ShouldCover(reader.Parts, s_stream.ToArray().Length);
    }

    [Test]
    public void GivenBytesBehindTheStream_TheyAreInNoPart() =>
        Parts.ShouldCover(Read([.. s_stream.ToArray(), 1, 2, 3], out _).Parts, s_stream.ToArray().Length);

    [Test]
    public void GivenBrokenPickle_ThePartsEndBeforeIt()
    {
        LegacyReader reader = Read(s_stream.ToArray()[..(s_stream.KeysOffset - 1)], out bool isWhole);
        Assert.That((isWhole, reader.Parts.End), Is.EqualTo((false, (long)s_stream.RootOffset)));
    }

    // The reader stops where loading stops: what it found so far is there, the storage that lies is not.
    [Test]
    public void GivenStorageOfAnotherLength_ThePartsEndBeforeIt()
    {
        byte[] file = s_stream.ToArray();
        file[s_stream.StoragesOffset + 16] = 4;
        var storages = new LegacyStorages();
        var reader = new LegacyReader(new MemoryByteSource(file));
        reader.ReadPickles(Run(file, storages));
        Assert.That(() => reader.ReadStorages(storages), Throws.InstanceOf<MalformedCheckpointException>());
        Assert.That(reader.Parts.End, Is.EqualTo(s_stream.StoragesOffset + 16));
    }

    private static LegacyReader Read(byte[] file, out bool isWhole)
    {
        var storages = new LegacyStorages();
        var reader = new LegacyReader(new MemoryByteSource(file));
        isWhole = reader.ReadPickles(Run(file, storages));
        if (isWhole) reader.ReadStorages(storages);
        return reader;
    }

    private static RunPickle Run(byte[] file, LegacyStorages storages)
    {
        var context = new LoadContext(new Budget(CheckpointLimits.Default), CheckpointOptions.Default);
        var host = new LoadHost(context, new StorageIds(storages));
        return (long position, out PyValue value, out long end) =>
        {
            (value, end) = (default, position);
            try
            {
                PickleData data = PickleEnd.Read(new MemoryByteSource(file), position, record: null, context.Budget);
                value = PickleMachine.Run(data, host, context.Budget, out int length);
                end = position + length;
                return true;
            }
            catch (MalformedCheckpointException)
            {
                return false;
            }
        };
    }
}
