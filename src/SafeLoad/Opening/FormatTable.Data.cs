using SafeLoad.Formats;

namespace SafeLoad.Opening;

// What stands beside models, or goes into them: data that nobody runs.
internal static partial class FormatTable
{
    private const string ArrowType = "arrow.py_extension_type";

    private static FormatRow[] Data() =>
    [
        Holding("parquet", "a Parquet file", ["PAR1", "PARE"], ".parquet") with { UnpickledType = ArrowType },
        Holding("arrow", "an Arrow or Feather file", ["ARROW1\0\0", "FEA1"], ".arrow", ".feather") with { UnpickledType = ArrowType },
        Holding("orc", "an ORC file", ["ORC"]) with { Signature = static (in FileHead head) => head.Length > 64 },
        Holding("avro", "an Avro file", ["Obj\u0001"]),
        Holding("netcdf", "a NetCDF file", ["CDF\u0001", "CDF\u0002", "CDF\u0005"])
            with { Signature = static (in FileHead head) => head.Bytes.Length > 8 },
        Holding("matlab", "a MATLAB file", ["MATLAB 5.0 MAT-file"]),
        Holding("matlab", "a MATLAB file", ["MATLAB 7.3 MAT-file"]) with { IsUserBlock = true },
        Program("a database of objects", ["SQLite format 3\0"]) with { Signature = static (in FileHead head) => IsShelf(head) },
        Holding("sqlite", "an SQLite database", ["SQLite format 3\0"]),
        Holding("spss", "an SPSS file", ["$FL2@(#)", "$FL3@(#)"]),
        Holding("pmml", "a PMML model", MarkupHead.Magics, ".pmml")
            with { Signature = static (in FileHead head) => MarkupHead.RootOf(head.Bytes).SequenceEqual("PMML"u8) },
        Holding("openvino", "an OpenVINO model", MarkupHead.Magics)
            with { Signature = static (in FileHead head) => MarkupHead.RootOf(head.Bytes).SequenceEqual("net"u8)
                && head.Bytes.IndexOf("version="u8) >= 0 },
        Holding("xgboost", "an XGBoost model", JsonHead.Magics)
            with { Signature = static (in FileHead head) => JsonHead.HasKey(head.Bytes, "learner"u8) },
        Holding("catboost", "a CatBoost model", JsonHead.Magics)
            with { Signature = static (in FileHead head) => JsonHead.HasKey(head.Bytes, "oblivious_trees"u8)
                || JsonHead.HasKey(head.Bytes, "features_info"u8) },
        Holding("tfjs", "a TensorFlow.js model", JsonHead.Magics)
            with { Signature = static (in FileHead head) => JsonHead.HasKey(head.Bytes, "modelTopology"u8) },
        Holding("mxnetsymbol", "a graph of MXNet", JsonHead.Magics)
            with { Signature = static (in FileHead head) => JsonHead.HasKey(head.Bytes, "nodes"u8) && JsonHead.HasKey(head.Bytes, "op"u8) },
    ];

    // The one table of Python's dbm.sqlite3, in which shelve keeps pickles.
    private static bool IsShelf(in FileHead head)
    {
        byte[] page = new byte[(int)Math.Min(1 << 16, head.Length)];
        head.Source.ReadExactly(0, page);
        return page.AsSpan().IndexOf("Dict (\n    key BLOB UNIQUE NOT NULL"u8) >= 0
            || (page.AsSpan().IndexOf("TABLE Dict"u8) >= 0 && page.AsSpan().IndexOf("value BLOB"u8) >= 0);
    }

    private static FormatRow Holding(string id, string words, string[] magics, params string[] endings) =>
        new(CheckpointFormat.Other, id, words)
    {
        Magics = magics,
        Mark = FormatMark.HoldsNoProgram,
        Endings = Promised(endings),
    };
}
