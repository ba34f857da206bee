namespace SafeLoad.Scanning.Templates;

/// <summary>What stands between two marks of a template.</summary>
/// <param name="IsStatement">Whether the marks are <c>{%</c> and <c>%}</c>; else they are <c>{{</c> and <c>}}</c>.</param>
/// <param name="Text">What stands between them.</param>
internal readonly record struct JinjaBlock(bool IsStatement, string Text);
