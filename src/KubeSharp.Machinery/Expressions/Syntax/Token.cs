using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>A word of an expression's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written.</param>
/// <param name="Offset">Characters before it.</param>
/// <param name="Value">Of a literal; null where its text is none (the mistake was noted).</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, CelValue? Value = null)
{
    public bool Is(string text) => Text == text && Kind is TokenKind.Punctuation or TokenKind.Keyword;
}
