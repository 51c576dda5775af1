using Google.Protobuf;
using Grpc.Core;
using KubeSharp.Storage.Etcd;
using V3 = KubeSharp.Storage.Etcd.V3;

namespace KubeSharp.Storage.Facade;

/// <summary>etcd's words in the store's, and back. Pure.</summary>
internal static class FacadeMessages
{
    private const ulong Self = 1;
    // As etcd's --max-txn-ops.
    private const int OperationsMax = 128;

    /// <summary>What stands before each answer: one member, which leads.</summary>
    public static V3.ResponseHeader Header(long revision) => new() { ClusterId = Self, MemberId = Self, Revision = revision, RaftTerm = 1 };

    /// <summary>A read.</summary>
    /// <exception cref="RpcException">It has no key, or a negative limit.</exception>
    public static RangeRequest Of(V3.RangeRequest request)
    {
        if (request.Key.IsEmpty) { throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: key is not provided"); }
        // What is sorted or filtered is read whole, and cut after that.
        var isCut = !IsInOrder(request) || IsFiltered(request);
        return new(request.Key.Memory, request.RangeEnd.Memory, Math.Max(0, request.Revision), isCut ? 0 : request.Limit, request.KeysOnly && !IsByValue(request), request.CountOnly && !IsFiltered(request));
    }

    /// <summary>What was read, as it was asked for.</summary>
    public static V3.RangeResponse Of(V3.RangeRequest request, RangeResult result, long revision)
    {
        var response = new V3.RangeResponse { Header = Header(revision), Count = result.Count };
        if (request.CountOnly) { return response; }
        var items = IsFiltered(request) ? result.Items.Where(i => Passes(request, i)) : result.Items;
        if (!IsInOrder(request)) { items = Sorted(request, items); }
        var kept = request.Limit > 0 ? items.Take((int)Math.Min(request.Limit, int.MaxValue)) : items;
        response.Kvs.AddRange(kept.Select(i => Of(request.KeysOnly ? i with { Value = default } : i)));
        response.More = request.Limit > 0 && (IsFiltered(request) ? items.Count() : result.Count) > response.Kvs.Count;
        return response;
    }

    /// <summary>An item.</summary>
    public static V3.KeyValue Of(StoredValue item) => new()
    {
        Key = EtcdMessages.Bytes(item.Key),
        Value = EtcdMessages.Bytes(item.Value),
        CreateRevision = item.CreateRevision,
        ModRevision = item.ModRevision,
        Version = item.Version,
        Lease = item.LeaseId,
    };

    /// <summary>A change.</summary>
    public static V3.Event Of(StoreEvent change)
    {
        var item = change.Kind == StoreEventKind.Delete ? new V3.KeyValue { Key = EtcdMessages.Bytes(change.Item.Key), ModRevision = change.Item.ModRevision } : Of(change.Item);
        var result = new V3.Event { Type = change.Kind == StoreEventKind.Delete ? V3.Event.Types.EventType.Delete : V3.Event.Types.EventType.Put, Kv = item };
        if (change.Previous is { } previous) { result.PrevKv = Of(previous); }
        return result;
    }

    /// <summary>A put.</summary>
    /// <exception cref="RpcException">It has no key, or what it says to keep too.</exception>
    public static PutOperation Of(V3.PutRequest put)
    {
        if (put.IgnoreValue && !put.Value.IsEmpty) { throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: value is provided"); }
        if (put.IgnoreLease && put.Lease != 0) { throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: lease is provided"); }
        return new(Key(put.Key), put.Value.Memory, put.Lease) { KeepsValue = put.IgnoreValue, KeepsLease = put.IgnoreLease };
    }

    /// <summary>A transaction, with those within it.</summary>
    /// <exception cref="RpcException">It has too many steps, or one of them is wrong.</exception>
    public static Transaction Of(V3.TxnRequest request)
    {
        if (request.Compare.Count > OperationsMax || request.Success.Count > OperationsMax || request.Failure.Count > OperationsMax) { throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: too many operations in txn request"); }
        return new([.. request.Compare.Select(Of)], [.. request.Success.Select(Of)], [.. request.Failure.Select(Of)]);
    }

    /// <summary>What a transaction came to.</summary>
    public static V3.TxnResponse Of(V3.TxnRequest request, TransactionResult result)
    {
        var response = new V3.TxnResponse { Header = Header(result.Revision), Succeeded = result.Succeeded };
        response.Responses.AddRange((result.Succeeded ? request.Success : request.Failure).Zip(result.Results, (step, r) => Of(step, r, result.Revision)));
        return response;
    }

    /// <summary>A comparison.</summary>
    public static Comparison Of(V3.Compare compare)
    {
        var comparison = OfOne(compare);
        return compare.RangeEnd.IsEmpty ? comparison : comparison with { End = compare.RangeEnd.Memory };
    }

    private static Comparison OfOne(V3.Compare compare)
    {
        if (compare.Key.IsEmpty) { throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: key is not provided"); }
        var relation = compare.Result switch
        {
            V3.Compare.Types.CompareResult.Equal => CompareOperator.Equal,
            V3.Compare.Types.CompareResult.NotEqual => CompareOperator.NotEqual,
            V3.Compare.Types.CompareResult.Less => CompareOperator.Less,
            _ => CompareOperator.Greater,
        };
        return compare.Target switch
        {
            V3.Compare.Types.CompareTarget.Version => new(compare.Key.Memory, CompareTarget.Version, relation, compare.Version),
            V3.Compare.Types.CompareTarget.Create => new(compare.Key.Memory, CompareTarget.CreateRevision, relation, compare.CreateRevision),
            V3.Compare.Types.CompareTarget.Mod => new(compare.Key.Memory, CompareTarget.ModRevision, relation, compare.ModRevision),
            V3.Compare.Types.CompareTarget.Lease => new(compare.Key.Memory, CompareTarget.Lease, relation, compare.Lease),
            _ => new(compare.Key.Memory, CompareTarget.Value, relation, 0, compare.Value.Memory),
        };
    }

    /// <summary>A step of a transaction.</summary>
    /// <exception cref="RpcException">It is none, or wrong in itself.</exception>
    public static StoreOperation Of(V3.RequestOp step) => step.RequestCase switch
    {
        V3.RequestOp.RequestOneofCase.RequestPut => Of(step.RequestPut),
        V3.RequestOp.RequestOneofCase.RequestDeleteRange => new DeleteOperation(Key(step.RequestDeleteRange.Key), step.RequestDeleteRange.RangeEnd.Memory),
        V3.RequestOp.RequestOneofCase.RequestRange => new RangeOperation(Of(step.RequestRange)),
        V3.RequestOp.RequestOneofCase.RequestTxn => new NestedOperation(Of(step.RequestTxn)),
        _ => throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: key is not provided"),
    };

    /// <summary>What a step came to.</summary>
    public static V3.ResponseOp Of(V3.RequestOp step, RangeResult result, long revision) => step.RequestCase switch
    {
        V3.RequestOp.RequestOneofCase.RequestPut => new() { ResponsePut = Put(step.RequestPut.PrevKv, result, revision) },
        V3.RequestOp.RequestOneofCase.RequestDeleteRange => new() { ResponseDeleteRange = Delete(step.RequestDeleteRange.PrevKv, result, revision) },
        V3.RequestOp.RequestOneofCase.RequestTxn => new() { ResponseTxn = Of(step.RequestTxn, result.Inner!) },
        _ => new() { ResponseRange = Of(step.RequestRange, result, revision) },
    };

    /// <summary>What a put came to.</summary>
    public static V3.PutResponse Put(bool isPreviousWanted, RangeResult result, long revision)
    {
        var response = new V3.PutResponse { Header = Header(revision) };
        if (isPreviousWanted && result.Items is [var previous, ..]) { response.PrevKv = Of(previous); }
        return response;
    }

    /// <summary>What a deletion came to.</summary>
    public static V3.DeleteRangeResponse Delete(bool arePreviousWanted, RangeResult result, long revision)
    {
        var response = new V3.DeleteRangeResponse { Header = Header(revision), Deleted = result.Items.Count };
        if (arePreviousWanted) { response.PrevKvs.AddRange(result.Items.Select(Of)); }
        return response;
    }

    /// <summary>A key that must be there.</summary>
    /// <exception cref="RpcException">It is not.</exception>
    public static ReadOnlyMemory<byte> Key(ByteString key) => key.IsEmpty ? throw FacadeErrors.Make(StatusCode.InvalidArgument, "etcdserver: key is not provided") : key.Memory;

    private static bool IsInOrder(V3.RangeRequest request) =>
        request.SortOrder == V3.RangeRequest.Types.SortOrder.None && request.SortTarget == V3.RangeRequest.Types.SortTarget.Key
        || request.SortOrder == V3.RangeRequest.Types.SortOrder.Ascend && request.SortTarget == V3.RangeRequest.Types.SortTarget.Key;

    private static bool IsByValue(V3.RangeRequest request) => request.SortTarget == V3.RangeRequest.Types.SortTarget.Value;

    private static bool IsFiltered(V3.RangeRequest request) => request.MinModRevision != 0 || request.MaxModRevision != 0 || request.MinCreateRevision != 0 || request.MaxCreateRevision != 0;

    private static bool Passes(V3.RangeRequest request, StoredValue item) =>
        item.ModRevision >= request.MinModRevision && (request.MaxModRevision == 0 || item.ModRevision <= request.MaxModRevision)
        && item.CreateRevision >= request.MinCreateRevision && (request.MaxCreateRevision == 0 || item.CreateRevision <= request.MaxCreateRevision);

    private static IEnumerable<StoredValue> Sorted(V3.RangeRequest request, IEnumerable<StoredValue> items)
    {
        Comparison<StoredValue> order = request.SortTarget switch
        {
            V3.RangeRequest.Types.SortTarget.Version => static (a, b) => a.Version.CompareTo(b.Version),
            V3.RangeRequest.Types.SortTarget.Create => static (a, b) => a.CreateRevision.CompareTo(b.CreateRevision),
            V3.RangeRequest.Types.SortTarget.Mod => static (a, b) => a.ModRevision.CompareTo(b.ModRevision),
            V3.RangeRequest.Types.SortTarget.Value => static (a, b) => a.Value.Span.SequenceCompareTo(b.Value.Span),
            _ => static (a, b) => a.Key.Span.SequenceCompareTo(b.Key.Span),
        };
        var comparer = Comparer<StoredValue>.Create(order);
        return request.SortOrder == V3.RangeRequest.Types.SortOrder.Descend ? items.OrderDescending(comparer) : items.Order(comparer);
    }
}
