using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry.Allocation;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Services: addresses, node ports, IP families. Source: Service; IPv4/IPv6 dual-stack.</summary>
public sealed class ServiceRules : KindRules
{
    private readonly ServiceAllocations _allocations;
    private readonly Lazy<IDisposable> _following;

    /// <summary>With what services may take; what they hold already is read at the first write.</summary>
    public ServiceRules(ServiceAllocations allocations, IObjects objects) : base("services")
    {
        _allocations = allocations;
        _following = new(() => allocations.Follow(objects));
    }

    /// <summary>What services have taken.</summary>
    public ServiceAllocations Allocations => _allocations;
    /// <inheritdoc/>
    public override NameRule NameRule => NameRule.DnsLabel;
    /// <inheritdoc/>
    public override bool HasStatus => true;
    /// <inheritdoc/>
    public override bool HasGeneration => false;
    /// <inheritdoc/>
    public override bool AllowsCreateOnUpdate => true;
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = FieldReads.Of("spec.clusterIP", "spec.type");

    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value) => ServiceDefaults.Fill(value);

    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) =>
        value.Edit("spec", WithFamilies).Set("status", ObjectNode.Of(("loadBalancer", ObjectNode.Empty)));

    /// <inheritdoc/>
    public override ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old)
    {
        var before = old.Object("spec");
        return base.PrepareForUpdate(value, old).Edit("spec", spec => WithFamilies(ServiceDefaults.KeepGiven(ServiceDefaults.DropOfOldType(spec, before), before)));
    }

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors)
    {
        ServiceValidation.Check(value, errors);
        CheckFamilies(value.Object("spec"), errors);
    }

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => ServiceValidation.Change(value.Object("spec"), old.Object("spec"), FieldPath.Of("spec"), errors);

    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => ServiceValidation.Status(value, errors);

    /// <inheritdoc/>
    public override ValueTask<Reservation> ReserveAsync(ObjectNode value, ObjectNode? old, bool dryRun, CancellationToken cancellation)
    {
        _ = _following.Value;
        var reservation = new ServiceReservation(_allocations, value, dryRun);
        try
        {
            var result = reservation.Take(old);
            reservation.Errors.ThrowIfAny("", "Service", value.TextAt("metadata", "name") ?? "");
            if (dryRun) { reservation.Undo(); }
            return new(new Reservation(result, reservation.Undo));
        }
        catch (StatusException)
        {
            reservation.Undo();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Claims(ObjectNode value) => ServiceAllocations.Claims(value);

    /// <inheritdoc/>
    public override void Claimed(string claim, string owner) => _allocations.Claimed(claim, owner);

    /// <inheritdoc/>
    public override void Released(ObjectNode value) => _allocations.Release(value, null);

    // Which families it has; a cluster of one family gives that one, but for headless services without a selector, whose endpoints are the user's.
    private ObjectNode WithFamilies(ObjectNode spec)
    {
        if (!ServiceDefaults.NeedsClusterIP(spec)) { return spec; }
        var families = spec.Texts("ipFamilies").ToList();
        if (families.Count == 0)
        {
            foreach (var address in spec.Texts("clusterIPs").DefaultIfEmpty(spec.Text("clusterIP")))
            {
                if (System.Net.IPAddress.TryParse(address, out var ip)) { families.Add(ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "IPv4" : "IPv6"); }
            }
        }
        var isHeadless = spec.Text("clusterIP") == "None" || spec.Texts("clusterIPs").FirstOrDefault() == "None";
        var isBare = isHeadless && spec.Object("selector").Count == 0;
        spec = spec.Fill("ipFamilyPolicy", families.Count > 1 || isBare ? "RequireDualStack" : "SingleStack");
        if (families.Count == 0) { families.Add(_allocations.Families[0]); }
        var other = families[0] == "IPv4" ? "IPv6" : "IPv4";
        if (families.Count == 1 && spec.Text("ipFamilyPolicy") != "SingleStack" && (isBare || _allocations.Families.Contains(other))) { families.Add(other); }
        return spec.Set("ipFamilies", new ArrayNode([.. families.Select(static f => (Node)f)]));
    }

    private void CheckFamilies(ObjectNode spec, FieldErrors errors)
    {
        if (!ServiceDefaults.NeedsClusterIP(spec) || (spec.Text("clusterIP") == "None" && spec.Object("selector").Count == 0)) { return; }
        if (spec.Text("ipFamilyPolicy") == "RequireDualStack" && _allocations.Families.Length < 2)
        {
            errors.Invalid(FieldPath.Of("spec").Child("ipFamilyPolicy"), "RequireDualStack", "this cluster is not configured for dual-stack services");
        }
        var families = spec.Items("ipFamilies");
        for (var i = 0; i < families.Count; i++)
        {
            if (families[i] is StringNode { Value: "IPv4" or "IPv6" } family && !_allocations.Families.Contains(family.Value))
            {
                errors.Invalid(FieldPath.Of("spec").Child("ipFamilies").Index(i), family, "not configured on this cluster");
            }
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) => ObjectWarnings.Service(value);

    /// <inheritdoc/>
    public override ImmutableArray<string> StatusWarnings(ObjectNode value) => ObjectWarnings.Balanced(value);
}
