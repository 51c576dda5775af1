namespace KubeSharp.Api.FlowControl.V1;

/// <summary>FlowSchemaSpec of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaSpec")]
public sealed partial record FlowSchemaSpec : IApiRecord<FlowSchemaSpec>
{
    [Field("priorityLevelConfiguration", 1, Required = true, Default = "{}")]
    public PriorityLevelConfigurationReference PriorityLevelConfiguration { get; init; } = PriorityLevelConfigurationReference.Empty;

    [Field("matchingPrecedence", 2, Default = "0")]
    public int? MatchingPrecedence { get; init; }

    [Field("distinguisherMethod", 3)]
    public FlowDistinguisherMethod? DistinguisherMethod { get; init; }

    [Field("rules", 4, List = "atomic")]
    public ApiList<PolicyRulesWithSubjects> Rules { get; init; } = [];
}
