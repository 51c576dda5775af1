using System.Collections.Frozen;
using KubeSharp.Api;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What a Warning header says of kinds whose use is deprecated, whatever the verb. Source: Deprecated API Migration Guide.</summary>
internal static class DeprecatedVersions
{
    private static readonly FrozenDictionary<(string GroupVersion, string Kind), string> _all = new Dictionary<(string, string), string>
    {
        [("v1", "ComponentStatus")] = "v1 ComponentStatus is deprecated in v1.19+",
        [("v1", "Endpoints")] = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
    }.ToFrozenDictionary();

    /// <summary>The text; null: it is not deprecated.</summary>
    public static string? Warning(ApiResource version) => _all.GetValueOrDefault((version.GroupVersion, version.Kind));
}
