using Grpc.Core;

namespace KubeSharp.Storage.Facade;

/// <summary>The store's refusals in etcd's words, by which its clients know them.</summary>
internal static class FacadeErrors
{
    /// <summary>What a client is told.</summary>
    public static RpcException Of(Exception e) => e switch
    {
        CompactedException => Make(StatusCode.OutOfRange, "etcdserver: mvcc: required revision has been compacted"),
        FutureRevisionException => Make(StatusCode.OutOfRange, "etcdserver: mvcc: required revision is a future revision"),
        LeaseNotFoundException => Make(StatusCode.NotFound, "etcdserver: requested lease not found"),
        StoreUnavailableException => Make(StatusCode.Unavailable, "etcdserver: " + e.Message),
        KeyMissingException => Make(StatusCode.InvalidArgument, "etcdserver: key not found"),
        ArgumentException => Make(StatusCode.InvalidArgument, "etcdserver: duplicate key given in txn request"),
        _ => throw new InvalidOperationException("the store failed in a way that it does not say it can", e),
    };

    /// <summary>A refusal.</summary>
    public static RpcException Make(StatusCode code, string message) => new(new Status(code, message));

    /// <summary>Whether the store says that it refuses so.</summary>
    public static bool IsRefusal(Exception e) => e is CompactedException or FutureRevisionException or LeaseNotFoundException or StoreUnavailableException or KeyMissingException or ArgumentException;
}
