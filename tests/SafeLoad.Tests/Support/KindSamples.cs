using System.IO.Compression;
using System.Text;
using SafeLoad.Opening;

namespace SafeLoad.Tests.Support;

/// <summary>Small files of the kinds that are told and not opened: as their writers begin them,
/// with as much behind it as it takes.</summary>
internal static class KindSamples
{
    /// <summary>A file of each kind, by what the report calls it and what a scan can say of it.</summary>
    public static IEnumerable<(string Name, string Id, FormatMark Mark, byte[] File)> All =>
    [
        ("Tflite", "tflite", FormatMark.NotLookedAt, FlatBuffer("TFL3")),
        ("ExecuTorch", "executorch", FormatMark.NotLookedAt, FlatBuffer("ET12")),
        ("ExecuTorchData", "executorchdata", FormatMark.HoldsNoProgram, FlatBuffer("FT01")),
        ("OnnxRuntime", "ort", FormatMark.NotLookedAt, FlatBuffer("ORTM")),
        ("Circle", "circle", FormatMark.NotLookedAt, FlatBuffer("CIR0")),
        ("MindSporeLite", "mslite", FormatMark.NotLookedAt, FlatBuffer("MSL2")),
        ("Mnn", "mnn", FormatMark.NotLookedAt,
            [16, 0, 0, 0, 0, 0, 8, 0, 8, 0, 4, 0, 0, 0, 0, 0, 8, 0, 0, 0, .. "\x03\0\0\0MNN\0"u8, .. new byte[64]]),
        ("TensorRt", "tensorrt", FormatMark.NotLookedAt, [.. "ptrt"u8, .. new byte[64]]),
        ("TensorRtBehindJson", "tensorrt", FormatMark.NotLookedAt, [2, 0, 0, 0, .. "{}ftrt"u8, .. new byte[64]]),
        ("Rknn", "rknn", FormatMark.NotLookedAt, [.. "RKNN"u8, .. new byte[64]]),
        ("Hailo", "hailo", FormatMark.NotLookedAt, [1, .. "HEF"u8, .. new byte[64]]),
        ("Ascend", "om", FormatMark.NotLookedAt, [.. "IMOD"u8, .. new byte[300]]),
        ("Kmodel", "kmodel", FormatMark.NotLookedAt, [.. "LDMK"u8, .. new byte[64]]),
        ("Bmodel", "bmodel", FormatMark.NotLookedAt, [0xEE, 0xAA, 0x55, 0xFF, .. new byte[64]]),
        ("Dlc", "dlc", FormatMark.NotLookedAt, [0xD5, 0x0A, 3, 0, .. new byte[64]]),
        ("ImgDnn", "imgdnn", FormatMark.NotLookedAt, [.. "IMGDNN"u8, .. new byte[64]]),
        ("MegEngine", "megengine", FormatMark.NotLookedAt, [.. "mgb0001"u8, .. new byte[64]]),
        ("Cntk", "cntk", FormatMark.NotLookedAt, [.. "B\0C\0N\0\0\0"u8, .. new byte[64]]),
        ("Mlir", "mlir", FormatMark.NotLookedAt, [.. "ML"u8, 0xEF, .. "R"u8, .. new byte[64]]),
        ("RdsBinary", "rdata", FormatMark.NotLookedAt, [.. "X\n\0\0\0\x03"u8, .. new byte[64]]),
        ("RdsText", "rdata", FormatMark.NotLookedAt, [.. "A\n3\n263168\n"u8]),
        ("RData", "rdata", FormatMark.NotLookedAt, [.. "RDX3\nX\n"u8, .. new byte[64]]),
        ("CatBoost", "catboost", FormatMark.HoldsNoProgram, [.. "CBM1"u8, .. new byte[64]]),
        ("LightGbm", "lightgbm", FormatMark.HoldsNoProgram, [.. "tree\nversion=v4\nnum_class=1\n"u8]),
        ("XgboostBinary", "xgboost", FormatMark.HoldsNoProgram, [.. "binf"u8, .. new byte[64]]),
        ("XgboostUbjson", "xgboost", FormatMark.HoldsNoProgram, [.. "{L\0\0\0\0\0\0\0\x07learner{"u8, .. new byte[64]]),
        ("XgboostJson", "xgboost", FormatMark.HoldsNoProgram, [.. "{\"learner\":{\"attributes\":{}},\"version\":[2,0,0]}"u8]),
        ("FastText", "fasttext", FormatMark.HoldsNoProgram, [0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0, .. new byte[64]]),
        ("Word2Vec", "word2vec", FormatMark.HoldsNoProgram, [.. "3 4\nthe "u8, .. new byte[16]]),
        ("Faiss", "faiss", FormatMark.HoldsNoProgram, [.. "IxF2"u8, 64, 0, 0, 0, .. new byte[64]]),
        ("GgmlOld", "ggml", FormatMark.HoldsNoProgram, [.. "tjgg"u8, 3, 0, 0, 0, .. new byte[64]]),
        ("CTranslate2", "ctranslate2", FormatMark.HoldsNoProgram, [6, 0, 0, 0, 16, 0, .. "TransformerSpec\0"u8, .. new byte[64]]),
        ("Mxnet", "mxnet", FormatMark.HoldsNoProgram, [0x12, 1, 0, 0, 0, 0, 0, 0, .. new byte[64]]),
        ("Tvm", "tvm", FormatMark.HoldsNoProgram, [0xB7, 0x9C, 0x04, 0x05, 0x4F, 0x8D, 0xE5, 0xF7, .. new byte[64]]),
        ("NcnnText", "ncnn", FormatMark.HoldsNoProgram, [.. "7767517\n2 2\nInput data 0 1 data\n"u8]),
        ("NcnnBinary", "ncnn", FormatMark.HoldsNoProgram, [0xDD, 0x85, 0x76, 0, .. new byte[64]]),
        ("PaddleParameters", "paddleparams", FormatMark.HoldsNoProgram,
            [.. new byte[16], 6, 0, 0, 0, 0x08, 0x05, 0x10, 0x02, 0x10, 0x03, .. new byte[24]]),
        ("Darknet", "darknet", FormatMark.HoldsNoProgram, [0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, .. new byte[64]]),
        ("Flax", "flax", FormatMark.HoldsNoProgram, [0x81, 0xA6, .. "params"u8, 0x81, 0xA1, (byte)'w', 0xC7, 3, 1, 1, 2, 3]),
        ("Tensorizer", "tensorizer", FormatMark.HoldsNoProgram, [.. "|TZR|\n"u8, .. new byte[64]]),
        ("SavedModel", "savedmodel", FormatMark.NotLookedAt,
            [0x08, 1, .. Bytes(2, [.. Bytes(1, Bytes(4, "serve"u8)), .. Bytes(2, Bytes(1, Node("x", "ReadFile")))])]),
        ("KerasMetadata", "kerasmetadata", FormatMark.NotLookedAt,
            Bytes(1, [0x10, 1, .. Bytes(3, "root"u8), .. Bytes(4, "_tf_keras_network"u8)])),
        ("TensorFlowGraph", "tfgraph", FormatMark.NotLookedAt,
            [.. Bytes(1, Node("x", "Placeholder")), .. Bytes(1, Node("y", "MatMul")), .. Bytes(4, [0x08, 27])]),
        ("CoreMl", "coreml", FormatMark.NotLookedAt, [0x08, 4, .. Bytes(2, Bytes(1, Bytes(1, "image"u8))), .. Bytes(500, [0x0A, 0])]),
        ("PaddleProgram", "paddle", FormatMark.NotLookedAt, [.. Bytes(1, [0x08, 0, 0x10, 0, 0x1A, 2, 0x0A, 0]), .. Bytes(4, [0x08, 0])]),
        ("Caffe", "caffe", FormatMark.NotLookedAt, [.. Bytes(1, "CaffeNet"u8), .. Bytes(100, Bytes(1, "conv1"u8))]),
        ("Caffe2", "caffe2", FormatMark.NotLookedAt,
            [.. Bytes(1, "init"u8), .. Bytes(2, Bytes(4, "GivenTensorFill"u8)), .. Bytes(8, "w"u8)]),
        ("SentencePiece", "sentencepiece", FormatMark.HoldsNoProgram,
            [.. Bytes(1, [.. Bytes(1, "<unk>"u8), 0x15, 0, 0, 0, 0, 0x18, 2]), .. Bytes(1, [.. Bytes(1, "a"u8), 0x15, 0, 0, 0x80, 0xC0])]),
        ("MindSpore", "mindspore", FormatMark.HoldsNoProgram,
            Bytes(1, [.. Bytes(1, "conv1.weight"u8), .. Bytes(2, [0x08, 4, .. Bytes(2, "Float32"u8)])])),
        ("Nemo", "nemo", FormatMark.Scanned,
            Samples.Tar(("model_config.yaml", "target: x\n"u8.ToArray()), ("model_weights.ckpt", Samples.Zip.ToArray()))),
        ("Skops", "skops", FormatMark.Scanned,
            new ZipBuilder().Add("0.npy", "x").Add("schema.json", "{\"__class__\":\"Pipeline\",\"__loader__\":\"ObjectNode\"}").ToArray()),
        ("TorchServe", "mar", FormatMark.Scanned, new ZipBuilder().Add("handler.py", "x").Add("MAR-INF/MANIFEST.json", "{}").ToArray()),
        ("CoreMlPackage", "coreml", FormatMark.NotLookedAt,
            new ZipBuilder().Add("Manifest.json", "{\"rootModelIdentifier\":\"x\"}").ToArray()),
        ("Deeplearning4j", "dl4j", FormatMark.NotLookedAt,
            new ZipBuilder().Add("configuration.json", "{}").Add("coefficients.bin", "x").ToArray()),
        ("MlNet", "mlnet", FormatMark.HoldsNoProgram, new ZipBuilder().Add("TrainingInfo/Version.txt", "1.7").ToArray()),
        ("H2O", "mojo", FormatMark.HoldsNoProgram, new ZipBuilder().Add("model.ini", "[info]\nh2o_version = 3\n").ToArray()),
        ("NNabla", "nnabla", FormatMark.HoldsNoProgram, new ZipBuilder().Add("nnp_version.txt", "0.1").ToArray()),
        ("Parquet", "parquet", FormatMark.HoldsNoProgram, [.. "PAR1"u8, .. new byte[64], .. "PAR1"u8]),
        ("Arrow", "arrow", FormatMark.HoldsNoProgram, [.. "ARROW1\0\0"u8, .. new byte[64]]),
        ("Feather", "arrow", FormatMark.HoldsNoProgram, [.. "FEA1"u8, .. new byte[64]]),
        ("Orc", "orc", FormatMark.HoldsNoProgram, [.. "ORC"u8, .. new byte[80]]),
        ("Avro", "avro", FormatMark.HoldsNoProgram, [.. "Obj\x01"u8, .. new byte[64]]),
        ("NetCdf", "netcdf", FormatMark.HoldsNoProgram, [.. "CDF\x02"u8, .. new byte[64]]),
        ("Matlab", "matlab", FormatMark.HoldsNoProgram, [.. "MATLAB 5.0 MAT-file, Platform: GLNXA64"u8, .. new byte[128]]),
        ("Sqlite", "sqlite", FormatMark.HoldsNoProgram, [.. "SQLite format 3\0"u8, .. new byte[100]]),
        ("Spss", "spss", FormatMark.HoldsNoProgram, [.. "$FL2@(#) SPSS DATA FILE"u8, .. new byte[100]]),
        ("Pmml", "pmml", FormatMark.HoldsNoProgram, [.. "<?xml version=\"1.0\"?>\n<PMML version=\"4.4\"></PMML>"u8]),
        ("OpenVino", "openvino", FormatMark.HoldsNoProgram,
            [.. "<?xml version=\"1.0\"?>\n<net name=\"x\" version=\"11\"><layers/></net>"u8]),
        ("CatBoostJson", "catboost", FormatMark.HoldsNoProgram, [.. "{\"model_info\":{},\"oblivious_trees\":[]}"u8]),
        ("TensorFlowJs", "tfjs", FormatMark.HoldsNoProgram, [.. "{\"format\":\"layers-model\",\"modelTopology\":{}}"u8]),
        ("MxnetSymbol", "mxnetsymbol", FormatMark.HoldsNoProgram, [.. "{\"nodes\":[{\"op\":\"null\",\"name\":\"data\"}]}"u8]),
        ("Llamafile", "llamafile", FormatMark.NotLookedAt, [.. "MZqFpD='\n\n"u8, .. new byte[100]]),
        ("Elf", "other", FormatMark.NotLookedAt, [0x7F, .. "ELF"u8, 2, 1, 1, .. new byte[100]]),
        ("WindowsProgram", "other", FormatMark.NotLookedAt, [.. "MZ"u8, .. new byte[58], 64, 0, 0, 0, .. "PE\0\0"u8, .. new byte[64]]),
        ("MacProgram", "other", FormatMark.NotLookedAt, [0xCF, 0xFA, 0xED, 0xFE, .. new byte[64]]),
        ("WebAssembly", "other", FormatMark.NotLookedAt, [.. "\0asm"u8, 1, 0, 0, 0]),
        ("CompiledPython", "other", FormatMark.NotLookedAt, [0xCB, 0x0D, .. "\r\n"u8, 0, 0, 0, 0, .. new byte[24]]),
        ("CompiledPython2", "other", FormatMark.NotLookedAt, [3, 0xF3, .. "\r\n"u8, 9, 9, 9, 9, (byte)'c', 1, .. new byte[24]]),
        ("CompiledPython36", "other", FormatMark.NotLookedAt, [0x33, 13, 13, 10, 9, 9, 9, 9, 5, 0, 0, 0, 0xE3, 2, .. new byte[24]]),
        ("MarshalledPython", "other", FormatMark.NotLookedAt, [0xE3, .. new byte[48]]),
        ("Erlang", "other", FormatMark.NotLookedAt, [.. "FOR1\0\0\0 BEAM"u8, .. new byte[24]]),
        ("Android", "other", FormatMark.NotLookedAt, [.. "dex\n035\0"u8, .. new byte[24]]),
        ("Julia", "other", FormatMark.NotLookedAt, [.. "7JL\x0f"u8, .. new byte[24]]),
        ("Bson", "other", FormatMark.NotLookedAt, [22, 0, 0, 0, 3, .. "model\0"u8, 5, 0, 0, 0, .. new byte[7]]),
        ("Ruby", "other", FormatMark.NotLookedAt, [4, 8, .. "[\x06i\x06"u8, .. new byte[24]]),
        ("Perl", "other", FormatMark.NotLookedAt, [.. "pst0"u8, .. new byte[24]]),
        ("Zodb", "other", FormatMark.NotLookedAt, [.. "FS21"u8, .. new byte[24]]),
        ("Gdbm", "other", FormatMark.NotLookedAt, [0x13, 0x57, 0x9A, 0xCE, .. new byte[24]]),
        ("Berkeley", "other", FormatMark.NotLookedAt, [.. new byte[12], 0x61, 0x15, 6, 0, .. new byte[24]]),
        ("Lmdb", "other", FormatMark.NotLookedAt, [.. new byte[16], 0xDE, 0xC0, 0xEF, 0xBE, .. new byte[24]]),
        ("Shelf", "other", FormatMark.NotLookedAt,
            [.. "SQLite format 3\0"u8, .. new byte[600], .. "CREATE TABLE Dict (\n    key BLOB UNIQUE NOT NULL, value BLOB NOT NULL"u8]),
        ("ShelfIndex", "other", FormatMark.NotLookedAt, [.. "'a', (0, 20)\n\"it's\", (512, 5)\n"u8]),
        ("Php", "other", FormatMark.NotLookedAt, [.. "<?php echo 1;\n"u8]),
        ("Shortcut", "other", FormatMark.NotLookedAt, [.. "L\0\0\0"u8, 1, 20, 2, 0, .. new byte[68]]),
        ("Flash", "other", FormatMark.NotLookedAt, [.. "CWS"u8, 9, .. new byte[60]]),
        ("CompiledHtml", "other", FormatMark.NotLookedAt, [.. "ITSF"u8, 3, 0, 0, 0, .. new byte[60]]),
        ("Disk", "other", FormatMark.NotLookedAt, [1, .. new byte[0x8000], .. "CD001"u8, .. new byte[2048]]),
        ("Compress", "archive", FormatMark.NotLookedAt, [0x1F, 0x9D, 0x90, .. new byte[24]]),
        ("Lzip", "archive", FormatMark.NotLookedAt, [.. "LZIP\x01"u8, .. new byte[24]]),
        ("Cpio", "archive", FormatMark.NotLookedAt, [.. "070701"u8, .. new byte[104]]),
        ("Ar", "archive", FormatMark.NotLookedAt, [.. "!<arch>\n"u8, .. new byte[60]]),
        ("Cabinet", "archive", FormatMark.NotLookedAt, [.. "MSCF\0\0\0\0"u8, .. new byte[60]]),
        ("Lha", "archive", FormatMark.NotLookedAt, [0x20, 0, .. "-lh5-"u8, .. new byte[60]]),
        ("CompiledLua", "other", FormatMark.NotLookedAt, [0x1B, .. "LuaS"u8, .. new byte[24]]),
        ("ShellScript", "other", FormatMark.NotLookedAt, [.. "#!/bin/sh\necho marker\n"u8]),
        ("JavaObjects", "other", FormatMark.NotLookedAt, [0xAC, 0xED, 0, 5, .. "sr"u8, .. new byte[24]]),
        ("DotNetObjects", "other", FormatMark.NotLookedAt, [0, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0, .. new byte[24]]),
        ("Encrypted", "other", FormatMark.NotLookedAt, [.. "Salted__"u8, 0x9A, 0x8B, .. new byte[24]]),
        ("JavaArchive", "other", FormatMark.NotLookedAt, new ZipBuilder().Add("META-INF/MANIFEST.MF", "x").ToArray()),
    ];

