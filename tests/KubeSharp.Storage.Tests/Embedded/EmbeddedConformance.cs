using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Kit;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Storage.Tests.Embedded;

public sealed class EmbeddedStoreConformance : StoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override async Task<IStore> OpenAsync() => await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = _folder.Path }, TimeProvider.System, default);
}

public sealed class EmbeddedWatchConformance : WatchConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override async Task<IStore> OpenAsync() => await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = _folder.Path }, TimeProvider.System, default);
}

public sealed class EmbeddedHistoryConformance : HistoryConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override async Task<IStore> OpenAsync() => await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = _folder.Path }, TimeProvider.System, default);

    protected override async Task<IStore> ReopenAsync(IStore store)
    {
        await store.DisposeAsync();
        return await OpenAsync();
    }
}

public sealed class EmbeddedLeaseConformance : LeaseConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    protected override async Task<IStore> OpenAsync() => await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = _folder.Path }, _time, default);

    // The store looks at its leases on a task of its own, which is let run.
    protected override async Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        await Task.Delay(5);
    }
}
