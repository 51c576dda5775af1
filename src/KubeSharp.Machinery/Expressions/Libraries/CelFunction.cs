using System.Collections.Immutable;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>A function with all its overloads.</summary>
internal sealed record CelFunction(string Name, ImmutableArray<CelOverload> Overloads);
