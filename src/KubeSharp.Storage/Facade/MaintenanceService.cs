using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using KubeSharp.Storage.Embedded;
using V3 = KubeSharp.Storage.Etcd.V3;

namespace KubeSharp.Storage.Facade;

/// <summary>Status, snapshots, alarms. Source: etcd API reference, Maintenance.</summary>
internal sealed class MaintenanceService(EmbeddedStore store) : V3.Maintenance.MaintenanceBase
{
    /// <summary>The version of etcd whose API is served.</summary>
    public const string Version = "3.5.0";
    private const int BlobBytes = 32 * 1024;
    private static readonly byte[] _everything = [0];

    /// <inheritdoc/>
    public override async Task<V3.StatusResponse> Status(V3.StatusRequest request, ServerCallContext context)
    {
        var status = await store.GetStatusAsync(context.CancellationToken).ConfigureAwait(false);
        return new()
        {
            Header = FacadeMessages.Header(status.Revision),
            Version = Version,
            DbSize = status.SizeBytes,
            DbSizeInUse = status.SizeBytes,
            Leader = 1,
            RaftTerm = 1,
            RaftIndex = (ulong)status.Revision,
            RaftAppliedIndex = (ulong)status.Revision,
        };
    }

    /// <summary>No alarm is ever raised: a full disk refuses the write itself.</summary>
    public override async Task<V3.AlarmResponse> Alarm(V3.AlarmRequest request, ServerCallContext context) =>
        new() { Header = FacadeMessages.Header((await store.GetStatusAsync(context.CancellationToken).ConfigureAwait(false)).Revision) };

    /// <inheritdoc/>
    public override async Task<V3.DefragmentResponse> Defragment(V3.DefragmentRequest request, ServerCallContext context)
    {
        try { await store.DefragmentAsync().ConfigureAwait(false); }
        catch (StoreUnavailableException e) { throw FacadeErrors.Of(e); }
        return new() { Header = FacadeMessages.Header((await store.GetStatusAsync(context.CancellationToken).ConfigureAwait(false)).Revision) };
    }

    /// <summary>A hash over all keys, values and revisions up to one: two stores that give the same hold the same.</summary>
    public override async Task<V3.HashKVResponse> HashKV(V3.HashKVRequest request, ServerCallContext context)
    {
        try
        {
            var all = await store.RangeAsync(new RangeRequest(_everything, _everything, request.Revision), context.CancellationToken).ConfigureAwait(false);
            var status = await store.GetStatusAsync(context.CancellationToken).ConfigureAwait(false);
            return new() { Header = FacadeMessages.Header(all.Revision), Hash = Hash(all.Items), CompactRevision = status.CompactRevision, HashRevision = request.Revision > 0 ? request.Revision : all.Revision };
        }
        catch (Exception e) when (FacadeErrors.IsRefusal(e)) { throw FacadeErrors.Of(e); }
    }

    private static uint Hash(IReadOnlyList<StoredValue> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[16];
        foreach (var item in items)
        {
            BinaryPrimitives.WriteInt64BigEndian(numbers, item.ModRevision);
            BinaryPrimitives.WriteInt64BigEndian(numbers[8..], item.Key.Length);
            hash.AppendData(numbers);
            hash.AppendData(item.Key.Span);
            hash.AppendData(item.Value.Span);
        }
        return BinaryPrimitives.ReadUInt32BigEndian(hash.GetHashAndReset());
    }

    /// <summary>The store's file, then the SHA-256 of it, by which clients check what they got.</summary>
    public override async Task Snapshot(V3.SnapshotRequest request, IServerStreamWriter<V3.SnapshotResponse> responseStream, ServerCallContext context)
    {
        var folder = Directory.CreateTempSubdirectory("kubesharp-snapshot-");
        try
        {
            var path = Path.Combine(folder.FullName, "store.db");
            await store.SnapshotAsync(path).ConfigureAwait(false);
            await SendAsync(path, responseStream, context).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e) { throw FacadeErrors.Of(e); }
        finally { folder.Delete(recursive: true); }
    }

    private static async Task SendAsync(string path, IServerStreamWriter<V3.SnapshotResponse> responses, ServerCallContext context)
    {
        var file = File.OpenRead(path);
        await using var _ = file.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BlobBytes];
        var left = file.Length + SHA256.HashSizeInBytes;
        int read;
        while ((read = await file.ReadAsync(buffer, context.CancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            left -= read;
            await responses.WriteAsync(new() { RemainingBytes = (ulong)left, Blob = ByteString.CopyFrom(buffer, 0, read), Version = Version }, context.CancellationToken).ConfigureAwait(false);
        }
        await responses.WriteAsync(new() { RemainingBytes = 0, Blob = ByteString.CopyFrom(hash.GetHashAndReset()), Version = Version }, context.CancellationToken).ConfigureAwait(false);
    }
}
