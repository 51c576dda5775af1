namespace KubeSharp.Api.FlowControl.V1;

/// <summary>QueuingConfiguration of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.QueuingConfiguration")]
public sealed partial record QueuingConfiguration : IApiRecord<QueuingConfiguration>
{
    [Field("queues", 1, Default = "0")]
    public int? Queues { get; init; }

    [Field("handSize", 2, Default = "0")]
    public int? HandSize { get; init; }

    [Field("queueLengthLimit", 3, Default = "0")]
    public int? QueueLengthLimit { get; init; }
}
