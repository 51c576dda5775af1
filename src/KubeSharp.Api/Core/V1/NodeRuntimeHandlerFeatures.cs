namespace KubeSharp.Api.Core.V1;

/// <summary>NodeRuntimeHandlerFeatures of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeRuntimeHandlerFeatures")]
public sealed partial record NodeRuntimeHandlerFeatures : IApiRecord<NodeRuntimeHandlerFeatures>
{
    [Field("recursiveReadOnlyMounts", 1, KeepZero = true)]
    public bool? RecursiveReadOnlyMounts { get; init; }

    [Field("userNamespaces", 2, KeepZero = true)]
    public bool? UserNamespaces { get; init; }
}
