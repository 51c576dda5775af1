using KubeSharp.ApiServer.Endpoints;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>The paths of documents that are no resource's: discovery, the version, and the keys that tokens of service accounts are checked with. Pure. Source: OpenAPI documents of Kubernetes 1.36.</summary>
internal static class DiscoveryNodes
{
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static readonly string[] _json = ["application/json"];

    /// <summary>The documents that hold nothing else, but those of groups.</summary>
    public static IReadOnlyList<string> Alone { get; } = [".well-known/openid-configuration", "api", "apis", "openid/v1/jwks", "version"];

    /// <summary>Adds the path of the document (of apis/apps/v1 it is /apis/apps/v1/) and what can be done there.</summary>
    public static ObjectNode AddTo(ObjectNode paths, string document, SchemaNodes schemas, bool isV3)
    {
        var (tag, id, meaning, type, formats) = document.Split('/') switch
        {
            [".well-known", ..] => ("WellKnown", "getServiceAccountIssuerOpenIDConfiguration", "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'", "", _json),
            ["openid", ..] => ("openid", "getServiceAccountIssuerOpenIDKeyset", "get service account issuer OpenID JSON Web Key Set (contains public token verification keys)", "", ["application/jwk-set+json"]),
            ["version"] => ("version", "getCodeVersion", "get the version information for this server", "io.k8s.apimachinery.pkg.version.Info", _json),
            ["api"] => ("core", "getCoreAPIVersions", "get available API versions", Meta + "APIVersions", ServedTypes.Formats),
            ["apis"] => ("apis", "getAPIVersions", "get available API versions", Meta + "APIGroupList", ServedTypes.Formats),
            ["apis", var group] => (OperationNodes.Tag(group, ""), $"get{OperationNodes.GroupName(group)}APIGroup", "get information of a group", Meta + "APIGroup", ServedTypes.Formats),
            ["api", var version] => OfVersion("", version),
            ["apis", var group, var version] => OfVersion(group, version),
            _ => throw new ArgumentException($"{document} is no document", nameof(document)),
        };
        var operation = ObjectNode.Of(
            ("description", meaning), ("consumes", isV3 || type.Length == 0 ? null : OperationNodes.Texts(formats)), ("produces", isV3 ? null : OperationNodes.Texts(formats)), ("schemes", isV3 ? null : OperationNodes.Texts(["https"])),
            ("tags", OperationNodes.Texts([tag])), ("operationId", id),
            ("responses", OperationNodes.Responses([], type.Length == 0 ? OperationNodes.Words() : schemas.Reference(type), formats, isV3)));
        return paths.Set($"/{document}/", ObjectNode.Of(("get", operation)));
    }

    private static (string, string, string, string, string[]) OfVersion(string group, string version) =>
        (OperationNodes.Tag(group, version), $"get{OperationNodes.GroupName(group)}{OperationNodes.Capital(version)}APIResources", "get available resources", Meta + "APIResourceList", ServedTypes.Formats);
}