    /// <summary>What is no model and often found in the place of one, by a word that messages call it by.</summary>
    public static IEnumerable<(string Name, string Word, byte[] File)> Strangers =>
    [
        ("LfsPointer", "Git LFS pointer to a file of 44,725,432 bytes",
            [.. "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 44725432\n"u8]),
        ("LfsPointerCut", "Git LFS pointer", [.. "version https://git-lfs.github.com/spec/v1\noid"u8]),
        ("DvcPointer", "DVC", [.. "outs:\n- md5: 00\n  size: 5\n"u8]),
        ("Html", "web page (HTML)", [.. "<!DOCTYPE html>\n<html><head><title>Sign in</title>"u8]),
        ("HtmlInCapitals", "web page (HTML)", [.. "\n<HTML lang=en>"u8]),
        ("HtmlBehindComment", "web page (HTML)", [0xEF, 0xBB, 0xBF, .. "<!-- a < b --><html>"u8]),
        ("XmlError", "error message (XML)", [.. "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"u8]),
        ("JsonError", "Invalid credentials", [.. "{\"error\": \"Invalid credentials in Authorization header\"}"u8]),
        ("Json", "JSON", [.. "[1, 2, 3]"u8]),
        ("Png", "picture (PNG)", [0x89, .. "PNG\r\n\x1a\n"u8, .. new byte[64]]),
        ("Jpeg", "picture (JPEG)", [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[64]]),
        ("Gif", "picture (GIF)", [.. "GIF89a"u8, .. new byte[64]]),
        ("WebP", "picture (WebP)", [.. "RIFF"u8, 64, 0, 0, 0, .. "WEBPVP8 "u8, .. new byte[64]]),
        ("Svg", "picture (SVG)", [.. "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8]),
        ("Wave", "sound or film", [.. "RIFF"u8, 64, 0, 0, 0, .. "WAVEfmt "u8, .. new byte[64]]),
        ("Mp4", "sound or film", [0, 0, 0, 0x20, .. "ftypisom"u8, .. new byte[64]]),
        ("Pdf", "PDF", [.. "%PDF-1.7\n"u8, 0xE2, 0xE3, .. new byte[64]]),
        ("Torrent", "torrent", [.. "d8:announce35:udp://tracker.example.org:80"u8]),
        ("Aria2", "aria2", [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, .. new byte[40]]),
        ("Aria2WithHash", "aria2", [0, 1, 0, 0, 0, 1, 0, 0, 0, 20, .. new byte[20], 0, 0x10, 0, 0, .. new byte[40]]),
        ("AppleDouble", "macOS", [0, 5, 0x16, 7, 0, 2, .. new byte[64]]),
        ("Zeros", "nothing but zeros (4,096 bytes of 0x00)", new byte[4096]),
        ("Text", "Entry not found", [.. "Entry not found\n"u8]),
    ];

    /// <summary>A file as gzip packs it.</summary>
    public static byte[] Gzip(byte[] file)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(file);
        return packed.ToArray();
    }

    private static byte[] FlatBuffer(string identifier) => [16, 0, 0, 0, .. Encoding.ASCII.GetBytes(identifier), .. new byte[64]];

    private static byte[] Node(string name, string op) =>
        [.. Bytes(1, Encoding.ASCII.GetBytes(name)), .. Bytes(2, Encoding.ASCII.GetBytes(op))];

    // A protobuf field of bytes, at most 127.
    private static byte[] Bytes(int field, ReadOnlySpan<byte> content)
    {
        int tag = field << 3 | 2;
        byte[] head = tag < 128 ? [(byte)tag] : [(byte)(tag & 127 | 128), (byte)(tag >> 7)];
        return [.. head, (byte)content.Length, .. content];
    }
}
