using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Machinery.Quantities;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Scheduler.Devices;

/// <summary>
/// Chooses devices for claims on a node: the first ones that fit, going back over earlier choices where later ones do not. Pure.
/// Source: Dynamic Resource Allocation, structured parameters.
/// </summary>
/// <param name="inventory">What drivers offer.</param>
/// <param name="taken">Devices that claims hold.</param>
/// <param name="classes">The device class of a name; null: there is none.</param>
/// <param name="selectors">Asks the expressions.</param>
public sealed class DeviceAllocator(DeviceInventory inventory, ImmutableHashSet<DeviceKey> taken, Func<string, DeviceClass?> classes, DeviceSelectors selectors)
{
    private const int StepsMax = 20_000, DevicesPerClaimMax = 32;

    private DeviceInventory Inventory => inventory;

    private ImmutableHashSet<DeviceKey> InUse => taken;

    /// <summary>The allocation of each claim, in their order; null: they cannot all be had on the node.</summary>
    /// <exception cref="DeviceException">They cannot be had anywhere: a class is missing, an expression fails.</exception>
    public ImmutableArray<AllocationResult>? Allocate(IReadOnlyList<ResourceClaim> claims, Node node, DateTimeOffset now)
    {
        var search = new Search(this, claims, node);
        return search.Run() ? [.. claims.Select((c, i) => Result(c, [.. search.Chosen.Where(p => p.Claim == i)], now))] : null;
    }

    /// <summary>The devices that claims hold for themselves.</summary>
    public static ImmutableHashSet<DeviceKey> Taken(IEnumerable<ResourceClaim> claims) =>
        [.. claims.SelectMany(static c => c.Status.Allocation?.Devices.Results ?? []).Where(static r => r.AdminAccess != true).Select(static r => new DeviceKey(r.Driver, r.Pool, r.Device))];

    private AllocationResult Result(ResourceClaim claim, ImmutableArray<Pick> picks, DateTimeOffset now)
    {
        var wishes = picks.Select(static p => p.Wish).Distinct().ToList();
        var config = new List<DeviceAllocationConfiguration>();
        foreach (var wish in wishes) { config.AddRange(Class(wish).Spec.Config.Select(c => new DeviceAllocationConfiguration { Source = "FromClass", Requests = [wish.Request], Opaque = c.Opaque })); }
        config.AddRange(claim.Spec.Devices.Config.Where(c => wishes.Any(w => w.IsNamedBy(c.Requests))).Select(static c => new DeviceAllocationConfiguration { Source = "FromClaim", Requests = c.Requests, Opaque = c.Opaque }));
        return new AllocationResult
        {
            Devices = new DeviceAllocationResult
            {
                Results = [.. picks.Select(static p => new DeviceRequestAllocationResult { Request = p.Wish.Request, Driver = p.Device.Key.Driver, Pool = p.Device.Key.Pool, Device = p.Device.Key.Device, AdminAccess = p.Wish.IsAdmin ? true : null, Tolerations = p.Wish.Tolerations })],
                Config = config.ToApiList(),
            },
            NodeSelector = Places([.. picks.Select(static p => DeviceInventory.ReachedFrom(p.Device)).OfType<NodeSelector>().Distinct()]),
            AllocationTimestamp = now,
        };
    }

    // A claim may be used where all its devices can be reached: the terms of each are joined with those of the others.
    private static NodeSelector? Places(IReadOnlyList<NodeSelector> selectors) => selectors.Count == 0 ? null : selectors.Aggregate(static (all, next) => new NodeSelector
    {
        NodeSelectorTerms = [.. all.NodeSelectorTerms.SelectMany(a => next.NodeSelectorTerms.Select(b => new NodeSelectorTerm { MatchExpressions = [.. a.MatchExpressions, .. b.MatchExpressions], MatchFields = [.. a.MatchFields, .. b.MatchFields] }))],
    });

    private DeviceClass Class(DeviceWish wish) => classes(wish.ClassName) ?? throw new DeviceException($"could not retrieve device class {wish.ClassName}");

    private bool Fits(DeviceWish wish, DeviceCandidate device) =>
        device.Device.Taints.All(t => t.Effect == "None" || wish.Tolerations.Any(o => Tolerates(o, t)))
        && selectors.Choose(Class(wish).Spec.Selectors, device) && selectors.Choose(wish.Selectors, device);

    private static bool Tolerates(DeviceToleration toleration, DeviceTaint taint) =>
        (string.IsNullOrEmpty(toleration.Effect) || toleration.Effect == taint.Effect)
        && (string.IsNullOrEmpty(toleration.Key) ? toleration.Operator == "Exists" : toleration.Key == taint.Key)
        && (toleration.Operator == "Exists" || (toleration.Value ?? "") == (taint.Value ?? ""));

    private sealed record Pick(int Claim, DeviceWish Wish, DeviceCandidate Device);

