using System.Runtime.CompilerServices;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>Room for a call's arguments on the stack.</summary>
[InlineArray(CountMax)]
internal struct CallArguments
{
    /// <summary>Calls with more take it from the heap.</summary>
    public const int CountMax = 4;
    private CelValue _first;
}
