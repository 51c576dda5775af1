using KubeSharp.Machinery.Expressions.Values;
using static KubeSharp.Machinery.Expressions.Libraries.CelOverload;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>What patches made by expressions need. Source: Kubernetes JSONPatch library.</summary>
internal static class JsonPatchLibrary
{
    public static IEnumerable<CelOverload> Overloads =>
    [
        Global("jsonpatch.escapeKey", [CelType.String], CelType.String, static v => ((CelString)v[0]).Value.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)).ReadsFirst(2),
    ];
}
