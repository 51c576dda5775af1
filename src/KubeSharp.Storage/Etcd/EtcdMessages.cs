using Google.Protobuf;

namespace KubeSharp.Storage.Etcd;

/// <summary>The store's words in etcd's, and back. Bytes are handed on, not copied.</summary>
internal sealed class EtcdMessages(Func<ReadOnlyMemory<byte>, long, ReadOnlyMemory<byte>>? splice)
{
    /// <summary>The bytes, as a message has them.</summary>
    public static ByteString Bytes(ReadOnlyMemory<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes);

    /// <summary>A read.</summary>
    public static V3.RangeRequest Of(RangeRequest request) => new()
    {
        Key = Bytes(request.Start),
        RangeEnd = Bytes(request.End),
        Revision = request.Revision,
        Limit = request.Limit,
        KeysOnly = request.KeysOnly,
        CountOnly = request.CountOnly,
    };

    /// <summary>A transaction.</summary>
    public static V3.TxnRequest Of(Transaction transaction)
    {
        var request = new V3.TxnRequest();
        request.Compare.AddRange(transaction.Compare.Select(Of));
        request.Success.AddRange(transaction.Then.Select(Of));
        request.Failure.AddRange((transaction.Else ?? []).Select(Of));
        return request;
    }

    /// <summary>What was read.</summary>
    public RangeResult Of(V3.RangeResponse response, long revision) => new([.. response.Kvs.Select(Of)], response.Count, revision);

    /// <summary>What one step of a transaction gave.</summary>
    public RangeResult Of(V3.ResponseOp step, long revision) => step.ResponseCase switch
    {
        V3.ResponseOp.ResponseOneofCase.ResponseRange => Of(step.ResponseRange, revision),
        V3.ResponseOp.ResponseOneofCase.ResponseDeleteRange => new([.. step.ResponseDeleteRange.PrevKvs.Select(Of)], step.ResponseDeleteRange.Deleted, revision),
        V3.ResponseOp.ResponseOneofCase.ResponseTxn => new([], 0, revision) { Inner = Of(step.ResponseTxn, revision) },
        _ => step.ResponsePut.PrevKv is { } previous ? new([Of(previous)], 1, revision) : new([], 0, revision),
    };

    /// <summary>What a transaction within another came to.</summary>
    public TransactionResult Of(V3.TxnResponse response, long revision) => new(response.Succeeded, revision, [.. response.Responses.Select(r => Of(r, revision))]);

    /// <summary>A change.</summary>
    public StoreEvent Of(V3.Event change) => new(
        change.Type == V3.Event.Types.EventType.Delete ? StoreEventKind.Delete : StoreEventKind.Put,
        change.Type == V3.Event.Types.EventType.Delete ? new StoredValue(change.Kv.Key.Memory, default, 0, change.Kv.ModRevision, 0) : Of(change.Kv),
        change.PrevKv is { } previous ? Of(previous) : null);

    private StoredValue Of(V3.KeyValue item) => new(
        item.Key.Memory, splice is null || item.Value.IsEmpty ? item.Value.Memory : splice(item.Value.Memory, item.ModRevision),
        item.CreateRevision, item.ModRevision, item.Version, item.Lease);

    private static V3.RequestOp Of(StoreOperation step) => step switch
    {
        PutOperation put => new()
        {
            RequestPut = new() { Key = Bytes(put.Key), Value = put.KeepsValue ? ByteString.Empty : Bytes(put.Value), Lease = put.KeepsLease ? 0 : put.LeaseId, PrevKv = true, IgnoreValue = put.KeepsValue, IgnoreLease = put.KeepsLease },
        },
        NestedOperation nested => new() { RequestTxn = Of(nested.Transaction) },
        DeleteOperation delete => new() { RequestDeleteRange = new() { Key = Bytes(delete.Start), RangeEnd = Bytes(delete.End), PrevKv = true } },
        RangeOperation range => new() { RequestRange = Of(range.Request) },
        _ => throw new ArgumentException("unknown operation", nameof(step)),
    };

    private static V3.Compare Of(Comparison comparison)
    {
        var compare = new V3.Compare
        {
            Key = Bytes(comparison.Key),
            RangeEnd = Bytes(comparison.End),
            Result = comparison.Operator switch
            {
                CompareOperator.Equal => V3.Compare.Types.CompareResult.Equal,
                CompareOperator.NotEqual => V3.Compare.Types.CompareResult.NotEqual,
                CompareOperator.Less => V3.Compare.Types.CompareResult.Less,
                _ => V3.Compare.Types.CompareResult.Greater,
            },
        };
        switch (comparison.Target)
        {
            case CompareTarget.Version: (compare.Target, compare.Version) = (V3.Compare.Types.CompareTarget.Version, comparison.Number); break;
            case CompareTarget.CreateRevision: (compare.Target, compare.CreateRevision) = (V3.Compare.Types.CompareTarget.Create, comparison.Number); break;
            case CompareTarget.ModRevision: (compare.Target, compare.ModRevision) = (V3.Compare.Types.CompareTarget.Mod, comparison.Number); break;
            case CompareTarget.Lease: (compare.Target, compare.Lease) = (V3.Compare.Types.CompareTarget.Lease, comparison.Number); break;
            default: (compare.Target, compare.Value) = (V3.Compare.Types.CompareTarget.Value, Bytes(comparison.Value)); break;
        }
        return compare;
    }
}
