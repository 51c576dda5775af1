namespace KubeSharp.Machinery.Expressions;

/// <summary>Something wrong with an expression's text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">Characters before it on the line.</param>
/// <param name="Message">In cel-go's words.</param>
public sealed record CelMistake(int Line, int Column, string Message);
