namespace SafeLoad.Text;

/// <summary>Is told what a text of keys and values holds, JSON or YAML, in the order of its bytes.</summary>
/// <remarks>Spans are valid during the call.</remarks>
internal interface IKeyValueSink
{
    /// <summary>A map begins.</summary>
    void OpenMap();

    /// <summary>A list begins.</summary>
    void OpenList();

    /// <summary>The innermost map or list ends.</summary>
    void Close();

    /// <summary>A key; what follows is its value.</summary>
    void Key(ReadOnlySpan<byte> key, long at);

    /// <summary>A value that is no map and no list.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="isQuoted">Whether it is written as a text: <c>"false"</c> is one, and true to whoever asks whether it is.</param>
    void Value(ReadOnlySpan<byte> value, long at, bool isQuoted);

    /// <summary>A tag of YAML, in full: <c>tag:yaml.org,2002:str</c>, or <c>!word</c> for one of an application.</summary>
    void Tag(string tag, long at);

    /// <summary>A document of several has ended.</summary>
    void EndDocument();
}
