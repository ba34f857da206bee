using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.House;

/// <summary>Which methods of a namespace call which others of it.</summary>
/// <remarks>Who makes an iterator is taken for one that runs it. What a delegate or an interface leads to is not seen.</remarks>
internal sealed class CallGraph
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly Dictionary<MethodDefinitionHandle, List<MethodDefinitionHandle>> _calls = [];

    private CallGraph(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
    }

    /// <summary>The circles among the methods of a namespace and of those in it: each is the names of methods that can come to call
    /// themselves.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="space">The namespace.</param>
    /// <param name="methods">How many methods were looked at.</param>
    public static IReadOnlyList<string> Circles(string path, string space, out int methods)
    {
        using var file = new PEReader(File.OpenRead(path));
        var graph = new CallGraph(file);
        foreach (TypeDefinitionHandle type in graph._metadata.TypeDefinitions)
        {
            if (!(graph.NamespaceOf(type) + ".").StartsWith(space + ".", StringComparison.Ordinal)) continue;
            foreach (MethodDefinitionHandle method in graph._metadata.GetTypeDefinition(type).GetMethods()) graph.Add(method);
        }
        methods = graph._calls.Count;
        return [.. graph._calls.Keys.Where(graph.ComesBack).Select(graph.NameOf).Order(StringComparer.Ordinal)];
    }

    private void Add(MethodDefinitionHandle method)
    {
        var called = new List<MethodDefinitionHandle>();
        _calls[method] = called;
        int address = _metadata.GetMethodDefinition(method).RelativeVirtualAddress;
        if (address == 0) return;
        foreach (var (code, token) in IlCode.Read(_file.GetMethodBody(address)))
        {
            // A delegate is made, not called.
            if (code.Name is not ("call" or "callvirt" or "newobj")) continue;
            EntityHandle to = token.Kind == HandleKind.MethodSpecification
                ? _metadata.GetMethodSpecification((MethodSpecificationHandle)token).Method
                : token;
            if (to.Kind != HandleKind.MethodDefinition) continue;
            called.Add((MethodDefinitionHandle)to);
            if (code.Name == "newobj" && IteratorStep((MethodDefinitionHandle)to) is { IsNil: false } step) called.Add(step);
        }
    }

    private MethodDefinitionHandle IteratorStep(MethodDefinitionHandle constructor)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(_metadata.GetMethodDefinition(constructor).GetDeclaringType());
        if (!_metadata.GetString(type.Name).StartsWith('<')) return default;
        return type.GetMethods().FirstOrDefault(method => _metadata.GetString(_metadata.GetMethodDefinition(method).Name) == "MoveNext");
    }

    private bool ComesBack(MethodDefinitionHandle from)
    {
        var seen = new HashSet<MethodDefinitionHandle>();
        var open = new Stack<MethodDefinitionHandle>(_calls[from]);
        while (open.TryPop(out MethodDefinitionHandle method))
        {
            if (method == from) return true;
            if (!seen.Add(method) || !_calls.TryGetValue(method, out var called)) continue;
            foreach (MethodDefinitionHandle next in called) open.Push(next);
        }
        return false;
    }

    private string NameOf(MethodDefinitionHandle handle)
    {
        MethodDefinition method = _metadata.GetMethodDefinition(handle);
        TypeDefinition type = _metadata.GetTypeDefinition(method.GetDeclaringType());
        return _metadata.GetString(type.Name) + "." + _metadata.GetString(method.Name);
    }

    private string NamespaceOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil) type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        return _metadata.GetString(type.Namespace);
    }
}
