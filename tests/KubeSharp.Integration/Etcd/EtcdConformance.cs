using KubeSharp.Storage;
using KubeSharp.Storage.Kit;

namespace KubeSharp.Integration.Tests.Etcd;

public sealed class EtcdStoreConformance : StoreConformance, IDisposable
{
    private readonly EtcdServer _server = new();

    public void Dispose() => _server.Dispose();

    protected override async Task<IStore> OpenAsync() => await _server.ConnectAsync();
}

public sealed class EtcdWatchConformance : WatchConformance, IDisposable
{
    private readonly EtcdServer _server = new();

    public void Dispose() => _server.Dispose();

    protected override async Task<IStore> OpenAsync() => await _server.ConnectAsync();
}

public sealed class EtcdHistoryConformance : HistoryConformance, IDisposable
{
    private readonly EtcdServer _server = new();

    public void Dispose() => _server.Dispose();

    protected override async Task<IStore> OpenAsync() => await _server.ConnectAsync();
}

public sealed class EtcdLeaseConformance : LeaseConformance, IDisposable
{
    private readonly EtcdServer _server = new();

    public void Dispose() => _server.Dispose();

    protected override async Task<IStore> OpenAsync() => await _server.ConnectAsync();

    // A real etcd's time cannot be hurried.
    protected override Task PassAsync(TimeSpan time) => Task.Delay(time);
}
