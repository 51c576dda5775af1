using System.Net;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Facade;
using KubeSharp.Storage.Tests.Embedded;

namespace KubeSharp.Storage.Tests.Facade;

/// <summary>An embedded store served as etcd on loopback; it goes with its folder.</summary>
internal sealed class FacadeServer(TimeProvider time) : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private EtcdFacade? _facade;

    public EmbeddedStore? Store { get; private set; }

    /// <summary>The same store again, by way of an etcd client.</summary>
    public async Task<IStore> ConnectAsync()
    {
        Store ??= await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = _folder.Path }, time, default);
        _facade ??= await EtcdFacade.StartAsync(Store, new EtcdFacadeOptions(new IPEndPoint(IPAddress.Loopback, 0)), default);
        return new EtcdStore(new EtcdStoreOptions { Endpoints = [new Uri($"http://{_facade.Endpoint}")] }, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        if (_facade is not null) { await _facade.DisposeAsync(); }
        if (Store is not null) { await Store.DisposeAsync(); }
        _folder.Dispose();
    }
}
