using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace KubeSharp.Machinery;

/// <summary>Guards what must hold whatever the input: a failure is a bug here, never the caller's mistake.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="UnreachableException"/> naming the broken condition.</summary>
    public static void Check([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (!condition) { throw new UnreachableException($"broken invariant: {text}"); }
    }
}
