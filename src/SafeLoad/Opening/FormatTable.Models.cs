using System.Buffers.Binary;
using SafeLoad.Formats;

namespace SafeLoad.Opening;

// Models of other libraries that are told by a magic of their own. Nothing of them is read: what can carry a program is not looked at.
// Signatures as in the libraries' sources and in Netron's (lutzroeder/netron, source/*.js).
internal static partial class FormatTable
{
    private static FormatRow[] Models() =>
    [
        // FlatBuffers: an offset, and the identifier of the schema. Custom operators are called by name.
        FlatBuffer("tflite", "a TensorFlow Lite model", FormatMark.NotLookedAt, "TFL3", ".tflite"),
        FlatBuffer("executorch", "an ExecuTorch program (.pte)", FormatMark.NotLookedAt, "ET12", ".pte"),
        FlatBuffer("executorchdata", "weights of ExecuTorch (.ptd)", FormatMark.HoldsNoProgram, "FT01", ".ptd"),
        FlatBuffer("ort", "an ONNX Runtime model", FormatMark.NotLookedAt, "ORTM", ".ort"),
        FlatBuffer("circle", "a Circle model", FormatMark.NotLookedAt, "CIR0", ".circle"),
        FlatBuffer("mslite", "a MindSpore Lite model", FormatMark.NotLookedAt, "MSL"),
        Model("mnn", "an MNN model", FormatMark.NotLookedAt, ["\0\0\0"], ".mnn")
            with { MagicOffset = 1, Signature = static (in FileHead head) => IsMnn(head) },
        // Compiled for a device: code that it runs.
        Model("tensorrt", "a TensorRT engine, compiled for a GPU", FormatMark.NotLookedAt,
            static (in FileHead head) => IsTensorRt(head), ".engine", ".plan"),
        Model("rknn", "an RKNN model, compiled for a Rockchip", FormatMark.NotLookedAt, ["RKNN", "CYPTRKNN", "RKNX"], ".rknn"),
        Model("hailo", "a Hailo model, compiled", FormatMark.NotLookedAt, ["\u0001HEF"], ".hef"),
        Model("om", "an Ascend model, compiled", FormatMark.NotLookedAt,
            ["IMOD", "PICO"]) with { Signature = static (in FileHead head) => head.Length >= 256 },
        Model("kmodel", "a kmodel, compiled for a Kendryte", FormatMark.NotLookedAt, ["LDMK"]),
        Model("bmodel", "a bmodel, compiled for a Sophon", FormatMark.NotLookedAt, ["\u00EE\u00AAU\u00FF"]),
        Model("dlc", "a Snapdragon model (DLC)", FormatMark.NotLookedAt,
            ["\u00D5\n"]) with { Signature = static (in FileHead head) => head.Length > 16 && head.Bytes[3] == 0 },
        Model("imgdnn", "an IMG DNN model", FormatMark.NotLookedAt, ["IMGDNN"]),
        Model("megengine", "a MegEngine model", FormatMark.NotLookedAt,
            ["mgb0001", "mgb0000a", "MGBS", "mgbtest0"]),
        Model("cntk", "a CNTK model", FormatMark.NotLookedAt, ["B\0C\0N\0\0\0"]),
        Model("mlir", "MLIR bytecode", FormatMark.NotLookedAt, ["ML\u00EFR"]),
        // R's readers run what a promise or an active binding holds.
        Model("rdata", "R data", FormatMark.NotLookedAt, RDataMagics(), ".rds", ".rdata", ".rda"),
        // Trees and vectors.
        Model("catboost", "a CatBoost model", FormatMark.HoldsNoProgram, ["CBM1"], ".cbm"),
        Model("lightgbm", "a LightGBM model", FormatMark.HoldsNoProgram, ["tree\nversion=", "tree\r\nversion="]),
        Model("xgboost", "an XGBoost model", FormatMark.HoldsNoProgram,
            ["binf", "bs64\t", "{L\0\0\0\0\0\0", "booster[0]:\n"], ".ubj"),
        Model("fasttext", "word vectors of fastText", FormatMark.HoldsNoProgram, ["\u00BA\u0016O/"]),
        Model("word2vec", "word vectors of word2vec", FormatMark.HoldsNoProgram, static (in FileHead head) => IsWord2Vec(head.Bytes)),
        Model("faiss", "a faiss index", FormatMark.HoldsNoProgram, ["IxF", "IxM", "IxP", "IwF", "IwP", "IHN", "IBx"], ".faiss")
            with { Signature = static (in FileHead head) => IsFaiss(head.Bytes) },
        // Weights.
        Model("ggml", "a GGML model from before GGUF", FormatMark.HoldsNoProgram,
            ["lmgg", "fmgg", "tjgg", "algg"], ".ggml"),
        Model("ctranslate2", "a CTranslate2 model", FormatMark.HoldsNoProgram, ["\0\0\0"])
            with { MagicOffset = 1, Signature = static (in FileHead head) => IsCTranslate2(head.Bytes) },
        Model("mxnet", "parameters of MXNet", FormatMark.HoldsNoProgram, ["\u0012\u0001\0\0\0\0\0\0"], ".params"),
        Model("tvm", "parameters of TVM", FormatMark.HoldsNoProgram, ["\u00B7\u009C\u0004\u0005O\u008D\u00E5\u00F7"]),
        Model("ncnn", "an NCNN model", FormatMark.HoldsNoProgram,
            ["7767517\n", "7767517\r\n", "\u00DD\u0085v\0"]),
        Model("paddleparams", "parameters of Paddle", FormatMark.HoldsNoProgram, ["\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"], ".pdiparams")
            with { Signature = static (in FileHead head) => IsPaddleParameters(head.Bytes) },
        Model("darknet", "weights of Darknet", FormatMark.HoldsNoProgram, ["\0\0\0\0\u0002\0\0\0\u0005\0\0\0"], ".weights"),
        Model("flax", "parameters of Flax (msgpack)", FormatMark.HoldsNoProgram,
            static (in FileHead head) => IsFlax(head.Bytes), ".msgpack"),
        Model("tensorizer", "tensors of Tensorizer", FormatMark.HoldsNoProgram, ["|TZR|\n"], ".tensors"),
    ];

