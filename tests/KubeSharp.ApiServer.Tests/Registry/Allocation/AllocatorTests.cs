using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Registry.Allocation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Registry.Allocation;

public sealed class AllocatorTests
{
    [Fact]
    public void Random_numbers_come_from_above_the_reserved_ones_until_those_are_gone()
    {
        var allocator = new Allocator(20, 16, new Random(1));
        var first = Enumerable.Range(0, 4).Select(i => allocator.TryTakeAny("o" + i)!.Value).Order();
        Assert.Equal([16L, 17, 18, 19], first);
        Assert.InRange(allocator.TryTakeAny("next")!.Value, 0, 15);
    }

    [Fact]
    public void A_full_range_gives_nothing()
    {
        var allocator = new Allocator(2, 0, new Random(1));
        allocator.TryTakeAny("a");
        allocator.TryTakeAny("b");
        Assert.Null(allocator.TryTakeAny("c"));
    }

    [Fact]
    public void Only_the_owner_gives_back()
    {
        var allocator = new Allocator(10, 0, new Random(1));
        Assert.True(allocator.TryTake(3, "a"));
        Assert.True(allocator.TryTake(3, "a"));
        allocator.Release(3, "b");
        Assert.False(allocator.TryTake(3, "b"));
        allocator.Release(3, "a");
        Assert.True(allocator.TryTake(3, "b"));
    }

    [Theory]
    [InlineData("10.96.0.0/12", 0, "10.96.0.1", 1_048_574, 256)]
    [InlineData("192.168.1.0/24", 253, "192.168.1.254", 254, 16)]
    [InlineData("10.0.0.0/30", 1, "10.0.0.2", 2, 0)]
    [InlineData("fd00::/108", 0, "fd00::1", 1_048_575, 256)]
    public void A_range_gives_neither_its_network_nor_its_broadcast_address(string cidr, long offset, string address, long count, long reserved)
    {
        var range = AddressRange.Parse(cidr);
        Assert.Equal((address, count, reserved), (range.At(offset), range.Count, range.ReservedCount));
        Assert.Equal(offset, range.OffsetOf(address));
    }

    [Theory]
    [InlineData("10.96.0.0")]
    [InlineData("10.111.255.255")]
    [InlineData("10.112.0.1")]
    [InlineData("::1")]
    [InlineData("no address")]
    public void What_is_not_of_the_range_has_no_offset(string address) => Assert.Null(AddressRange.Parse("10.96.0.0/12").OffsetOf(address));

    [Fact]
    public void What_a_write_in_flight_has_taken_is_taken_in_a_range_that_comes_meanwhile()
    {
        var allocations = new ServiceAllocations([AddressRange.Parse("10.96.0.0/16")], 30000, 32767, new Random(1));
        var ranges = new Ranges();
        allocations.Follow(ranges);
        Assert.Null(allocations.TakeAddressError("10.96.0.50", "in flight"));
        ranges.Add("10.96.0.0/24");
        Assert.Equal("provided IP is already allocated", allocations.TakeAddressError("10.96.0.50", "another"));
        allocations.ReleaseAddress("10.96.0.50", "in flight");
        Assert.Null(allocations.TakeAddressError("10.96.0.50", "another"));
    }

    // No services, and ServiceCIDRs that come when they are told to.
    private sealed class Ranges : IObjects, IDisposable
    {
        private Action<ObjectChange> _handler = static _ => { };

        public void Add(string cidr) => _handler(new ObjectChange(null, (ObjectNode)Node.Parse($$$"""{"metadata":{"name":"added"},"spec":{"cidrs":["{{{cidr}}}"]}}""")));

        public ResourceDefinition Definition(string resource) => throw new NotSupportedException();

        public ResourceDefinition Definition(Api.ApiResource version) => throw new NotSupportedException();

        public ImmutableArray<Api.ApiResource> Versions(string resource) => throw new NotSupportedException();

        public ObjectNode? Get(string resource, string ns, string name) => null;

        public IReadOnlyList<ObjectNode> List(string resource, string ns = "") => [];

        public IDisposable Subscribe(string resource, Action<ObjectChange> handler)
        {
            if (resource.StartsWith("servicecidrs", StringComparison.Ordinal)) { _handler = handler; }
            return this;
        }

        public ValueTask<ObjectNode> CreateAsync(string resource, ObjectNode value, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<ObjectNode?> UpdateAsync(string resource, string ns, string name, Func<ObjectNode, ObjectNode?> change, CancellationToken cancellation) => throw new NotSupportedException();

        public void Dispose() { }
    }
}
