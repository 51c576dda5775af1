namespace KubeSharp.Api.Core.V1;

/// <summary>Probe of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Probe")]
public sealed partial record Probe : IApiRecord<Probe>
{
    [Field("exec", 0)]
    public ExecAction? Exec { get; init; }

    [Field("httpGet", 0)]
    public HTTPGetAction? HttpGet { get; init; }

    [Field("tcpSocket", 0)]
    public TCPSocketAction? TcpSocket { get; init; }

    [Field("grpc", 0)]
    public GRPCAction? Grpc { get; init; }

    [Field("initialDelaySeconds", 2)]
    public int? InitialDelaySeconds { get; init; }

    [Field("timeoutSeconds", 3)]
    public int? TimeoutSeconds { get; init; }

    [Field("periodSeconds", 4)]
    public int? PeriodSeconds { get; init; }

    [Field("successThreshold", 5)]
    public int? SuccessThreshold { get; init; }

    [Field("failureThreshold", 6)]
    public int? FailureThreshold { get; init; }

    [Field("terminationGracePeriodSeconds", 7, KeepZero = true)]
    public long? TerminationGracePeriodSeconds { get; init; }
}