    private static FormatRow FlatBuffer(string id, string words, FormatMark mark, string identifier, params string[] promises) =>
        Model(id, words, mark, [identifier], promises) with
        {
            MagicOffset = 4,
            Signature = static (in FileHead head) => HasFlatBufferRoot(head),
        };

    private static FormatRow Model(string id, string words, FormatMark mark, FormatSignature signature, params string[] promises) =>
        Model(id, words, mark, magics: [], promises) with { Signature = signature };

    private static FormatRow Model(string id, string words, FormatMark mark, string[] magics, params string[] promises) =>
        new(CheckpointFormat.OtherModel, id, words)
    {
        Magics = magics,
        Mark = mark,
        HoldsWeights = true,
        Endings = Promised(promises),
    };

    private static bool HasFlatBufferRoot(in FileHead head) => head.Bytes.Length >= 8
        && BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes) is >= 4 and var root && root < head.Length;

    // No identifier: the root is a table behind its own vtable, and the converter leaves its name in the file.
    private static bool IsMnn(in FileHead head)
    {
        if (head.Bytes.Length < 64
            || BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes) is not (>= 4 and < 256 and var root)) return false;
        if (root > head.Bytes.Length - 4) return false;
        int vtable = (int)root - BinaryPrimitives.ReadInt32LittleEndian(head.Bytes[(int)root..]);
        if (vtable < 4 || vtable > head.Bytes.Length - 4
            || BinaryPrimitives.ReadUInt16LittleEndian(head.Bytes[vtable..]) is not (>= 4 and < 128)) return false;
        return head.Bytes.IndexOf("\x03\0\0\0MNN\0"u8) >= 0;
    }

    // Exporters put a length and a text in JSON before the engine.
    private static bool IsTensorRt(in FileHead head)
    {
        if (head.StartsWith("ptrt"u8) || head.StartsWith("ftrt"u8)) return true;
        if (head.Bytes.Length < 8 || head.Bytes[4] != '{') return false;
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes);
        Span<byte> magic = stackalloc byte[4];
        return offset < 1 << 20 && head.Source.Read(4L + offset, magic) == magic.Length && (magic.SequenceEqual("ptrt"u8)
            || magic.SequenceEqual("ftrt"u8));
    }

    // R's serialize: XDR, text or native, version 2 or 3; and the heads of save().
    private static string[] RDataMagics() =>
    [
        "X\n\0\0\0\u0002", "X\n\0\0\0\u0003", "B\n\u0002\0\0\0", "B\n\u0003\0\0\0", "A\n2\n", "A\n3\n",
        "RDX2\n", "RDX3\n", "RDA2\n", "RDA3\n", "RDB2\n", "RDB3\n",
    ];

    // "3 4\n": how many words, how many numbers for each.
    private static bool IsWord2Vec(ReadOnlySpan<byte> head)
    {
        int line = head[..Math.Min(head.Length, 32)].IndexOf((byte)'\n'), blank = line < 0 ? -1 : head[..line].IndexOf((byte)' ');
        return blank > 0 && line - blank > 1 && line + 1 < head.Length
            && head[..blank].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
                && head[(blank + 1)..line].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private static bool IsFaiss(ReadOnlySpan<byte> head) => head.Length > 8 && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) < 1 << 20;

    // The version, then the name of the specification: a length with the NUL that ends it.
    private static bool IsCTranslate2(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16 || BinaryPrimitives.ReadUInt32LittleEndian(head) is not (>= 1 and < 100)) return false;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(head[4..]);
        return length is > 4 and < 100 && head.Length > 6 + length && head[5 + length] == 0 && head.Slice(6, length - 1).EndsWith("Spec"u8);
    }

    // Two versions of zero, no levels; then a length and the description of a tensor, which begins with its dtype.
    private static bool IsPaddleParameters(ReadOnlySpan<byte> head) =>
        head.Length > 24
            && BinaryPrimitives.ReadInt32LittleEndian(head[16..]) is > 2 and < 1024 && head[20] == 0x08 && head[22] == 0x10;

    // msgpack: a map whose first key is a text, and behind it another map or an array of NumPy's (an extension of type 1).
    private static bool IsFlax(ReadOnlySpan<byte> head)
    {
        int at = head.Length < 8 ? -1 : head[0] is >= 0x81 and <= 0x8F ? 1 : head[0] == 0xDE ? 3 : head[0] == 0xDF ? 5 : -1;
        if (at < 0) return false;
        int length = head[at] is >= 0xA1 and <= 0xBF ? head[at] & 0x1F : head[at] == 0xD9 ? head[++at] : 0, value = at + 1 + length;
        if (length == 0 || value + 4 >= head.Length || head.Slice(at + 1, length).IndexOfAnyExceptInRange((byte)' ',
            (byte)'~') >= 0) return false;
        ReadOnlySpan<byte> rest = head[value..];
        return rest[0] switch
        {
            (>= 0x80 and <= 0x8F) or 0xDE or 0xDF => true,
            0xC7 => rest[2] == 1,
            0xC8 => rest[3] == 1,
            0xC9 => rest.Length > 5 && rest[5] == 1,
            _ => false,
        };
    }
}
