namespace KubeSharp.Api.Core.V1;

/// <summary>PreferredSchedulingTerm of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PreferredSchedulingTerm")]
public sealed partial record PreferredSchedulingTerm : IApiRecord<PreferredSchedulingTerm>
{
    [Field("weight", 1, Required = true, Default = "0")]
    public int Weight { get; init; }

    [Field("preference", 2, Required = true, Default = "{}")]
    public NodeSelectorTerm Preference { get; init; } = NodeSelectorTerm.Empty;
}
