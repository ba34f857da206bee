using SafeLoad.Cli.Reporting;

namespace SafeLoad.Cli.Tests.Reporting;

public sealed class TextTableTests
{
    private static TextTable Tensors(params string[][] rows)
    {
        var table = new TextTable(("Name", false), ("DType", false), ("Shape", false), ("Bytes", true));
        foreach (string[] row in rows) table.Add(row);
        return table;
    }

    [Test]
    public void GivenRoom_EachRowIsALine() =>
        Assert.That(
            Tensors(["layers.0.weight", "float32", "[4096, 4096]", "67,108,864"], ["fc.bias", "int64", "[]", "8"]).Draw(80), Is.EqualTo("""
        ╭─────────────────┬─────────┬──────────────┬────────────╮
        │ Name            │ DType   │ Shape        │      Bytes │
        ├─────────────────┼─────────┼──────────────┼────────────┤
        │ layers.0.weight │ float32 │ [4096, 4096] │ 67,108,864 │
        │ fc.bias         │ int64   │ []           │          8 │
        ╰─────────────────┴─────────┴──────────────┴────────────╯

        """));

    [Test]
    public void GivenANarrowWindow_TextGoesOnInTheNextLineAndNumbersStayWhole() => Assert.That(
        Tensors(["model.layers.0.self_attn.q_proj.weight", "float32", "[4096, 4096]", "67,108,864"],
            ["a b c d e f g h i j k l m n o p", "float32", "[1, 2]", "12"]).Draw(60), Is.EqualTo("""
        ╭────────────────────┬─────────┬──────────────┬────────────╮
        │ Name               │ DType   │ Shape        │      Bytes │
        ├────────────────────┼─────────┼──────────────┼────────────┤
        │ model.layers.0.sel │ float32 │ [4096, 4096] │ 67,108,864 │
        │ f_attn.q_proj.weig │         │              │            │
        │ ht                 │         │              │            │
        │ a b c d e f g h i  │ float32 │ [1, 2]       │         12 │
        │ j k l m n o p      │         │              │            │
        ╰────────────────────┴─────────┴──────────────┴────────────╯

        """));

    [Test]
    public void GivenAWindowThatEveryColumnMustGiveWayTo_TheFrameFits() =>
        Assert.That(Tensors(["layers.fc.bias", "float32", "[4096, 4096]", "67,108,864"]).Draw(40), Is.EqualTo("""
        ╭────────┬────────┬───────┬────────────╮
        │ Name   │ DType  │ Shape │      Bytes │
        ├────────┼────────┼───────┼────────────┤
        │ layers │ float3 │ [4096 │ 67,108,864 │
        │ .fc.bi │ 2      │ ,     │            │
        │ as     │        │ 4096] │            │
        ╰────────┴────────┴───────┴────────────╯

        """));

    [Test]
    public void GivenWideCharacters_TheFrameStaysStraight() => Assert.That(Tensors(["日本語", "float32", "", "1"]).Draw(80), Is.EqualTo("""
        ╭────────┬─────────┬───────┬───────╮
        │ Name   │ DType   │ Shape │ Bytes │
        ├────────┼─────────┼───────┼───────┤
        │ 日本語 │ float32 │       │     1 │
        ╰────────┴─────────┴───────┴───────╯

        """));

    [Test]
    public void GivenNoRows_OnlyTheHeadIsDrawn() => Assert.That(Tensors().Draw(80), Is.EqualTo("""
        ╭──────┬───────┬───────┬───────╮
        │ Name │ DType │ Shape │ Bytes │
        ╰──────┴───────┴───────┴───────╯

        """));

    [Test]
    public void GivenAWindowTooSmallForAnything_ColumnsKeepTwoCharacters() =>
        Assert.That(Tensors(["name", "int8", "[1]", "12"]).Draw(1), Is.EqualTo("""
        ╭────┬────┬────┬───────╮
        │ Na │ DT │ Sh │ Bytes │
        │ me │ yp │ ap │       │
        │    │ e  │ e  │       │
        ├────┼────┼────┼───────┤
        │ na │ in │ [1 │    12 │
        │ me │ t8 │ ]  │       │
        ╰────┴────┴────┴───────╯

        """));
}
