using System.Collections.Frozen;

namespace KubeSharp.Machinery.Expressions.Checking;

/// <summary>The types that expressions can name: <c>type(x) == string</c>.</summary>
internal static class TypeNames
{
    private static readonly FrozenDictionary<string, CelType> _types = new[]
    {
        CelType.Bool, CelType.Int, CelType.UInt, CelType.Double, CelType.String, CelType.Bytes, CelType.Null, CelType.Timestamp, CelType.Duration, CelType.List, CelType.Map,
        CelType.TypeOf(CelType.Dyn), CelType.OptionalOf(CelType.Dyn), CelType.Dyn,
        CelType.Opaque("net.IP"), CelType.Opaque("net.CIDR"), CelType.Opaque("kubernetes.URL"), CelType.Opaque("kubernetes.Quantity"), CelType.Opaque("kubernetes.Semver"),
    }.ToFrozenDictionary(static t => t.Name, StringComparer.Ordinal);

    /// <summary>The type; null where the name is none.</summary>
    public static CelType? Find(string name) => _types.GetValueOrDefault(name);
}
