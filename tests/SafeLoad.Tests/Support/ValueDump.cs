using System.Globalization;
using System.Text;
using SafeLoad.Values;

namespace SafeLoad.Tests.Support;

/// <summary>A value as text, with everything in it: same text, same value. What was met before is named by its number.</summary>
internal static class ValueDump
{
    public static string Of(PyValue root)
    {
        var text = new StringBuilder();
        var seen = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        Write(root);
        return text.ToString();

        void Write(PyValue value)
        {
            if (value.Reference is { } reference && !seen.TryAdd(reference, seen.Count))
            {
                text.Append(CultureInfo.InvariantCulture, $"#{seen[reference]};");
                return;
            }
            switch (value.Reference)
            {
                case PyDict dict:
                    text.Append('{');
                    foreach (var (key, item) in dict)
                    {
                        Write(key);
                        Write(item);
                    }
                    text.Append('}');
                    break;
                case PyList list:
                    text.Append('[');
                    foreach (PyValue item in list) Write(item);
                    text.Append(']');
                    break;
                case PyObject item:
                    text.Append(((PyGlobal)item.Callable.Reference!).FullName);
                    foreach (PyValue state in item.States!) Write(state);
                    break;
                case PyTensor tensor:
                    byte[] bytes = new byte[tensor.Info.ByteLength];
                    tensor.Info.CopyTo(bytes);
                    text.Append(tensor.Info).Append(string.Join(',', tensor.Info.Strides.ToArray())).Append(tensor.Info.Device)
                        .Append(tensor.Info.Storage!.Key).Append(Convert.ToHexString(bytes));
                    break;
                case PyStorage storage: text.Append(storage.Info.Key).Append(storage.DType).Append(storage.ElementCount); break;
                default: text.Append(value.Kind == PyKind.Bytes ? Convert.ToHexString(value.AsBytes()) : value.ToString()); break;
            }
            text.Append(';');
        }
    }
}
