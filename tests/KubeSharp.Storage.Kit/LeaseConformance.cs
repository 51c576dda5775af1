using static KubeSharp.Storage.Kit.Words;

namespace KubeSharp.Storage.Kit;

/// <summary>What every store must do: leases.</summary>
public abstract class LeaseConformance
{
    /// <summary>A new, empty store.</summary>
    protected abstract Task<IStore> OpenAsync();

    /// <summary>Lets time go by for the store.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task A_revoked_lease_takes_its_keys_with_it_in_one_revision()
    {
        await using var store = await OpenAsync();
        var lease = await store.GrantLeaseAsync(60, default);
        await store.PutAsync("a", "1", lease);
        await store.PutAsync("b", "1", lease);
        await store.PutAsync("c", "1");
        Assert.Equal(lease, (await store.ReadAsync("a")).Items.Single().LeaseId);
        await store.RevokeLeaseAsync(lease, default);
        var left = await store.ReadAsync("a", "z");
        Assert.Equal(("c=1", 5L), (Show(left.Items), left.Revision));
        await using var watch = new Watcher(store, Watch(5));
        Assert.Equal(["a", "b"], (await watch.UntilAsync(5)).Select(static e => Text(e.Item.Key)).Order());
    }

    [Fact]
    public async Task A_key_written_again_without_the_lease_stays()
    {
        await using var store = await OpenAsync();
        var lease = await store.GrantLeaseAsync(60, default);
        await store.PutAsync("a", "1", lease);
        await store.PutAsync("a", "2");
        await store.RevokeLeaseAsync(lease, default);
        Assert.Equal("a=2", Show((await store.ReadAsync("a")).Items));
    }

    [Fact]
    public async Task A_write_under_an_unknown_lease_is_refused_whole()
    {
        await using var store = await OpenAsync();
        var error = await Assert.ThrowsAsync<LeaseNotFoundException>(async () => await store.CommitAsync(Always(Put("b", "1"), Put("a", "1", 4711)), default));
        Assert.Equal(4711, error.LeaseId);
        Assert.Equal(0, (await store.ReadAsync("a", "z")).Count);
    }

    [Fact]
    public async Task An_unknown_lease_cannot_be_renewed_and_may_be_revoked()
    {
        await using var store = await OpenAsync();
        Assert.Equal(0, await store.KeepAliveAsync(4711, default));
        await store.RevokeLeaseAsync(4711, default);
    }

    [Fact]
    public async Task A_lease_ends_by_itself_and_not_while_it_is_renewed()
    {
        await using var store = await OpenAsync();
        var (kept, left) = (await store.GrantLeaseAsync(4, default), await store.GrantLeaseAsync(4, default));
        await store.PutAsync("kept", "1", kept);
        await store.PutAsync("left", "1", left);
        await using var watch = new Watcher(store, Watch(4));
        var next = watch.NextAsync();
        for (var i = 0; i < 40 && !next.IsCompleted; i++)
        {
            Assert.Equal(4, await store.KeepAliveAsync(kept, default));
            await PassAsync(TimeSpan.FromSeconds(0.5));
            await store.ReadAsync("left");
        }
        Assert.Equal("4-left", Show((await next).Events));
        Assert.Equal("kept=1", Show((await store.ReadAsync("a", "z")).Items));
        Assert.Equal(0, await store.KeepAliveAsync(left, default));
    }
}
