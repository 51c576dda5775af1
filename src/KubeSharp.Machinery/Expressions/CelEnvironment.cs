using System.Collections.Frozen;
using System.Collections.Immutable;
using KubeSharp.Machinery.Expressions.Libraries;

namespace KubeSharp.Machinery.Expressions;

/// <summary>What an expression may name: variables, functions, types. Immutable; make it once and keep it.</summary>
public sealed class CelEnvironment
{
    private readonly FrozenDictionary<string, CelFunction> _functions;
    private readonly ImmutableDictionary<string, CelType> _variables;

    private CelEnvironment(FrozenDictionary<string, CelFunction> functions, ImmutableDictionary<string, CelType> variables, Func<string, CelType?>? types)
    {
        (_functions, _variables, Types) = (functions, variables, types);
    }

    /// <summary>The language with its standard functions and optional values, and nothing else.</summary>
    public static CelEnvironment Standard { get; } = new(Functions(CelLibraries.Standard), ImmutableDictionary<string, CelType>.Empty, null);

    /// <summary>The language with all libraries of Kubernetes v1.36.</summary>
    public static CelEnvironment Kubernetes { get; } = new(Functions(CelLibraries.Kubernetes), ImmutableDictionary<string, CelType>.Empty, null);

    /// <summary>The same with a variable more; one of that name is replaced.</summary>
    // Removed first: types of one name are equal whatever their fields, and an equal value would not be replaced.
    public CelEnvironment With(string variable, CelType type) => new(_functions, _variables.Remove(variable).Add(variable, type), Types);

    /// <summary>The same with object types that expressions may build by name (<c>Object.spec{…}</c>); the function is asked for the full name.</summary>
    public CelEnvironment WithTypes(Func<string, CelType?> types) => new(_functions, _variables, types);

    internal Func<string, CelType?>? Types { get; }

    /// <summary>The variable's type; null where there is none.</summary>
    public CelType? Variable(string name) => _variables.GetValueOrDefault(name);

    internal CelFunction? Function(string name) => _functions.GetValueOrDefault(name);

    private static FrozenDictionary<string, CelFunction> Functions(IEnumerable<CelOverload> overloads) =>
        overloads.GroupBy(static o => o.Function, StringComparer.Ordinal).ToFrozenDictionary(static g => g.Key, static g => new CelFunction(g.Key, [.. g]), StringComparer.Ordinal);
}
