namespace KubeSharp.Machinery.Expressions.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The text is over.</summary>
    End,
    /// <summary>A name, reserved ones too.</summary>
    Identifier,
    /// <summary>true, false, null, in.</summary>
    Keyword,
    /// <summary>A literal: <see cref="Token.Value"/> has it.</summary>
    Literal,
    /// <summary>An operator, a bracket, a comma.</summary>
    Punctuation,
}
