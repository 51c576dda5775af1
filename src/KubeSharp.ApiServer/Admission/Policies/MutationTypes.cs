using KubeSharp.Machinery.Expressions;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>
/// The types that mutations build: <c>Object{…}</c> and, for what is within, <c>Object.spec{…}</c> by the path of fields; <c>JSONPatch{…}</c>.
/// Which fields there are is not known when an expression is compiled.
/// </summary>
public static class MutationTypes
{
    /// <summary>A change as an object.</summary>
    public const string Root = "Object";

    /// <summary>A change as one operation.</summary>
    public static CelType JsonPatch { get; } = CelType.Object("JSONPatch", static () =>
    [
        new("op", "op", CelType.String), new("path", "path", CelType.String), new("from", "from", CelType.String), new("value", "value", CelType.Dyn),
    ]);

    /// <summary>A change as an object.</summary>
    public static CelType Object { get; } = CelType.OpenObject(Root);

    /// <summary>The type of the name; null where it is none.</summary>
    public static CelType? Find(string name) => name switch
    {
        "JSONPatch" => JsonPatch,
        Root => Object,
        _ => name.StartsWith(Root + ".", StringComparison.Ordinal) ? CelType.OpenObject(name) : null,
    };
}