    // One search over all requests of all claims; each step takes one device for one of them.
    private sealed class Search(DeviceAllocator allocator, IReadOnlyList<ResourceClaim> claims, Node node)
    {
        private readonly ImmutableArray<DeviceCandidate> _here = [.. allocator.Inventory.On(node)];
        private readonly List<(int Claim, IReadOnlyList<DeviceWish> Forms)> _requests = [.. claims.SelectMany(static (c, i) => c.Spec.Devices.Requests.Select(r => (i, DeviceWish.Of(r))))];
        private readonly List<Pick> _chosen = [];
        private readonly Dictionary<DeviceWish, ImmutableArray<DeviceCandidate>> _fitting = [];
        private int _steps;

        public IReadOnlyList<Pick> Chosen => _chosen;

        public bool Run() => Request(0);

        private bool Request(int index)
        {
            if (index == _requests.Count) { return true; }
            var (claim, forms) = _requests[index];
            foreach (var form in forms)
            {
                var fitting = Fitting(form);
                var count = form.Count == 0 ? fitting.Length : form.Count;
                // Compat: "all" of nothing is no allocation.
                if (count > 0 && fitting.Length >= count && count <= DevicesPerClaimMax && Device(index, claim, form, fitting, 0, count)) { return true; }
            }
            return false;
        }

        private bool Device(int index, int claim, DeviceWish form, ImmutableArray<DeviceCandidate> fitting, int from, long left)
        {
            if (left == 0) { return Request(index + 1); }
            for (var i = from; i <= fitting.Length - left; i++)
            {
                if (++_steps > StepsMax) { throw new DeviceException($"devices were not found within {StepsMax} steps"); }
                var pick = new Pick(claim, form, fitting[i]);
                if (IsFree(pick) && MeetsConstraints(pick) && HasCounters(pick))
                {
                    _chosen.Add(pick);
                    if (Device(index, claim, form, fitting, i + 1, left - 1)) { return true; }
                    _chosen.RemoveAt(_chosen.Count - 1);
                }
                // All means this one, too.
                if (form.Count == 0) { return false; }
            }
            return false;
        }

        private ImmutableArray<DeviceCandidate> Fitting(DeviceWish wish)
        {
            if (!_fitting.TryGetValue(wish, out var found)) { _fitting[wish] = found = [.. _here.Where(d => allocator.Fits(wish, d))]; }
            return found;
        }

        private bool IsFree(Pick pick) => pick.Wish.IsAdmin || (!allocator.InUse.Contains(pick.Device.Key) && !_chosen.Any(c => !c.Wish.IsAdmin && c.Device.Key == pick.Device.Key));

        private bool MeetsConstraints(Pick pick)
        {
            foreach (var constraint in claims[pick.Claim].Spec.Devices.Constraints.Where(c => pick.Wish.IsNamedBy(c.Requests)))
            {
                var others = _chosen.Where(c => c.Claim == pick.Claim && c.Wish.IsNamedBy(constraint.Requests));
                if (constraint.MatchAttribute is { Length: > 0 } same && (pick.Device.Attribute(same) is not { } value || others.Any(o => o.Device.Attribute(same) != value))) { return false; }
                if (constraint.DistinctAttribute is { Length: > 0 } distinct && (pick.Device.Attribute(distinct) is not { } own || others.Any(o => o.Device.Attribute(distinct) == own))) { return false; }
            }
            return true;
        }

        // Parts of one device share its counters: what is taken already must leave enough.
        private bool HasCounters(Pick pick)
        {
            foreach (var wanted in pick.Device.Device.ConsumesCounters)
            {
                if (allocator.Inventory.Counters(pick.Device.Key, wanted.CounterSet) is not { } set) { return false; }
                foreach (var (name, amount) in wanted.Counters)
                {
                    if (!set.Counters.TryGetValue(name, out var total)) { return false; }
                    var used = Neighbours(pick).Aggregate(Quantity.Zero, (sum, d) => sum + Consumed(d, wanted.CounterSet, name));
                    if (used + amount.Value > total.Value) { return false; }
                }
            }
            return true;
        }

        private IEnumerable<DeviceCandidate> Neighbours(Pick pick) => allocator.InUse.Where(k => k.Driver == pick.Device.Key.Driver && k.Pool == pick.Device.Key.Pool).Select(allocator.Inventory.Find).OfType<DeviceCandidate>()
            .Concat(_chosen.Where(c => c.Device.Key.Driver == pick.Device.Key.Driver && c.Device.Key.Pool == pick.Device.Key.Pool).Select(static c => c.Device));

        private static Quantity Consumed(DeviceCandidate device, string set, string counter) => device.Device.ConsumesCounters.Where(c => c.CounterSet == set)
            .Aggregate(Quantity.Zero, (sum, c) => c.Counters.TryGetValue(counter, out var amount) ? sum + amount.Value : sum);
    }
}
