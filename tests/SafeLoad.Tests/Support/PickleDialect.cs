using SafeLoad.Pickle;

namespace SafeLoad.Tests.Support;

/// <summary>The same values in the words of protocol 0, 2 or 4.</summary>
internal sealed class PickleDialect(int protocol)
{
    private uint _memo;

    /// <summary>What is written.</summary>
    public PickleBuilder Pickle { get; } = protocol == 0 ? new PickleBuilder() : PickleBuilder.Protocol(protocol);

    public PickleDialect Global(string module, string name)
    {
        if (protocol < 4) Pickle.Global(module, name);
        else Pickle.ShortText(module).ShortText(name).Op(PickleOpcode.StackGlobal);
        return this;
    }

    public PickleDialect Text(string text)
    {
        if (protocol == 0) Pickle.Line(PickleOpcode.Unicode, text);
        else if (protocol == 2) Pickle.Text(text);
        else Pickle.ShortText(text);
        return this;
    }

    public PickleDialect Int(int value)
    {
        if (protocol == 0) Pickle.Line(PickleOpcode.Int, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        else Pickle.Int(value);
        return this;
    }

    public PickleDialect Op(PickleOpcode opcode)
    {
        Pickle.Op(opcode);
        return this;
    }

    public PickleDialect Dict() => protocol == 0 ? Op(PickleOpcode.Mark).Op(PickleOpcode.Dict) : Op(PickleOpcode.EmptyDict);

    public PickleDialect List() => protocol == 0 ? Op(PickleOpcode.Mark).Op(PickleOpcode.List) : Op(PickleOpcode.EmptyList);

    /// <summary>What an action writes.</summary>
    public PickleDialect Tell(Action<PickleDialect> write)
    {
        write(this);
        return this;
    }

    /// <summary>A tuple of what the actions write.</summary>
    public PickleDialect Tuple(params Action<PickleDialect>[] items)
    {
        Op(PickleOpcode.Mark);
        foreach (var item in items) item(this);
        return Op(PickleOpcode.Tuple);
    }

    /// <summary>REDUCE.</summary>
    public PickleDialect Call(string module, string name, params Action<PickleDialect>[] arguments) =>
        Global(module, name).Tuple(arguments).Op(PickleOpcode.Reduce);

    /// <summary>A new object of a class: NEWOBJ, in protocol 0 by its function.</summary>
    public PickleDialect New(string module, string name) => protocol == 0
        ? Call("copy_reg", "_reconstructor", type => type.Global(module, name), type => type.Global("__builtin__", "object"),
            static none => none.Op(PickleOpcode.None))
        : Global(module, name).Tuple().Op(PickleOpcode.NewObj);

    /// <summary>Stores the value at the top; what gives its entry.</summary>
    public Action<PickleDialect> Keep()
    {
        uint entry = _memo++;
        if (protocol == 0) Pickle.Line(PickleOpcode.Put, Text(entry));
        else Pickle.Put(entry);
        return dialect =>
        {
            if (protocol == 0) dialect.Pickle.Line(PickleOpcode.Get, Text(entry));
            else dialect.Pickle.Get(entry);
        };
    }

    /// <summary>The bytes, with STOP.</summary>
    public byte[] Stop() => Pickle.Stop();

    private static string Text(uint entry) => entry.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
