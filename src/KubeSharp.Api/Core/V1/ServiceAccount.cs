namespace KubeSharp.Api.Core.V1;

/// <summary>ServiceAccount of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ServiceAccount")]
[Kind("", "v1", "ServiceAccount", Plural = "serviceaccounts", Singular = "serviceaccount", Namespaced = true, ShortNames = "sa", Verbs = "create delete deletecollection get list patch update watch", Subresources = "token:authentication.k8s.io/v1/TokenRequest:create")]
public sealed partial record ServiceAccount : IApiObject<ServiceAccount>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("secrets", 2, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<ObjectReference> Secrets { get; init; } = [];

    [Field("imagePullSecrets", 3, List = "atomic")]
    public ApiList<LocalObjectReference> ImagePullSecrets { get; init; } = [];

    [Field("automountServiceAccountToken", 4, KeepZero = true)]
    public bool? AutomountServiceAccountToken { get; init; }
}
