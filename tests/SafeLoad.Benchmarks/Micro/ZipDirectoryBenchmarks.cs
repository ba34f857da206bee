using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using SafeLoad.Diagnostics;
using SafeLoad.Formats.Zip;
using SafeLoad.IO;
using SharpZipFile = ICSharpCode.SharpZipLib.Zip.ZipFile;

namespace SafeLoad.Benchmarks.Micro;

/// <summary>Listing an archive of 50,002 records in memory: ours with every local header compared, the others without.</summary>
[MemoryDiagnoser]
public class ZipDirectoryBenchmarks
{
    private const int Records = 50_002;

    private byte[] _archive = [];

    /// <summary>Makes the archive.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < Records; i++)
            {
                using Stream record = archive.CreateEntry($"archive/data/{i}", CompressionLevel.NoCompression).Open();
                record.Write(new byte[64]);
            }
        }
        _archive = bytes.ToArray();
    }

    /// <summary>The directory alone.</summary>
    [Benchmark]
    public int SafeLoadDirectory() =>
        ZipDirectory.Read(new MemoryByteSource(_archive, null), new Budget(CheckpointLimits.Default),
            new ZipProblems()).Records.Length;

    /// <summary>The directory against all local headers, as opening a checkpoint does.</summary>
    [Benchmark]
    public int SafeLoadContainer() =>
        ZipContainer.Open(new MemoryByteSource(_archive, null), new Budget(CheckpointLimits.Default), true,
            new ZipProblems()).Directory.Records.Length;

    /// <summary>SharpZipLib.</summary>
    [Benchmark(Baseline = true)]
    public long SharpZipLib()
    {
        using var archive = new SharpZipFile(new MemoryStream(_archive));
        return archive.Count;
    }

    /// <summary>System.IO.Compression.</summary>
    [Benchmark]
    public int SystemZipArchive()
    {
        using var archive = new ZipArchive(new MemoryStream(_archive));
        return archive.Entries.Count;
    }
}
