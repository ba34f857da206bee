using SafeLoad.Formats;

namespace SafeLoad.Opening;

// What stands beside models, or goes into them: data that nobody runs.
internal static partial class FormatTable
{
    // PyArrow before 14.0.1 (CVE-2023-47248); ray/air/util/tensor_extensions/arrow.py; petastorm/etl/dataset_metadata.py;
    // pyspark/sql/types.py, UserDefinedType.fromJson.
    private static readonly string[] s_tableTypes =
        ["arrow.py_extension_type", "ray.data.arrow_pickled_object", "dataset-toolkit.unischema", "\"serializedClass\""];

    // Tables in which libraries keep pickles: Python's dbm.sqlite3 (shelve), sqlitedict, APScheduler, diskcache.
    private static readonly string[][] s_shelves =
    [
        ["TABLE Dict", "value BLOB"], ["TABLE ", "(key TEXT PRIMARY KEY, value BLOB)"], ["TABLE ", "job_state BLOB"],
        ["TABLE Cache ", "mode INTEGER", "value BLOB"],
    ];

    private static FormatRow[] Data() =>
    [
        Holding("parquet", "a Parquet file", ["PAR1", "PARE"], ".parquet") with { UnpickledTypes = s_tableTypes },
        Holding("arrow", "an Arrow or Feather file", ["ARROW1\0\0", "FEA1"], ".arrow", ".feather") with { UnpickledTypes = s_tableTypes },
        Holding("orc", "an ORC file", ["ORC"]) with { Signature = static (in FileHead head) => head.Length > 64 },
        Holding("avro", "an Avro file", ["Obj\u0001"]),
        Holding("netcdf", "a NetCDF file", ["CDF\u0001", "CDF\u0002", "CDF\u0005"])
            with { Signature = static (in FileHead head) => head.Bytes.Length > 8 },
        Holding("matlab", "a MATLAB file", ["MATLAB 5.0 MAT-file"]),
        Holding("matlab", "a MATLAB file", ["MATLAB 7.3 MAT-file"]) with { IsUserBlock = true },
        Program("a database of objects", ["SQLite format 3\0"]) with { Signature = static (in FileHead head) => IsShelf(head) },
        Holding("sqlite", "an SQLite database", ["SQLite format 3\0"]),
        Program("the index of a database of objects (shelve), whose values stand in another file", ["'", "\""])
            with { Signature = static (in FileHead head) => ShelfIndex.IsAt(head) },
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

    // The schema stands on the first page, which has 64 KiB at most.
    private static bool IsShelf(in FileHead head)
    {
        byte[] page = new byte[(int)Math.Min(1 << 16, head.Length)];
        head.Source.ReadExactly(0, page);
        string text = System.Text.Encoding.Latin1.GetString(page);
        return text.Contains("Dict (\n    key BLOB UNIQUE NOT NULL", StringComparison.Ordinal)
            || Array.Exists(s_shelves, signs => Array.TrueForAll(signs, sign => text.Contains(sign, StringComparison.Ordinal)));
    }

    private static FormatRow Holding(string id, string words, string[] magics, params string[] endings) =>
        new(CheckpointFormat.Other, id, words)
    {
        Magics = magics,
        Mark = FormatMark.HoldsNoProgram,
        Endings = Promised(endings),
    };
}
