using KubeSharp.Storage.Kit;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Storage.Tests.Facade;

/// <summary>Who speaks etcd to the embedded store meets what a real etcd does.</summary>
public sealed class FacadeStoreConformance : StoreConformance, IAsyncLifetime
{
    private readonly FacadeServer _server = new(TimeProvider.System);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    protected override Task<IStore> OpenAsync() => _server.ConnectAsync();
}

public sealed class FacadeWatchConformance : WatchConformance, IAsyncLifetime
{
    private readonly FacadeServer _server = new(TimeProvider.System);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    protected override Task<IStore> OpenAsync() => _server.ConnectAsync();
}

public sealed class FacadeLeaseConformance : LeaseConformance, IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly FacadeServer _server;

    public FacadeLeaseConformance() => _server = new(_time);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    protected override Task<IStore> OpenAsync() => _server.ConnectAsync();

    // The store looks at its leases on a task of its own, which is let run.
    protected override async Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        await Task.Delay(5);
    }
}
