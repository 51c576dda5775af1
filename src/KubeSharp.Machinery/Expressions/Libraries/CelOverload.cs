using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>What an overload does. Arguments are never errors and have the kinds of its signature; a receiver is the first one.</summary>
internal delegate CelValue CelImplementation(ReadOnlySpan<CelValue> arguments);

/// <summary>What a call did cost.</summary>
internal delegate long CelCallCost(ReadOnlySpan<CelValue> arguments, CelValue result);

/// <summary>What a call may cost and how large its result may be (null: unknown), by the sizes of its arguments.</summary>
internal delegate (CelCost Cost, CelCost? ResultSize) CelCallEstimate(ReadOnlySpan<CelCost> sizes);

/// <summary>One signature of a function, a row of a library's table.</summary>
internal sealed record CelOverload(string Function, bool IsMember, ImmutableArray<CelType> Arguments, CelType Result, CelImplementation Run)
{
    /// <summary>What a call did cost; null: 1.</summary>
    public CelCallCost? Cost { get; init; }
    /// <summary>What a call may cost; null: 1, and a result of unknown size.</summary>
    public CelCallEstimate? Estimate { get; init; }

    /// <summary>f(a, b).</summary>
    public static CelOverload Global(string function, ImmutableArray<CelType> arguments, CelType result, CelImplementation run) => new(function, false, arguments, result, run);

    /// <summary>a.f(b).</summary>
    public static CelOverload Member(string function, ImmutableArray<CelType> arguments, CelType result, CelImplementation run) => new(function, true, arguments, result, run);
}
