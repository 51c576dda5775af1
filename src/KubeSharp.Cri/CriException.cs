using Grpc.Core;

namespace KubeSharp.Cri;

/// <summary>A call to the runtime failed: what was being done, to what, and why.</summary>
public sealed class CriException : Exception
{
    public CriException(CriError error, string operation, string? subject, string detail, Exception? cause = null)
        : base(subject is null ? $"{operation}: {detail}" : $"{operation} {subject}: {detail}", cause)
    {
        Error = error;
        Operation = operation;
        Detail = detail;
    }

    /// <summary>What a caller can act on.</summary>
    public CriError Error { get; }

    /// <summary>The call, such as RunPodSandbox.</summary>
    public string Operation { get; }

    /// <summary>The runtime's own words, without the call.</summary>
    public string Detail { get; }

    internal static CriException From(string operation, string? subject, string endpoint, RpcException failure)
    {
        var error = ErrorOf(failure.StatusCode);
        var detail = error switch
        {
            CriError.Unavailable => $"no container runtime answers at {endpoint}",
            CriError.Unimplemented => "this container runtime does not implement the call",
            CriError.DeadlineExceeded => "the container runtime did not answer in time",
            _ => failure.Status.Detail,
        };
        return new CriException(error, operation, subject, detail, failure);
    }

    private static CriError ErrorOf(StatusCode code) => code switch
    {
        StatusCode.Unavailable => CriError.Unavailable,
        StatusCode.NotFound => CriError.NotFound,
        StatusCode.AlreadyExists => CriError.AlreadyExists,
        StatusCode.InvalidArgument => CriError.InvalidArgument,
        StatusCode.FailedPrecondition => CriError.FailedPrecondition,
        StatusCode.DeadlineExceeded => CriError.DeadlineExceeded,
        StatusCode.Unimplemented => CriError.Unimplemented,
        StatusCode.PermissionDenied or StatusCode.Unauthenticated => CriError.PermissionDenied,
        StatusCode.ResourceExhausted => CriError.ResourceExhausted,
        _ => CriError.Unknown,
    };
}
