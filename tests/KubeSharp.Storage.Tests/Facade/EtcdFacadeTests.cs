using System.Net;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Facade;
using KubeSharp.Storage.Tests.Embedded;

namespace KubeSharp.Storage.Tests.Facade;

public sealed class EtcdFacadeTests
{
    [Fact]
    public async Task Without_a_certificate_only_this_machine_is_served()
    {
        using var folder = new TemporaryFolder();
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = folder.Path }, TimeProvider.System, default);
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => EtcdFacade.StartAsync(store, new EtcdFacadeOptions(new IPEndPoint(IPAddress.Any, 0)), default));
        Assert.Contains("needs a certificate", refused.Message);
    }

    [Fact]
    public async Task A_client_may_choose_the_id_of_a_lease_that_is_not_there_yet()
    {
        await using var server = new FacadeServer(TimeProvider.System);
        await using var store = await server.ConnectAsync();
        Assert.True(await server.Store!.TryGrantLeaseAsync(4711, 600));
        Assert.False(await server.Store.TryGrantLeaseAsync(4711, 600));
        Assert.Equal(600, await store.KeepAliveAsync(4711, default));
        Assert.Equal(4712, await store.GrantLeaseAsync(600, default));
    }
}
